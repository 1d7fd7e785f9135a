import { CodecError, LimitError, TrailingBytesError, TruncatedError } from './errors.js'
import { defaultReaderLimits, fillReaderLimits } from './limits.js'
import { decodeUtf8, decodeUtf8Lossy } from './text.js'
import { readVersioned, readVersionedLegacy } from './versioned.js'
import type { Decode } from './codec.js'
import type { ReaderLimits } from './limits.js'
import type { LegacyHeader } from './versioned.js'

/** A field's name, or the key of the element of a list or map that is being read. */
type PathPart = string | { readonly key: unknown }

const viewed = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/**
 * A bounded cursor over bytes in Ceph's little-endian encoding (src/include/encoding.h of Ceph).
 *
 * Every read is checked against the innermost bound; a read that does not fit throws a {@link CodecError} with offset
 * and path. A Reader that has thrown is spent: its position and bounds mean nothing any more.
 */
export class Reader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  readonly #limits: ReaderLimits
  readonly #path: PathPart[] = []
  /** The same bytes once more, for strings: made when the first one is read. */
  #buffer: Buffer | undefined
  #offset = 0
  #end: number
  #depth = 0

  /** @param bytes not copied: views handed out by `bytes()` and `blob()` alias it */
  constructor(bytes: Uint8Array, limits: Partial<ReaderLimits> = defaultReaderLimits) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#end = bytes.byteLength
    this.#limits = fillReaderLimits(limits)
  }

  /** Bytes read since the start of the buffer. */
  get offset(): number {
    return this.#offset
  }

  /** Bytes left inside the innermost bound. */
  get remaining(): number {
    return this.#end - this.#offset
  }

  #take(length: number): number {
    const at = this.#offset
    if (length > this.#end - at) throw this.#truncated(length)
    this.#offset = at + length
    return at
  }

  /** A length that was computed may be wrong in more ways than one that was read. */
  #takeChecked(length: number): number {
    if (!Number.isInteger(length) || length < 0) this.fail(`${length} is not a number of bytes`)
    return this.#take(length)
  }

  #truncated(need: number, what = `Need ${need} bytes`): TruncatedError {
    return new TruncatedError(`${what}, have ${this.remaining}`, this.place())
  }

  /** Offset and path of the next byte, for errors. */
  place(): { readonly offset: number; readonly path: readonly string[] } {
    const path = this.#path.map(part => (typeof part === 'string' ? part : `[${String(part.key)}]`))
    return { offset: this.#offset, path }
  }

  /** Throws a {@link CodecError} that says where. */
  fail(message: string, cause?: unknown): never {
    throw new CodecError(message, { ...this.place(), cause })
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1))
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2), true)
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), true)
  }

  u64(): bigint {
    return this.#view.getBigUint64(this.#take(8), true)
  }

  s8(): number {
    return this.#view.getInt8(this.#take(1))
  }

  s16(): number {
    return this.#view.getInt16(this.#take(2), true)
  }

  s32(): number {
    return this.#view.getInt32(this.#take(4), true)
  }

  s64(): bigint {
    return this.#view.getBigInt64(this.#take(8), true)
  }

  f32(): number {
    return this.#view.getFloat32(this.#take(4), true)
  }

  f64(): number {
    return this.#view.getFloat64(this.#take(8), true)
  }

  /** A u8 that is 0 or not 0. */
  bool(): boolean {
    return this.u8() !== 0
  }

  /** The next `length` bytes: a view, not a copy. */
  bytes(length: number): Uint8Array {
    const at = this.#takeChecked(length)
    return this.#bytes.subarray(at, at + length)
  }

  /** Everything left inside the innermost bound: a view. */
  rest(): Uint8Array {
    return this.bytes(this.remaining)
  }

  /** Goes on behind the next `length` bytes. */
  skip(length: number): void {
    this.#takeChecked(length)
  }

  /** A bufferlist: u32 length, then that many bytes; a view. */
  blob(): Uint8Array {
    return this.bytes(this.#length('bufferlist', this.#limits.maxBlobBytes))
  }

  /** A string: u32 length, then UTF-8. Bytes that are not UTF-8 are refused. */
  string(): string {
    const length = this.#length('string', this.#limits.maxStringBytes)
    const at = this.#offset
    try {
      const text = decodeUtf8((this.#buffer ??= viewed(this.#bytes)), at, at + length)
      this.#offset = at + length
      return text
    } catch (cause) {
      return this.fail('String is not UTF-8', cause)
    }
  }

  /** A string meant for people: bytes that are not UTF-8 become U+FFFD, so it need not encode back to the same bytes. */
  text(): string {
    const length = this.#length('string', this.#limits.maxStringBytes)
    const at = this.#take(length)
    return decodeUtf8Lossy((this.#buffer ??= viewed(this.#bytes)), at, at + length)
  }

  #length(what: string, max: number): number {
    const length = this.u32()
    if (length > this.remaining) throw this.#truncated(length, `A ${what} of ${length} bytes is declared`)
    if (length > max) throw new LimitError(`A ${what} of ${length} bytes is over the limit of ${max}`, this.place())
    return length
  }

  /**
   * A u32 count that is believed only if that many elements can be in the bytes that are left.
   *
   * @param minItemBytes the fewest bytes that an element takes
   */
  count(minItemBytes = 1): number {
    const count = this.u32()
    if (count * minItemBytes > this.remaining) {
      throw this.#truncated(count * minItemBytes, `${count} elements of at least ${minItemBytes} bytes are declared`)
    }
    if (count > this.#limits.maxCount) {
      throw new LimitError(`${count} elements are over the limit of ${this.#limits.maxCount}`, this.place())
    }
    return count
  }

  /** A list, vector or deque: u32 count, then the elements. `minItemBytes` as for {@link count}. */
  list<T>(decode: Decode<T>, minItemBytes = 1): T[] {
    const count = this.count(minItemBytes)
    const items: T[] = []
    this.#elements(count, () => items.push(decode(this)))
    return items
  }

  /** A set, in the order of the wire; repeated elements are refused. */
  set<T extends string | number | bigint>(decode: Decode<T>, minItemBytes = 1): Set<T> {
    const count = this.count(minItemBytes)
    const items = new Set<T>()
    this.#elements(count, () => items.add(decode(this)))
    if (items.size !== count) this.fail('A set has an element twice')
    return items
  }

  /**
   * A map, in the order of the wire.
   *
   * A key that comes twice is refused. Keys that are objects are told apart by identity, so for those, and for a
   * std::multimap, a {@link list} of pairs serves better.
   */
  map<K, V>(key: Decode<K>, value: Decode<V>, minItemBytes = 2): Map<K, V> {
    const count = this.count(minItemBytes)
    const items = new Map<K, V>()
    this.#elements(count, element => {
      const k = key(this)
      if (items.has(k)) this.fail(`A map has the key ${String(k)} twice`)
      if (typeof k !== 'object') element.key = k
      items.set(k, value(this))
    })
    return items
  }

  /** Names each element by its index, which the element may replace; the text is made only for an error. */
  #elements(count: number, read: (element: { key: unknown }) => void): void {
    const element: { key: unknown } = { key: 0 }
    this.#path.push(element)
    for (let i = 0; i < count; i++) {
      element.key = i
      read(element)
    }
    this.#path.pop()
  }

  /** std::optional: u8, then the value when it is not 0. */
  optional<T>(decode: Decode<T>): T | undefined {
    return this.bool() ? decode(this) : undefined
  }

  /** Decodes a field and names it in the errors thrown on the way. */
  field<T>(name: string, decode: Decode<T>): T {
    this.#path.push(name)
    const value = decode(this)
    this.#path.pop()
    return value
  }

  /** Decodes exactly `length` bytes; what `decode` leaves unread is refused. */
  exactly<T>(length: number, decode: Decode<T>): T {
    return this.within(length, r => {
      const value = decode(r)
      if (r.remaining > 0) throw new TrailingBytesError(`${r.remaining} bytes left over`, r.place())
      return value
    })
  }

  /** Decodes inside the next `length` bytes and goes on behind them, read or not. */
  within<T>(length: number, decode: Decode<T>): T {
    const outer = this.#end
    const end = this.#takeChecked(length) + length
    this.#offset = end - length
    if (++this.#depth > this.#limits.maxDepth) {
      throw new LimitError(`Nested deeper than ${this.#limits.maxDepth}`, this.place())
    }
    this.#end = end
    const value = decode(this)
    this.#offset = end
    this.#end = outer
    this.#depth--
    return value
  }

  /** A struct inside a bufferlist: u32 length, then the struct; bytes behind it are skipped, as Ceph does. */
  nested<T>(decode: Decode<T>): T {
    return this.within(this.#length('bufferlist', this.#limits.maxBlobBytes), decode)
  }

  /**
   * A struct between ENCODE_START and ENCODE_FINISH: u8 struct_v, u8 struct_compat, u32 length.
   *
   * What a newer encoder appended is skipped.
   *
   * @param supported the newest struct_v that `decode` knows
   * @throws IncompatibleVersionError when struct_compat says that a decoder of version `supported` may not read it
   */
  versioned<T>(supported: number, decode: (r: Reader, structV: number) => T): T {
    return readVersioned(this, supported, decode)
  }

  /** A struct whose first versions had a shorter header: DECODE_START_LEGACY_COMPAT_LEN and its kin. */
  versionedLegacy<T>(supported: number, header: LegacyHeader, decode: (r: Reader, structV: number) => T): T {
    return readVersionedLegacy(this, supported, header, decode)
  }
}
