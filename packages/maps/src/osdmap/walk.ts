/*
  Finding where elements end without decoding them: what makes a large map readable in no time.

  Whatever is not of the form that monitors write is left to the codec of the element, which reads it or says what is
  wrong with it.
*/
import { entityAddrvecCodec } from '@cephwire/codec'
import { skipAddrvec, u32At } from './addrvec-bytes.js'
import { PG_ID_BYTES } from './pg-id.js'
import type { Reader } from '@cephwire/codec'

/** What is left inside the innermost bound: a view, nothing is read. */
export function peek(r: Reader): Uint8Array {
  const here = r.bytes(0)
  return new Uint8Array(here.buffer, here.byteOffset, r.remaining)
}

/** Elements one behind the other. */
export interface Walked {
  readonly bytes: Uint8Array
  /** Of each element and of the end. */
  readonly offsets: Uint32Array
}

/**
 * Reads `count` elements.
 *
 * @param skip where the element ends that starts at an offset; negative: `readOne` has to say
 */
export function walk(
  r: Reader,
  count: number,
  skip: (bytes: Uint8Array, at: number) => number,
  readOne: (r: Reader) => void
): Walked {
  const all = peek(r)
  const start = r.offset
  const offsets = new Uint32Array(count + 1)
  let at = 0
  for (let i = 0; i < count; i++) {
    let next = skip(all, at)
    if (next < 0 || next > all.length) {
      r.skip(at - (r.offset - start))
      r.field(`[${i}]`, readOne)
      next = r.offset - start
    }
    at = next
    offsets[i + 1] = at
  }
  r.skip(at - (r.offset - start))
  return { bytes: all.subarray(0, at), offsets }
}

/** Address vectors: {@link walk} for what there is most of. `markers` has a bit for each marker that was met. */
export function walkAddrvecs(r: Reader, count: number): Walked & { readonly markers: number } {
  const all = peek(r)
  const start = r.offset
  const offsets = new Uint32Array(count + 1)
  let [at, markers] = [0, 0]
  for (let i = 0; i < count; i++) {
    markers |= 1 << (all[at]! & 3)
    let next = skipAddrvec(all, at)
    if (next < 0 || next > all.length) {
      r.skip(at - (r.offset - start))
      r.field(`[${i}]`, entityAddrvecCodec.decode)
      next = r.offset - start
    }
    at = next
    offsets[i + 1] = at
  }
  r.skip(at - (r.offset - start))
  return { bytes: all.subarray(0, at), offsets, markers }
}

/** A struct with struct_v, struct_compat and length. */
export function skipVersioned(b: Uint8Array, at: number): number {
  return at + 6 + u32At(b, at + 2)
}

/**
 * The entries of a map by pg_t whose values are `width` bytes, or lists of elements of `width` bytes.
 *
 * @throws CodecError when the keys are not in their order
 */
export function walkPgMap(r: Reader, width: number, isList: boolean): Walked {
  const count = r.count(PG_ID_BYTES + 4)
  let last = { high: -1, low: 0, seed: 0 }
  return walk(
    r,
    count,
    (b, at) => {
      const [low, high, seed] = [u32At(b, at + 1), u32At(b, at + 5), u32At(b, at + 9)]
      const ascends =
        high > last.high || (high === last.high && (low > last.low || (low === last.low && seed > last.seed)))
      if (b[at] !== 1 || u32At(b, at + 13) !== 0xffffffff || !ascends) return -1
      last = { high, low, seed }
      return at + PG_ID_BYTES + (isList ? 4 + width * u32At(b, at + PG_ID_BYTES) : width)
    },
    r => r.fail('A pg of unknown form, cut short or out of order')
  )
}
