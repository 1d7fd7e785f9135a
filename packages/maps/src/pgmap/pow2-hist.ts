/*
  pow2_hist_t                                src/common/histogram.cc
    ENCODE_START(1, 1)
      vector<s32> h
*/
import { readTail } from '../struct-encoding.js'
import type { Codec } from '@cephwire/codec'
import type { StructEncoding } from '../struct-encoding.js'

/** How many values there were of each power of two. */
export interface Pow2Hist {
  /** `h[n]` counts the values below 2ⁿ that are not counted before. */
  readonly h: readonly number[]
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}

const STRUCT_V = 1
const STRUCT_COMPAT = 1

export const pow2HistCodec: Codec<Pow2Hist> = {
  encode(w, { h, encoding }) {
    const { structV, tail } = encoding ?? { structV: STRUCT_V, tail: new Uint8Array(0) }
    w.versioned(structV, STRUCT_COMPAT, w => {
      w.list(h, (w, count) => w.s32(count)).bytes(tail)
    })
  },
  decode: r =>
    r.versioned(STRUCT_V, (r, structV) => ({
      h: r.field('h', r => r.list(r => r.s32(), 4)),
      encoding: { structV, tail: readTail(r) }
    }))
}
