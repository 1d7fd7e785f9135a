/*
  objectstore_perf_stat_t                    src/osd/osd_types.cc
    ENCODE_START(2, 2)                         for a peer without OS_PERF_STAT_NS ENCODE_START(1, 1)
      u64 os_commit_latency_ns                 struct_v 1: u32, milliseconds
      u64 os_apply_latency_ns                  struct_v 1: u32, milliseconds
*/
import { CephFeature, haveFeature } from '@cephwire/codec'
import { readTail } from '../struct-encoding.js'
import type { Codec } from '@cephwire/codec'
import type { StructEncoding } from '../struct-encoding.js'

/** How long an object store takes. */
export interface PerfStat {
  /** Nanoseconds. */
  readonly osCommitLatencyNs: bigint
  /** Nanoseconds. */
  readonly osApplyLatencyNs: bigint
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}

const STRUCT_V = 2
const NS_PER_MS = 1_000_000n

const toMillis = (ns: bigint): number => Number(BigInt.asUintN(32, ns / NS_PER_MS))

export const perfStatCodec: Codec<PerfStat> = {
  encode(w, { osCommitLatencyNs, osApplyLatencyNs, encoding }, features) {
    const made = { structV: haveFeature(features, CephFeature.OS_PERF_STAT_NS) ? 2 : 1, tail: new Uint8Array(0) }
    const { structV, tail } = encoding ?? made
    w.versioned(structV, Math.min(structV, STRUCT_V), w => {
      if (structV >= 2) w.u64(osCommitLatencyNs).u64(osApplyLatencyNs)
      else w.u32(toMillis(osCommitLatencyNs)).u32(toMillis(osApplyLatencyNs))
      w.bytes(tail)
    })
  },
  decode: r =>
    r.versioned(STRUCT_V, (r, structV) => ({
      osCommitLatencyNs: structV >= 2 ? r.u64() : BigInt(r.u32()) * NS_PER_MS,
      osApplyLatencyNs: structV >= 2 ? r.u64() : BigInt(r.u32()) * NS_PER_MS,
      encoding: { structV, tail: readTail(r) }
    }))
}
