import { decode, encode } from '@cephwire/codec'
import type { Codec, Features, Writer } from '@cephwire/codec'
import type { OsdVector } from './osd-vector.js'

/** Copies share all parts of so many elements that did not change. */
const CHUNK = 64

/** Where the elements of a vector are: a multiple of a stride, or the offset of each and of the end. */
export type Offsets = number | Uint32Array

interface Base {
  readonly bytes: Uint8Array
  readonly offsets: Offsets
}

function slice({ bytes, offsets }: Base, i: number): Uint8Array {
  return typeof offsets === 'number'
    ? bytes.subarray(i * offsets, (i + 1) * offsets)
    : bytes.subarray(offsets[i], offsets[i + 1])
}

/**
 * Structs, one for each OSD, as the bytes that they came in: each is decoded when it is asked for.
 *
 * Never changed in place: {@link ByteVector.with} gives a copy, which shares what did not change.
 */
export class ByteVector<T> implements OsdVector<T> {
  readonly length: number
  readonly #codec: Codec<T>
  readonly #base: Base
  /** What differs from the base, by the number of the chunk. */
  readonly #chunks: readonly (readonly Uint8Array[] | undefined)[]

  private constructor(
    length: number,
    codec: Codec<T>,
    base: Base,
    chunks: readonly (readonly Uint8Array[] | undefined)[]
  ) {
    this.length = length
    this.#codec = codec
    this.#base = base
    this.#chunks = chunks
  }

  /** @param bytes elements one behind the other, kept as a view */
  static fromBytes<T>(codec: Codec<T>, length: number, bytes: Uint8Array, offsets: Offsets): ByteVector<T> {
    const chunks = new Array<undefined>(Math.ceil(length / CHUNK)).fill(undefined)
    return new ByteVector(length, codec, { bytes, offsets }, chunks)
  }

  #bytesAt(osd: number): Uint8Array {
    return this.#chunks[Math.floor(osd / CHUNK)]?.[osd % CHUNK] ?? slice(this.#base, osd)
  }

  at(osd: number): T | undefined {
    if (!Number.isInteger(osd) || osd < 0 || osd >= this.length) return undefined
    return decode(this.#codec, this.#bytesAt(osd))
  }

  *[Symbol.iterator](): Generator<T> {
    for (let osd = 0; osd < this.length; osd++) yield decode(this.#codec, this.#bytesAt(osd))
  }

  /** Whether an element is the very same in both, without decoding it. */
  sameAt(other: ByteVector<T>, osd: number): boolean {
    if (this.#base === other.#base) {
      const at = Math.floor(osd / CHUNK)
      if (this.#chunks[at] === other.#chunks[at]) return true
    }
    return Buffer.compare(this.#bytesAt(osd), other.#bytesAt(osd)) === 0
  }

  #own(chunk: number): Uint8Array[] {
    const start = chunk * CHUNK
    const length = Math.min(CHUNK, this.length - start)
    return this.#chunks[chunk]?.slice() ?? Array.from({ length }, (_, i) => slice(this.#base, start + i))
  }

  /** A copy with other elements at some indexes, all of them below the length. */
  with(changes: ReadonlyMap<number, T>, features: Features): ByteVector<T> {
    if (changes.size === 0) return this
    const chunks = this.#chunks.slice()
    const own = new Map<number, Uint8Array[]>()
    for (const [osd, value] of changes) {
      const at = Math.floor(osd / CHUNK)
      const chunk = own.get(at) ?? this.#own(at)
      own.set(at, chunk)
      chunks[at] = chunk
      chunk[osd % CHUNK] = encode(this.#codec, value, features)
    }
    return new ByteVector(this.length, this.#codec, this.#base, chunks)
  }

  /** A copy of another length; what is new is `fill`. */
  resized(length: number, fill: T, features: Features): ByteVector<T> {
    if (length === this.length) return this
    const blank = encode(this.#codec, fill, features)
    const chunks = this.#chunks.slice(0, Math.ceil(length / CHUNK))
    for (let at = Math.floor(Math.min(length, this.length) / CHUNK); at * CHUNK < length; at++) {
      const kept = at * CHUNK < this.length ? this.#own(at) : []
      chunks[at] = Array.from({ length: Math.min(CHUNK, length - at * CHUNK) }, (_, i) => kept[i] ?? blank)
    }
    return new ByteVector(length, this.#codec, this.#base, chunks)
  }

  /** As a vector, in the encoding that the elements have. */
  encodeAsIs(w: Writer): void {
    w.u32(this.length)
    for (let at = 0; at < this.#chunks.length; at++) {
      const chunk = this.#chunks[at]
      if (chunk === undefined) w.bytes(this.#baseRange(at))
      else for (const item of chunk) w.bytes(item)
    }
  }

  #baseRange(chunk: number): Uint8Array {
    const { bytes, offsets } = this.#base
    const [from, to] = [chunk * CHUNK, Math.min(this.length, (chunk + 1) * CHUNK)]
    return typeof offsets === 'number'
      ? bytes.subarray(from * offsets, to * offsets)
      : bytes.subarray(offsets[from], offsets[to])
  }
}
