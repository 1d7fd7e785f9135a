/*
  object_stat_sum_t                          src/osd/osd_types.cc
    ENCODE_START(20, 14)                       before struct_v 16 compat 3
      s64 num_bytes
      s64 num_objects
      s64 num_object_clones
      s64 num_object_copies
      s64 num_objects_missing_on_primary
      s64 num_objects_degraded
      s64 num_objects_unfound
      s64 num_rd
      s64 num_rd_kb
      s64 num_wr
      s64 num_wr_kb
      s64 num_scrub_errors                        since struct_v 4
      s64 num_objects_recovered                   since struct_v 5
      s64 num_bytes_recovered                     since struct_v 5
      s64 num_keys_recovered                      since struct_v 5
      s64 num_shallow_scrub_errors                since struct_v 6
      s64 num_deep_scrub_errors                   since struct_v 6
      s64 num_objects_dirty                       since struct_v 7
      s64 num_whiteouts                           since struct_v 8
      s64 num_objects_omap                        since struct_v 9
      s64 num_objects_hit_set_archive             since struct_v 9
      s64 num_objects_misplaced                   since struct_v 10
      s64 num_bytes_hit_set_archive               since struct_v 11
      s64 num_flush                               since struct_v 12
      s64 num_flush_kb                            since struct_v 12
      s64 num_evict                               since struct_v 12
      s64 num_evict_kb                            since struct_v 12
      s64 num_promote                             since struct_v 12
      s32 num_flush_mode_high                     since struct_v 13
      s32 num_flush_mode_low                      since struct_v 13
      s32 num_evict_mode_some                     since struct_v 13
      s32 num_evict_mode_full                     since struct_v 13
      s64 num_objects_pinned                      since struct_v 14
      s64 num_objects_missing                     since struct_v 15
      s64 num_legacy_snapsets                     since struct_v 16
      s64 num_large_omap_objects                  since struct_v 17
      s64 num_objects_manifest                    since struct_v 18
      s64 num_omap_bytes                          since struct_v 19
      s64 num_omap_keys                           since struct_v 19
      s64 num_objects_repaired                    since struct_v 20
*/
import { readTail } from '../struct-encoding.js'
import type { Codec, Reader, Writer } from '@cephwire/codec'
import type { StructEncoding } from '../struct-encoding.js'

/** Counters of objects, of the operations on them, and of what is wrong with them. */
export interface ObjectStatSum {
  /** Bytes of data in objects. */
  readonly numBytes: bigint
  readonly numObjects: bigint
  readonly numObjectClones: bigint
  /** Objects times replicas or shards. */
  readonly numObjectCopies: bigint
  readonly numObjectsMissingOnPrimary: bigint
  /** Copies that are missing somewhere. */
  readonly numObjectsDegraded: bigint
  /** Objects of which nobody up has the newest version. */
  readonly numObjectsUnfound: bigint
  /** Operations since the counters began. */
  readonly numRd: bigint
  readonly numRdKb: bigint
  readonly numWr: bigint
  readonly numWrKb: bigint
  /** Shallow and deep ones together. */
  readonly numScrubErrors: bigint
  readonly numObjectsRecovered: bigint
  readonly numBytesRecovered: bigint
  readonly numKeysRecovered: bigint
  readonly numShallowScrubErrors: bigint
  readonly numDeepScrubErrors: bigint
  /** Before struct_v 7 that is every object. */
  readonly numObjectsDirty: bigint
  readonly numWhiteouts: bigint
  readonly numObjectsOmap: bigint
  readonly numObjectsHitSetArchive: bigint
  /** Copies that are whole but not where they belong. */
  readonly numObjectsMisplaced: bigint
  readonly numBytesHitSetArchive: bigint
  readonly numFlush: bigint
  readonly numFlushKb: bigint
  readonly numEvict: bigint
  readonly numEvictKb: bigint
  readonly numPromote: bigint
  /** 1 while a cache flushes fast, else 0; the three below alike, summed up over PGs. */
  readonly numFlushModeHigh: number
  readonly numFlushModeLow: number
  readonly numEvictModeSome: number
  readonly numEvictModeFull: number
  readonly numObjectsPinned: bigint
  readonly numObjectsMissing: bigint
  /** At most so many snapsets are as before Luminous. Before struct_v 16 that is every clone. */
  readonly numLegacySnapsets: bigint
  readonly numLargeOmapObjects: bigint
  readonly numObjectsManifest: bigint
  readonly numOmapBytes: bigint
  readonly numOmapKeys: bigint
  readonly numObjectsRepaired: bigint
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}

const STRUCT_V = 20
/** Older ones, from before Argonaut, had no length. */
const OLDEST_V = 3
/** struct_v, struct_compat, length and the eleven integers of struct_v 3 */
export const MIN_STAT_SUM_BYTES = 94

const structCompat = (structV: number): number => (structV < 16 ? 3 : 14)

function encodeBody(w: Writer, sum: ObjectStatSum, structV: number): void {
  w.s64(sum.numBytes)
    .s64(sum.numObjects)
    .s64(sum.numObjectClones)
    .s64(sum.numObjectCopies)
    .s64(sum.numObjectsMissingOnPrimary)
    .s64(sum.numObjectsDegraded)
    .s64(sum.numObjectsUnfound)
    .s64(sum.numRd)
    .s64(sum.numRdKb)
    .s64(sum.numWr)
    .s64(sum.numWrKb)
  if (structV >= 4) w.s64(sum.numScrubErrors)
  if (structV >= 5) w.s64(sum.numObjectsRecovered).s64(sum.numBytesRecovered).s64(sum.numKeysRecovered)
  if (structV >= 6) w.s64(sum.numShallowScrubErrors).s64(sum.numDeepScrubErrors)
  if (structV >= 7) w.s64(sum.numObjectsDirty)
  if (structV >= 8) w.s64(sum.numWhiteouts)
  if (structV >= 9) w.s64(sum.numObjectsOmap).s64(sum.numObjectsHitSetArchive)
  if (structV >= 10) w.s64(sum.numObjectsMisplaced)
  if (structV >= 11) w.s64(sum.numBytesHitSetArchive)
  if (structV >= 12) w.s64(sum.numFlush).s64(sum.numFlushKb).s64(sum.numEvict).s64(sum.numEvictKb).s64(sum.numPromote)
  if (structV >= 13)
    w.s32(sum.numFlushModeHigh).s32(sum.numFlushModeLow).s32(sum.numEvictModeSome).s32(sum.numEvictModeFull)
  if (structV >= 14) w.s64(sum.numObjectsPinned)
  if (structV >= 15) w.s64(sum.numObjectsMissing)
  if (structV >= 16) w.s64(sum.numLegacySnapsets)
  if (structV >= 17) w.s64(sum.numLargeOmapObjects)
  if (structV >= 18) w.s64(sum.numObjectsManifest)
  if (structV >= 19) w.s64(sum.numOmapBytes).s64(sum.numOmapKeys)
  if (structV >= 20) w.s64(sum.numObjectsRepaired)
}

function decodeBody(r: Reader, structV: number): ObjectStatSum {
  const numBytes = r.s64()
  const numObjects = r.s64()
  const numObjectClones = r.s64()
  return {
    numBytes,
    numObjects,
    numObjectClones,
    numObjectCopies: r.s64(),
    numObjectsMissingOnPrimary: r.s64(),
    numObjectsDegraded: r.s64(),
    numObjectsUnfound: r.s64(),
    numRd: r.s64(),
    numRdKb: r.s64(),
    numWr: r.s64(),
    numWrKb: r.s64(),
    numScrubErrors: structV >= 4 ? r.s64() : 0n,
    numObjectsRecovered: structV >= 5 ? r.s64() : 0n,
    numBytesRecovered: structV >= 5 ? r.s64() : 0n,
    numKeysRecovered: structV >= 5 ? r.s64() : 0n,
    numShallowScrubErrors: structV >= 6 ? r.s64() : 0n,
    numDeepScrubErrors: structV >= 6 ? r.s64() : 0n,
    numObjectsDirty: structV >= 7 ? r.s64() : numObjects,
    numWhiteouts: structV >= 8 ? r.s64() : 0n,
    numObjectsOmap: structV >= 9 ? r.s64() : 0n,
    numObjectsHitSetArchive: structV >= 9 ? r.s64() : 0n,
    numObjectsMisplaced: structV >= 10 ? r.s64() : 0n,
    numBytesHitSetArchive: structV >= 11 ? r.s64() : 0n,
    numFlush: structV >= 12 ? r.s64() : 0n,
    numFlushKb: structV >= 12 ? r.s64() : 0n,
    numEvict: structV >= 12 ? r.s64() : 0n,
    numEvictKb: structV >= 12 ? r.s64() : 0n,
    numPromote: structV >= 12 ? r.s64() : 0n,
    numFlushModeHigh: structV >= 13 ? r.s32() : 0,
    numFlushModeLow: structV >= 13 ? r.s32() : 0,
    numEvictModeSome: structV >= 13 ? r.s32() : 0,
    numEvictModeFull: structV >= 13 ? r.s32() : 0,
    numObjectsPinned: structV >= 14 ? r.s64() : 0n,
    numObjectsMissing: structV >= 15 ? r.s64() : 0n,
    numLegacySnapsets: structV >= 16 ? r.s64() : numObjectClones,
    numLargeOmapObjects: structV >= 17 ? r.s64() : 0n,
    numObjectsManifest: structV >= 18 ? r.s64() : 0n,
    numOmapBytes: structV >= 19 ? r.s64() : 0n,
    numOmapKeys: structV >= 19 ? r.s64() : 0n,
    numObjectsRepaired: structV >= 20 ? r.s64() : 0n,
    encoding: { structV, tail: readTail(r) }
  }
}

export const objectStatSumCodec: Codec<ObjectStatSum> = {
  encode(w, sum) {
    const { structV, tail } = sum.encoding ?? { structV: STRUCT_V, tail: new Uint8Array(0) }
    w.versioned(structV, structCompat(structV), w => {
      encodeBody(w, sum, structV)
      w.bytes(tail)
    })
  },
  decode: r =>
    r.versioned(STRUCT_V, (r, structV) => {
      if (structV < OLDEST_V) r.fail(`object_stat_sum_t of struct_v ${structV} has no length`)
      return decodeBody(r, structV)
    })
}
