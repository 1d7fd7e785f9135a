import { dumpInt } from './dump-int.js'
import type { ObjectStatSum } from './object-stat-sum.js'

/** object_stat_sum_t as Ceph dumps it: `read` and `write` where the struct says `rd` and `wr`. */
export interface ObjectStatSumJson {
  readonly num_bytes: number
  readonly num_objects: number
  readonly num_object_clones: number
  readonly num_object_copies: number
  readonly num_objects_missing_on_primary: number
  readonly num_objects_missing: number
  readonly num_objects_degraded: number
  readonly num_objects_misplaced: number
  readonly num_objects_unfound: number
  readonly num_objects_dirty: number
  readonly num_whiteouts: number
  readonly num_read: number
  readonly num_read_kb: number
  readonly num_write: number
  readonly num_write_kb: number
  readonly num_scrub_errors: number
  readonly num_shallow_scrub_errors: number
  readonly num_deep_scrub_errors: number
  readonly num_objects_recovered: number
  readonly num_bytes_recovered: number
  readonly num_keys_recovered: number
  readonly num_objects_omap: number
  readonly num_objects_hit_set_archive: number
  readonly num_bytes_hit_set_archive: number
  readonly num_flush: number
  readonly num_flush_kb: number
  readonly num_evict: number
  readonly num_evict_kb: number
  readonly num_promote: number
  readonly num_flush_mode_high: number
  readonly num_flush_mode_low: number
  readonly num_evict_mode_some: number
  readonly num_evict_mode_full: number
  readonly num_objects_pinned: number
  readonly num_legacy_snapsets: number
  readonly num_large_omap_objects: number
  readonly num_objects_manifest: number
  readonly num_omap_bytes: number
  readonly num_omap_keys: number
  readonly num_objects_repaired: number
}

/** object_stat_sum_t::dump */
export function objectStatSumToJson(sum: ObjectStatSum): ObjectStatSumJson {
  return {
    num_bytes: dumpInt(sum.numBytes),
    num_objects: dumpInt(sum.numObjects),
    num_object_clones: dumpInt(sum.numObjectClones),
    num_object_copies: dumpInt(sum.numObjectCopies),
    num_objects_missing_on_primary: dumpInt(sum.numObjectsMissingOnPrimary),
    num_objects_missing: dumpInt(sum.numObjectsMissing),
    num_objects_degraded: dumpInt(sum.numObjectsDegraded),
    num_objects_misplaced: dumpInt(sum.numObjectsMisplaced),
    num_objects_unfound: dumpInt(sum.numObjectsUnfound),
    num_objects_dirty: dumpInt(sum.numObjectsDirty),
    num_whiteouts: dumpInt(sum.numWhiteouts),
    num_read: dumpInt(sum.numRd),
    num_read_kb: dumpInt(sum.numRdKb),
    num_write: dumpInt(sum.numWr),
    num_write_kb: dumpInt(sum.numWrKb),
    num_scrub_errors: dumpInt(sum.numScrubErrors),
    num_shallow_scrub_errors: dumpInt(sum.numShallowScrubErrors),
    num_deep_scrub_errors: dumpInt(sum.numDeepScrubErrors),
    num_objects_recovered: dumpInt(sum.numObjectsRecovered),
    num_bytes_recovered: dumpInt(sum.numBytesRecovered),
    num_keys_recovered: dumpInt(sum.numKeysRecovered),
    num_objects_omap: dumpInt(sum.numObjectsOmap),
    num_objects_hit_set_archive: dumpInt(sum.numObjectsHitSetArchive),
    num_bytes_hit_set_archive: dumpInt(sum.numBytesHitSetArchive),
    num_flush: dumpInt(sum.numFlush),
    num_flush_kb: dumpInt(sum.numFlushKb),
    num_evict: dumpInt(sum.numEvict),
    num_evict_kb: dumpInt(sum.numEvictKb),
    num_promote: dumpInt(sum.numPromote),
    num_flush_mode_high: sum.numFlushModeHigh,
    num_flush_mode_low: sum.numFlushModeLow,
    num_evict_mode_some: sum.numEvictModeSome,
    num_evict_mode_full: sum.numEvictModeFull,
    num_objects_pinned: dumpInt(sum.numObjectsPinned),
    num_legacy_snapsets: dumpInt(sum.numLegacySnapsets),
    num_large_omap_objects: dumpInt(sum.numLargeOmapObjects),
    num_objects_manifest: dumpInt(sum.numObjectsManifest),
    num_omap_bytes: dumpInt(sum.numOmapBytes),
    num_omap_keys: dumpInt(sum.numOmapKeys),
    num_objects_repaired: dumpInt(sum.numObjectsRepaired)
  }
}
