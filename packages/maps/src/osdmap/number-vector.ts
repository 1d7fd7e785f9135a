import type { Reader, Writer } from '@cephwire/codec'
import type { OsdVector } from './osd-vector.js'

/** Copies share all parts of so many numbers that did not change. */
const CHUNK = 256

/** Numbers of 32 bits, one for each OSD. Never changed in place: {@link NumberVector.with} gives a copy. */
export class NumberVector implements OsdVector<number> {
  readonly length: number
  /** All but the last have CHUNK numbers. */
  readonly #chunks: readonly Uint32Array[]

  private constructor(length: number, chunks: readonly Uint32Array[]) {
    this.length = length
    this.#chunks = chunks
  }

  static from(values: OsdVector<number>): NumberVector {
    if (values instanceof NumberVector) return values
    const all = values instanceof Uint32Array ? values : Uint32Array.from(values)
    const count = Math.ceil(all.length / CHUNK)
    return new NumberVector(
      all.length,
      Array.from({ length: count }, (_, i) => all.subarray(i * CHUNK, (i + 1) * CHUNK))
    )
  }

  /** A vector<u32>, or a vector<u8> where `width` is 1. */
  static decode(r: Reader, width: 1 | 4 = 4): NumberVector {
    const count = r.count(width)
    const bytes = r.bytes(count * width)
    if (width === 1) return NumberVector.from(Uint32Array.from(bytes))
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const all = new Uint32Array(count)
    for (let i = 0; i < count; i++) all[i] = view.getUint32(4 * i, true)
    return NumberVector.from(all)
  }

  at(osd: number): number | undefined {
    return this.#chunks[Math.floor(osd / CHUNK)]?.[osd % CHUNK]
  }

  *[Symbol.iterator](): Generator<number> {
    for (const chunk of this.#chunks) yield* chunk
  }

  /** A copy in one piece. */
  toUint32Array(): Uint32Array {
    const all = new Uint32Array(this.length)
    for (const [i, chunk] of this.#chunks.entries()) all.set(chunk, i * CHUNK)
    return all
  }

  /** A copy with other numbers at some indexes, all of them below the length. */
  with(changes: ReadonlyMap<number, number>): NumberVector {
    if (changes.size === 0) return this
    const chunks = this.#chunks.slice()
    for (const [osd, value] of changes) {
      const at = Math.floor(osd / CHUNK)
      if (chunks[at] === this.#chunks[at]) chunks[at] = chunks[at]!.slice()
      chunks[at]![osd % CHUNK] = value
    }
    return new NumberVector(this.length, chunks)
  }

  /** A copy of another length; what is new has the number `fill`. */
  resized(length: number, fill: number): NumberVector {
    if (length === this.length) return this
    const all = new Uint32Array(length).fill(fill)
    all.set(this.toUint32Array().subarray(0, length))
    return NumberVector.from(all)
  }

  /** As a vector<u32>, or as a vector<u8> with the lowest byte of each. */
  encode(w: Writer, width: 1 | 4 = 4): void {
    const bytes = new Uint8Array(this.length * width)
    const view = new DataView(bytes.buffer)
    let i = 0
    for (const chunk of this.#chunks) {
      for (const value of chunk) {
        if (width === 1) bytes[i] = value
        else view.setUint32(4 * i, value, true)
        i++
      }
    }
    w.u32(this.length).bytes(bytes)
  }
}
