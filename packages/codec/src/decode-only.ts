/*
  Decode-only views by binary-parser: a second, independent reading of the same bytes, for tools and for tests. Not for
  untrusted input and not for the path of a frame: binary-parser compiles its parsers with `new Function`, so it stays
  behind this subpath.
*/
import { Parser } from 'binary-parser/dist/binary_parser.js'
import { CodecError, TrailingBytesError, TruncatedError } from './errors.js'

/** Wire type of a field of a view: little-endian unless it says `be`; `bytes:N` is N bytes. */
export type ViewKind = 'u8' | 'u16' | 'u32' | 'u64' | 's16' | 's32' | 's64' | 'u16be' | 'u32be' | `bytes:${number}`

/** One field as it stands in the bytes. */
export interface FieldView {
  readonly name: string
  /** Bytes from the start of the slice. */
  readonly offset: number
  readonly length: number
  readonly value: number | bigint | Uint8Array
}

const methods = {
  u8: 'uint8',
  u16: 'uint16le',
  u32: 'uint32le',
  u64: 'uint64le',
  s16: 'int16le',
  s32: 'int32le',
  s64: 'int64le',
  u16be: 'uint16be',
  u32be: 'uint32be'
} as const

/** Reads exactly one struct from an exact slice of bytes. */
export type View = (bytes: Uint8Array) => readonly FieldView[]

/**
 * A view of a fixed-size struct with the offset of each field.
 *
 * @param fields names and wire types, in the order of the wire
 * @returns a function that throws {@link TruncatedError} or {@link TrailingBytesError} when the slice is not exact
 */
export function createView(fields: Readonly<Record<string, ViewKind>>): View {
  const names = Object.keys(fields)
  // Field names are ours to give, so they are numbered inside: a parser drops a field named `__proto__`.
  let parser = new Parser().saveOffset('o0')
  names.forEach((name, i) => {
    const kind = fields[name]!
    parser = kind.startsWith('bytes:')
      ? parser.buffer(`v${i}`, { length: Number(kind.slice('bytes:'.length)), clone: true })
      : parser[methods[kind as keyof typeof methods]](`v${i}`)
    parser = parser.saveOffset(`o${i + 1}`)
  })
  const span = names.reduce((sum, name) => sum + kindBytes(fields[name]!), 0)

  return bytes => {
    if (bytes.length < span) throw new TruncatedError(`Need ${span} bytes, have ${bytes.length}`, { offset: 0 })
    if (bytes.length > span) throw new TrailingBytesError(`${bytes.length - span} bytes left over`, { offset: span })
    const parsed = parse(parser, bytes)
    return names.map((name, i) => {
      const offset = parsed[`o${i}`] as number
      return { name, offset, length: (parsed[`o${i + 1}`] as number) - offset, value: fieldValue(parsed[`v${i}`]) }
    })
  }
}

function kindBytes(kind: ViewKind): number {
  return Number(/\d+/.exec(kind)![0]) / (kind.startsWith('bytes:') ? 1 : 8)
}

function parse(parser: Parser, bytes: Uint8Array): Record<string, unknown> {
  try {
    return parser.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)) as Record<string, unknown>
  } catch (cause) {
    throw new CodecError('The bytes do not fit the view', { offset: 0, cause })
  }
}

function fieldValue(value: unknown): FieldView['value'] {
  return value instanceof Uint8Array ? Uint8Array.from(value) : (value as number | bigint)
}
