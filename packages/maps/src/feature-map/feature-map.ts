/*
  FeatureMap                                 src/mon/mon_types.h
    ENCODE_START(1, 1)
      map<u32, map<u64, u64>> m
*/
import { sortedByNumber } from '@cephwire/codec'
import { readTail } from '../struct-encoding.js'
import type { Codec, Features } from '@cephwire/codec'
import type { StructEncoding } from '../struct-encoding.js'

/** Who is connected to the monitors, and what they know. */
export interface FeatureMap {
  /** How many there are, by EntityType and by their features. */
  readonly m: ReadonlyMap<number, ReadonlyMap<Features, bigint>>
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}

const STRUCT_V = 1
const STRUCT_COMPAT = 1

export const featureMapCodec: Codec<FeatureMap> = {
  encode(w, { m, encoding }) {
    const { structV, tail } = encoding ?? { structV: STRUCT_V, tail: new Uint8Array(0) }
    w.versioned(structV, STRUCT_COMPAT, w => {
      w.map(
        sortedByNumber(m),
        (w, type) => w.u32(type),
        (w, groups) => {
          w.map(
            sortedByNumber(groups),
            (w, features) => w.u64(features),
            (w, num) => w.u64(num)
          )
        }
      )
      w.bytes(tail)
    })
  },
  decode: r =>
    r.versioned(STRUCT_V, (r, structV) => ({
      m: r.field('m', r =>
        r.map(
          r => r.u32(),
          r =>
            r.map(
              r => r.u64(),
              r => r.u64(),
              16
            ),
          8
        )
      ),
      encoding: { structV, tail: readTail(r) }
    }))
}
