/*
  object_stat_collection_t                   src/osd/osd_types.cc
    ENCODE_START(2, 2)                         struct_v 1: no more than the u8 struct_v in front
      object_stat_sum_t sum
      map<string, object_stat_sum_t> cat_sum   empty since Hammer
*/
import { sortedByKey } from '@cephwire/codec'
import { readTail } from '../struct-encoding.js'
import { MIN_STAT_SUM_BYTES, objectStatSumCodec } from './object-stat-sum.js'
import type { Codec } from '@cephwire/codec'
import type { StructEncoding } from '../struct-encoding.js'
import type { ObjectStatSum } from './object-stat-sum.js'

/** Counters of objects, together and by category. */
export interface ObjectStatCollection {
  readonly sum: ObjectStatSum
  /** By the category of radosgw, before Hammer; empty since then. */
  readonly catSum: ReadonlyMap<string, ObjectStatSum>
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}

const STRUCT_V = 2
const STRUCT_COMPAT = 2
/** The first struct_v with a length. */
const LEN_V = 2

export const objectStatCollectionCodec: Codec<ObjectStatCollection> = {
  encode(w, stats, features) {
    const made = { structV: STRUCT_V, tail: new Uint8Array(0) }
    const { structV, tail } = stats.encoding !== undefined && stats.encoding.structV >= LEN_V ? stats.encoding : made
    w.versioned(structV, STRUCT_COMPAT, w => {
      objectStatSumCodec.encode(w, stats.sum, features)
      w.map(
        sortedByKey(stats.catSum),
        (w, category) => w.string(category),
        (w, sum) => {
          objectStatSumCodec.encode(w, sum, features)
        }
      )
      w.bytes(tail)
    })
  },
  decode: r =>
    r.versionedLegacy(STRUCT_V, { compatV: LEN_V, lenV: LEN_V }, (r, structV) => ({
      sum: r.field('sum', objectStatSumCodec.decode),
      catSum: r.field('cat_sum', r => r.map(r => r.string(), objectStatSumCodec.decode, 4 + MIN_STAT_SUM_BYTES)),
      encoding: { structV, tail: structV < LEN_V ? new Uint8Array(0) : readTail(r) }
    }))
}
