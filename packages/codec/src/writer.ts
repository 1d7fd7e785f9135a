import { CodecError } from './errors.js'
import { encodeUtf8, writeAscii } from './text.js'

const INITIAL_BYTES = 256

/**
 * A growing buffer that writes Ceph's little-endian encoding (src/include/encoding.h of Ceph). Calls chain.
 *
 * Values outside the wire type are refused with a {@link CodecError}; nothing is silently cut to size.
 */
export class Writer {
  #bytes: Uint8Array<ArrayBuffer>
  #view: DataView
  #offset = 0

  /** @param size bytes to set aside at first; it grows by doubling */
  constructor(size: number = INITIAL_BYTES) {
    this.#bytes = allocate(size)
    this.#view = viewOf(this.#bytes)
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#offset
  }

  /** What was written: a view that the next write may leave behind. */
  finish(): Uint8Array {
    return new Uint8Array(this.#bytes.buffer, this.#bytes.byteOffset, this.#offset)
  }

  /** Makes room; call it before touching `#view`, which it may replace. */
  #grow(length: number): number {
    const at = this.#offset
    const need = at + length
    if (need > this.#bytes.length) {
      const bytes = allocate(Math.max(need, this.#bytes.length * 2))
      bytes.set(this.#bytes.subarray(0, at))
      this.#bytes = bytes
      this.#view = viewOf(bytes)
    }
    this.#offset = need
    return at
  }

  u8(value: number): this {
    checkInt('u8', value, 0, 0xff)
    const at = this.#grow(1)
    this.#view.setUint8(at, value)
    return this
  }

  u16(value: number): this {
    checkInt('u16', value, 0, 0xffff)
    const at = this.#grow(2)
    this.#view.setUint16(at, value, true)
    return this
  }

  u32(value: number): this {
    checkInt('u32', value, 0, 0xffffffff)
    const at = this.#grow(4)
    this.#view.setUint32(at, value, true)
    return this
  }

  u64(value: bigint): this {
    checkBig('u64', value, 0n, 0xffffffffffffffffn)
    const at = this.#grow(8)
    this.#view.setBigUint64(at, value, true)
    return this
  }

  s8(value: number): this {
    checkInt('s8', value, -0x80, 0x7f)
    const at = this.#grow(1)
    this.#view.setInt8(at, value)
    return this
  }

  s16(value: number): this {
    checkInt('s16', value, -0x8000, 0x7fff)
    const at = this.#grow(2)
    this.#view.setInt16(at, value, true)
    return this
  }

  s32(value: number): this {
    checkInt('s32', value, -0x80000000, 0x7fffffff)
    const at = this.#grow(4)
    this.#view.setInt32(at, value, true)
    return this
  }

  s64(value: bigint): this {
    checkBig('s64', value, -0x8000000000000000n, 0x7fffffffffffffffn)
    const at = this.#grow(8)
    this.#view.setBigInt64(at, value, true)
    return this
  }

  f32(value: number): this {
    const at = this.#grow(4)
    this.#view.setFloat32(at, value, true)
    return this
  }

  f64(value: number): this {
    const at = this.#grow(8)
    this.#view.setFloat64(at, value, true)
    return this
  }

  bool(value: boolean): this {
    return this.u8(value ? 1 : 0)
  }

  /** The bytes as they are, without a length. */
  bytes(value: Uint8Array): this {
    const at = this.#grow(value.length)
    this.#bytes.set(value, at)
    return this
  }

  /** So many zero bytes. */
  zeros(length: number): this {
    if (!Number.isInteger(length) || length < 0) throw new CodecError(`${length} is not a number of bytes`)
    const at = this.#grow(length)
    this.#bytes.fill(0, at, at + length)
    return this
  }

  /** A bufferlist: u32 length, then the bytes. */
  blob(value: Uint8Array): this {
    return this.u32(value.length).bytes(value)
  }

  /** u32 length, then UTF-8. Half a surrogate pair has no UTF-8 and is refused. */
  string(value: string): this {
    const lengthAt = this.#grow(4 + value.length)
    if (writeAscii(value, this.#bytes, lengthAt + 4)) {
      this.#view.setUint32(lengthAt, value.length, true)
      return this
    }
    this.#offset = lengthAt
    return this.blob(encodeUtf8(value))
  }

  /** A list, vector or deque: u32 count, then the elements. */
  list<T>(values: Iterable<T>, encode: (w: Writer, value: T) => void): this {
    const lengthAt = this.#offset
    this.u32(0)
    let count = 0
    for (const value of values) {
      encode(this, value)
      count++
    }
    this.#view.setUint32(lengthAt, count, true)
    return this
  }

  /** A set: as a list, in the order given. std::set sorts, so give the elements sorted where bytes must match Ceph's. */
  set<T>(values: ReadonlySet<T>, encode: (w: Writer, value: T) => void): this {
    return this.list(values, encode)
  }

  /** A map: u32 count, then key and value in turn, in the order given (std::map sorts by key). */
  map<K, V>(
    values: ReadonlyMap<K, V>,
    encodeKey: (w: Writer, key: K) => void,
    encodeValue: (w: Writer, value: V) => void
  ): this {
    return this.list(values, (w, [key, value]) => {
      encodeKey(w, key)
      encodeValue(w, value)
    })
  }

  /** std::optional: u8, then the value when there is one. */
  optional<T>(value: T | undefined, encode: (w: Writer, value: T) => void): this {
    this.bool(value !== undefined)
    if (value !== undefined) encode(this, value)
    return this
  }

  /** A bufferlist whose content `encode` writes; its length is filled in afterwards. */
  nested(encode: (w: Writer) => void): this {
    const lengthAt = this.#offset
    this.u32(0)
    encode(this)
    this.#view.setUint32(lengthAt, this.#offset - lengthAt - 4, true)
    return this
  }

  /** ENCODE_START … ENCODE_FINISH: u8 struct_v, u8 struct_compat, u32 length, then what `encode` writes. */
  versioned(structV: number, structCompat: number, encode: (w: Writer) => void): this {
    return this.u8(structV).u8(structCompat).nested(encode)
  }
}

/** From Node's pool where it is small; what is handed out was written to before. */
const allocate = (size: number): Uint8Array<ArrayBuffer> => Buffer.allocUnsafe(size)

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

function checkInt(type: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max) throw new CodecError(`${value} is not a ${type}`)
}

function checkBig(type: string, value: bigint, min: bigint, max: bigint): void {
  if (typeof value !== 'bigint' || value < min || value > max) throw new CodecError(`${String(value)} is not a ${type}`)
}
