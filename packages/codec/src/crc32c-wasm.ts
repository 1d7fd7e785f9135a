/*
  CRC-32C in WebAssembly: slicing by sixteen, assembled here so that it can be read and checked.

  memory       the 16 tables of 256 u32, then the input, which is copied in
  crc(register: i32, length: i32) → i32
*/

/** The one function of the module. */
type Crc = (register: number, length: number) => number

const TABLES = 16
const INPUT_AT = TABLES * 256 * 4
const PAGE_BYTES = 65_536
const PAGES = 2
/** The longest piece that one call takes. */
const INPUT_BYTES = PAGES * PAGE_BYTES - INPUT_AT

const I32 = 0x7f
const op = {
  block: 0x02,
  loop: 0x03,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  get: 0x20,
  set: 0x21,
  load: 0x28,
  load8: 0x2d,
  const: 0x41,
  geU: 0x4f,
  add: 0x6a,
  and: 0x71,
  xor: 0x73,
  shl: 0x74,
  shrU: 0x76
} as const
const VOID_BLOCK = 0x40
/** Locals of the function: its two parameters, the place in the input, the end of the loop, four bytes of input. */
const local = { crc: 0, length: 1, at: 2, end: 3, word: 4 } as const

/** LEB128, signed: for numbers that are not negative it reads the same as an unsigned one with room for the sign. */
function leb(value: number): number[] {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >> 7)]
}

const get = (name: keyof typeof local): number[] => [op.get, local[name]]
const set = (name: keyof typeof local): number[] => [op.set, local[name]]
const constant = (value: number): number[] => [op.const, ...leb(value)]

/** tables[table][byte i of the word]: the byte is shifted to where it counts in fours. */
function lookup(table: number, i: number): number[] {
  const shifted = i === 0 ? [...constant(2), op.shl] : [...constant(8 * i - 2), op.shrU]
  return [...get('word'), ...shifted, ...constant(0xff << 2), op.and, op.load, 2, ...leb(table * 1024)]
}

/** The part of four bytes of input, the first of them `offset` behind the place; the first four bring the register in. */
function fourBytes(offset: number): number[] {
  const word = [...get('at'), op.load, 0, ...leb(INPUT_AT + offset), ...(offset === 0 ? [...get('crc'), op.xor] : [])]
  const [a, b, c, d] = [0, 1, 2, 3].map(i => lookup(TABLES - 1 - offset - i, i))
  return [...word, ...set('word'), ...[...a!, ...b!, op.xor], ...[...c!, ...d!, op.xor], op.xor]
}

/** while (at < end) { body } */
function whileBefore(end: number[], body: number[]): number[] {
  const leave = [...get('at'), ...end, op.geU, op.brIf, 1]
  return [op.block, VOID_BLOCK, op.loop, VOID_BLOCK, ...leave, ...body, op.br, 0, op.end, op.end]
}

const advance = (bytes: number): number[] => [...get('at'), ...constant(bytes), op.add, ...set('at')]

function functionBody(): number[] {
  // What waits for the register of the last round comes last, so that the rest can overlap with it.
  const rest = [...fourBytes(4), ...fourBytes(8), op.xor, ...fourBytes(12), op.xor]
  const sixteen = [...rest, ...fourBytes(0), op.xor, ...set('crc'), ...advance(16)]
  const inputByte = [...get('at'), op.load8, 0, ...leb(INPUT_AT)]
  const one = [
    ...[...inputByte, ...get('crc'), op.xor, ...set('word')],
    ...[...lookup(0, 0), ...get('crc'), ...constant(8), op.shrU, op.xor, ...set('crc')],
    ...advance(1)
  ]
  const locals = [1, 3, I32]
  return [
    ...locals,
    ...[...get('length'), ...constant(4), op.shrU, ...constant(4), op.shl, ...set('end')],
    ...whileBefore(get('end'), sixteen),
    ...whileBefore(get('length'), one),
    ...[...get('crc'), op.end]
  ]
}

function moduleBytes(): Uint8Array<ArrayBuffer> {
  const section = (id: number, content: number[]): number[] => [id, ...leb(content.length), ...content]
  const body = functionBody()
  const nameOf = (text: string): number[] => [text.length, ...Buffer.from(text)]
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [1, 0x60, 2, I32, I32, 1, I32]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, PAGES]),
    ...section(7, [2, ...nameOf('memory'), 2, 0, ...nameOf('crc'), 0, 0]),
    ...section(10, [1, ...leb(body.length), ...body])
  ])
}

/**
 * Compiles the module.
 *
 * @param tables table k at k * 256: the register after byte b and k zero bytes
 * @returns undefined where WebAssembly is switched off
 */
export function compileCrc32c(tables: Uint32Array): ((seed: number, bytes: Uint8Array) => number) | undefined {
  let exports: { readonly memory: { readonly buffer: ArrayBuffer }; readonly crc: Crc }
  try {
    exports = new WebAssembly.Instance(new WebAssembly.Module(moduleBytes())).exports as unknown as typeof exports
  } catch {
    return undefined
  }
  new Uint32Array(exports.memory.buffer, 0, TABLES * 256).set(tables)
  const input = new Uint8Array(exports.memory.buffer, INPUT_AT, INPUT_BYTES)
  const { crc } = exports

  return (seed, bytes) => {
    if (bytes.length <= INPUT_BYTES) {
      input.set(bytes)
      return crc(seed, bytes.length) >>> 0
    }
    let register = seed
    for (let at = 0; at < bytes.length; at += INPUT_BYTES) {
      const piece = bytes.subarray(at, at + INPUT_BYTES)
      input.set(piece)
      register = crc(register, piece.length)
    }
    return register >>> 0
  }
}
