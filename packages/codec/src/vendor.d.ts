declare module 'buffer-layout' {
  export class Layout<T> {
    constructor(span: number, property?: string)
    readonly span: number
    readonly property: string
    decode(b: Buffer, offset?: number): T
    encode(value: T, b: Buffer, offset?: number): number
  }
  export class Structure extends Layout<Record<string, unknown>> {
    offsetOf(property: string): number
  }
  export function struct(fields: readonly Layout<unknown>[]): Structure
  export function u8(property: string): Layout<number>
  export function u16(property: string): Layout<number>
  export function u32(property: string): Layout<number>
  export function nu64(property: string): Layout<number>
  export function ns64(property: string): Layout<number>
  export function s16(property: string): Layout<number>
  export function s32(property: string): Layout<number>
  export function u16be(property: string): Layout<number>
  export function u32be(property: string): Layout<number>
  export function blob(length: number, property: string): Layout<Uint8Array>
}

// Of Node itself; its types leave it to those of the browser.
declare namespace WebAssembly {
  interface Instance {
    readonly exports: Readonly<Record<string, unknown>>
  }
  const Module: new (bytes: Uint8Array<ArrayBuffer>) => object
  const Instance: new (module: object) => Instance
}
