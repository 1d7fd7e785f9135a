import { decode, encode, Reader } from '@cephwire/codec'
import type { Codec, Features, Writer } from '@cephwire/codec'
import type { OsdVector } from './osd-vector.js'

/** Copies share all parts of so many elements that did not change. */
const CHUNK = 64

/** How the elements of a vector are read and written. */
export interface ItemKind<T> {
  readonly codec: Codec<T>
  /** A faster way to read what is between two offsets, for the forms that it knows. */
  readonly read?: (bytes: Uint8Array, from: number, to: number) => T | undefined
}

/** Where the elements of a vector are: a multiple of a stride, or the offset of each and of the end. */
export type Offsets = number | Uint32Array

interface Base {
  readonly bytes: Uint8Array
  readonly offsets: Offsets
}

function offsetOf({ offsets }: Base, i: number): number {
  return typeof offsets === 'number' ? i * offsets : offsets[i]!
}

const slice = (base: Base, i: number): Uint8Array => base.bytes.subarray(offsetOf(base, i), offsetOf(base, i + 1))

/**
 * Structs, one for each OSD, as the bytes that they came in: each is decoded when it is asked for.
 *
 * Never changed in place: {@link ByteVector.with} gives a copy, which shares what did not change.
 */
export class ByteVector<T> implements OsdVector<T> {
  readonly length: number
  readonly #kind: ItemKind<T>
  readonly #base: Base
  /** What differs from the base, by the number of the chunk. */
  readonly #chunks: readonly (readonly Uint8Array[] | undefined)[]

  private constructor(
    length: number,
    kind: ItemKind<T>,
    base: Base,
    chunks: readonly (readonly Uint8Array[] | undefined)[]
  ) {
    this.length = length
    this.#kind = kind
    this.#base = base
    this.#chunks = chunks
  }

  /** @param bytes elements one behind the other, kept as a view */
  static fromBytes<T>(kind: ItemKind<T>, length: number, bytes: Uint8Array, offsets: Offsets): ByteVector<T> {
    const chunks = new Array<undefined>(Math.ceil(length / CHUNK)).fill(undefined)
    return new ByteVector(length, kind, { bytes, offsets }, chunks)
  }

  #read(bytes: Uint8Array, from: number, to: number): T {
    const { codec, read } = this.#kind
    return read?.(bytes, from, to) ?? decode(codec, bytes.subarray(from, to))
  }

  at(osd: number): T | undefined {
    if (!Number.isInteger(osd) || osd < 0 || osd >= this.length) return undefined
    const own = this.#chunks[Math.floor(osd / CHUNK)]?.[osd % CHUNK]
    if (own !== undefined) return this.#read(own, 0, own.length)
    return this.#read(this.#base.bytes, offsetOf(this.#base, osd), offsetOf(this.#base, osd + 1))
  }

  *[Symbol.iterator](): Generator<T> {
    for (let at = 0; at < this.#chunks.length; at++) {
      const chunk = this.#chunks[at]
      if (chunk === undefined) yield* this.#readBase(at)
      else for (const item of chunk) yield this.#read(item, 0, item.length)
    }
  }

  /** The elements of a chunk in one go. */
  #readBase(chunk: number): T[] {
    const [from, to] = [chunk * CHUNK, Math.min(this.length, (chunk + 1) * CHUNK)]
    const { codec, read } = this.#kind
    const r = new Reader(this.#base.bytes.subarray(offsetOf(this.#base, from), offsetOf(this.#base, to)))
    const items: T[] = []
    for (let osd = from; osd < to; osd++) {
      const [start, end] = [offsetOf(this.#base, osd), offsetOf(this.#base, osd + 1)]
      const item = read?.(this.#base.bytes, start, end)
      items.push(item ?? r.within(end - start, codec.decode))
      if (item !== undefined) r.skip(end - start)
    }
    return items
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
      chunk[osd % CHUNK] = encode(this.#kind.codec, value, features)
    }
    return new ByteVector(this.length, this.#kind, this.#base, chunks)
  }

  /** A copy of another length; what is new is `fill`. */
  resized(length: number, fill: T, features: Features): ByteVector<T> {
    if (length === this.length) return this
    const blank = encode(this.#kind.codec, fill, features)
    const chunks = this.#chunks.slice(0, Math.ceil(length / CHUNK))
    for (let at = Math.floor(Math.min(length, this.length) / CHUNK); at * CHUNK < length; at++) {
      const kept = at * CHUNK < this.length ? this.#own(at) : []
      chunks[at] = Array.from({ length: Math.min(CHUNK, length - at * CHUNK) }, (_, i) => kept[i] ?? blank)
    }
    return new ByteVector(length, this.#kind, this.#base, chunks)
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
    const [from, to] = [chunk * CHUNK, Math.min(this.length, (chunk + 1) * CHUNK)]
    return this.#base.bytes.subarray(offsetOf(this.#base, from), offsetOf(this.#base, to))
  }
}
