/*
  Fixed-size structs of C, __attribute__((packed)), both directions from one declaration.

  buffer-layout lays the fields out. Its 64-bit integers are floats, its blobs are cut short silently and it writes
  what does not fit, so the 64-bit fields and every check are ours.
*/
import { Layout, blob, s16, s32, struct, u16, u16be, u32, u32be, u8 } from 'buffer-layout'
import { CodecError, TruncatedError } from './errors.js'
import type { Codec } from './codec.js'

class U64 extends Layout<bigint> {
  override decode(b: Buffer, offset = 0): bigint {
    return b.readBigUInt64LE(offset)
  }
  override encode(value: bigint, b: Buffer, offset = 0): number {
    b.writeBigUInt64LE(value, offset)
    return 8
  }
}

const numbers = { u8, u16, u32, s16, s32, u16be, u32be } as const

/** Wire type of a field: little-endian unless it says `be`; `bytes:N` is N bytes as they are. */
export type PackedKind = keyof typeof numbers | 'u64' | `bytes:${number}`

/** Field names and their wire types, in the order of the wire. */
export type PackedFields = Readonly<Record<string, PackedKind>>

/** The value that a declaration stands for: u64 is bigint, bytes are Uint8Array, the rest are numbers. */
export type Packed<F extends PackedFields> = {
  readonly [N in keyof F]: F[N] extends 'u64' ? bigint : F[N] extends `bytes:${number}` ? Uint8Array : number
}

/** A codec that knows its size and where its fields are. */
export interface PackedCodec<F extends PackedFields> extends Codec<Packed<F>> {
  /** Bytes of the whole struct. */
  readonly span: number
  /** Bytes in front of a field. */
  offsetOf(field: keyof F & string): number
  /** The struct at `offset`. Byte fields are copies. @throws TruncatedError when it does not fit into `bytes` */
  decodeAt(bytes: Uint8Array, offset?: number): Packed<F>
  /** The bytes of a value. @throws CodecError when a field is absent or does not fit its wire type */
  toBytes(value: Packed<F>): Uint8Array
}

function fieldLayout(name: string, kind: PackedKind): Layout<unknown> {
  if (kind === 'u64') return new U64(8, name)
  if (kind.startsWith('bytes:')) return blob(Number(kind.slice('bytes:'.length)), name)
  return numbers[kind as keyof typeof numbers](name)
}

function checkField(name: string, kind: PackedKind, span: number, value: unknown): void {
  const fits =
    kind === 'u64'
      ? typeof value === 'bigint' && value >= 0n && value <= 0xffffffffffffffffn
      : kind.startsWith('bytes:')
        ? value instanceof Uint8Array && value.length === span
        : typeof value === 'number' && Number.isInteger(value) && inRange(kind, span, value)
  if (!fits) throw new CodecError(`${String(value)} is not a ${kind}`, { path: [name] })
}

function inRange(kind: PackedKind, span: number, value: number): boolean {
  const size = 2 ** (8 * span)
  return kind.startsWith('s') ? value >= -size / 2 && value < size / 2 : value >= 0 && value < size
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/**
 * Declares a packed struct.
 *
 * ```ts
 * const entityNameCodec = packed({ type: 'u8', num: 'u64' })
 * entityNameCodec.span // 9
 * ```
 *
 * @param fields in the order of the wire
 */
export function packed<const F extends PackedFields>(fields: F): PackedCodec<F> {
  const layouts = Object.entries(fields).map(([name, kind]) => fieldLayout(name, kind))
  const layout = struct(layouts)
  const offsets = new Map(layouts.map(field => [field.property, layout.offsetOf(field.property)]))

  const decodeAt = (bytes: Uint8Array, offset = 0): Packed<F> => {
    if (bytes.length - offset < layout.span) {
      throw new TruncatedError(`Need ${layout.span} bytes, have ${bytes.length - offset}`, { offset })
    }
    const value = layout.decode(asBuffer(bytes), offset)
    for (const [name, field] of Object.entries(value)) {
      if (field instanceof Uint8Array) value[name] = Uint8Array.from(field)
    }
    return value as Packed<F>
  }

  const toBytes = (value: Packed<F>): Uint8Array => {
    for (const field of layouts) checkField(field.property, fields[field.property]!, field.span, value[field.property])
    const bytes = new Uint8Array(layout.span)
    layout.encode(bufferFields(value), asBuffer(bytes))
    return bytes
  }

  return {
    span: layout.span,
    offsetOf: field => offsets.get(field)!,
    decodeAt,
    toBytes,
    encode: (w, value) => void w.bytes(toBytes(value)),
    decode: r => decodeAt(r.bytes(layout.span))
  }
}

/** buffer-layout takes Buffers only. */
function bufferFields(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, field instanceof Uint8Array ? asBuffer(field) : field])
  )
}
