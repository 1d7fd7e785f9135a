/*
  osd_stat_t                                 src/osd/osd_types.cc
    ENCODE_START(14, 2)
      s64 kb
      s64 kb_used
      s64 kb_avail
      s32 snap_trim_queue_len
      s32 num_snap_trimming
      vector<s32> hb_peers
      vector<s32> num_hb_out                   always empty
      pow2_hist_t op_queue_age_hist            since struct_v 3
      objectstore_perf_stat_t os_perf_stat     since struct_v 4
      u32 up_from                              since struct_v 6
      u64 seq                                  since struct_v 6
      u32 num_pgs                              since struct_v 7
      s64 kb_used_data                         since struct_v 8
      s64 kb_used_omap                         since struct_v 8
      s64 kb_used_meta                         since struct_v 8
      store_statfs_t statfs                    since struct_v 9
      map<s32, map<string, string>> os_alerts  since struct_v 10
      u64 num_shards_repaired                  since struct_v 11
      u32 num_osds                             since struct_v 12
      u32 num_per_pool_osds                    since struct_v 12
      u32 num_per_pool_omap_osds               since struct_v 13
      map<s32, Interfaces> hb_pingtime         since struct_v 14
*/
import { sortedByKey } from '@cephwire/codec'
import { readTail } from '../struct-encoding.js'
import { PING_INTERFACES_BYTES, decodePingInterfaces, encodePingInterfaces } from './ping-times.js'
import { perfStatCodec } from './perf-stat.js'
import { pow2HistCodec } from './pow2-hist.js'
import { legacyStatfs, storeStatfsCodec } from './store-statfs.js'
import type { Codec, Decode, Features, Reader, Writer } from '@cephwire/codec'
import type { StructEncoding } from '../struct-encoding.js'
import type { PerfStat } from './perf-stat.js'
import type { PingInterfaces } from './ping-times.js'
import type { Pow2Hist } from './pow2-hist.js'
import type { StoreStatfs } from './store-statfs.js'

/** What one OSD says of itself, or the sum over several. */
export interface OsdStat {
  /** KiB, as the five below and unlike `statfs`: for decoders of before Nautilus. */
  readonly kb: bigint
  readonly kbUsed: bigint
  readonly kbAvail: bigint
  readonly kbUsedData: bigint
  readonly kbUsedOmap: bigint
  readonly kbUsedMeta: bigint
  readonly statfs: StoreStatfs
  readonly snapTrimQueueLen: number
  readonly numSnapTrimming: number
  /** OSDs that it exchanges heartbeats with. */
  readonly hbPeers: readonly number[]
  /** Empty since Argonaut. */
  readonly numHbOut: readonly number[]
  readonly opQueueAgeHist: Pow2Hist
  readonly osPerfStat: PerfStat
  /** Epoch of the osdmap with which it came up; 0 of a sum. */
  readonly upFrom: number
  /** Counts its reports, with `upFrom` in the upper half; 0 of a sum. */
  readonly seq: bigint
  readonly numPgs: number
  /** Texts by their codes, by OSD. */
  readonly osAlerts: ReadonlyMap<number, ReadonlyMap<string, string>>
  readonly numShardsRepaired: bigint
  /** How many OSDs this adds up; 0 before struct_v 12. */
  readonly numOsds: number
  /** How many of them count each pool by itself. */
  readonly numPerPoolOsds: number
  /** How many of them count the omaps of each pool by itself. */
  readonly numPerPoolOmapOsds: number
  /** By OSD; empty of a sum. */
  readonly hbPingtime: ReadonlyMap<number, PingInterfaces>
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}

const STRUCT_V = 14
const STRUCT_COMPAT = 2
const NO_HIST: Pow2Hist = { h: [] }
const NO_PERF: PerfStat = { osCommitLatencyNs: 0n, osApplyLatencyNs: 0n }
/** struct_v, struct_compat, length and the fields of struct_v 2 */
export const MIN_OSD_STAT_BYTES = 46

const decodeInts: Decode<number[]> = r => r.list(r => r.s32(), 4)
const decodeWord: Decode<string> = r => r.string()
const decodeAlerts: Decode<Map<string, string>> = r => r.map(decodeWord, decodeWord, 8)

function encodeBody(w: Writer, stat: OsdStat, features: Features, structV: number): void {
  w.s64(stat.kb).s64(stat.kbUsed).s64(stat.kbAvail).s32(stat.snapTrimQueueLen).s32(stat.numSnapTrimming)
  w.list(stat.hbPeers, (w, osd) => w.s32(osd)).list(stat.numHbOut, (w, osd) => w.s32(osd))
  if (structV >= 3) pow2HistCodec.encode(w, stat.opQueueAgeHist, features)
  if (structV >= 4) perfStatCodec.encode(w, stat.osPerfStat, features)
  if (structV >= 6) w.u32(stat.upFrom).u64(stat.seq)
  if (structV >= 7) w.u32(stat.numPgs)
  if (structV >= 8) w.s64(stat.kbUsedData).s64(stat.kbUsedOmap).s64(stat.kbUsedMeta)
  if (structV >= 9) storeStatfsCodec.encode(w, stat.statfs, features)
  if (structV >= 10) encodeAlerts(w, stat.osAlerts)
  if (structV >= 11) w.u64(stat.numShardsRepaired)
  if (structV >= 12) w.u32(stat.numOsds).u32(stat.numPerPoolOsds)
  if (structV >= 13) w.u32(stat.numPerPoolOmapOsds)
  if (structV >= 14) w.map(stat.hbPingtime, (w, osd) => w.s32(osd), encodePingInterfaces)
}

function encodeAlerts(w: Writer, alerts: OsdStat['osAlerts']): void {
  w.map(
    alerts,
    (w, osd) => w.s32(osd),
    (w, list) => {
      w.map(
        sortedByKey(list),
        (w, code) => w.string(code),
        (w, text) => w.string(text)
      )
    }
  )
}

function decodeKbUsed(r: Reader, structV: number, kbUsed: bigint) {
  return {
    kbUsedData: structV >= 8 ? r.field('kb_used_data', r => r.s64()) : kbUsed,
    kbUsedOmap: structV >= 8 ? r.field('kb_used_omap', r => r.s64()) : 0n,
    kbUsedMeta: structV >= 8 ? r.field('kb_used_meta', r => r.s64()) : 0n
  }
}

function decodeFront(r: Reader, structV: number) {
  return {
    kb: r.field('kb', r => r.s64()),
    kbUsed: r.field('kb_used', r => r.s64()),
    kbAvail: r.field('kb_avail', r => r.s64()),
    snapTrimQueueLen: r.field('snap_trim_queue_len', r => r.s32()),
    numSnapTrimming: r.field('num_snap_trimming', r => r.s32()),
    hbPeers: r.field('hb_peers', decodeInts),
    numHbOut: r.field('num_hb_out', decodeInts),
    opQueueAgeHist: structV >= 3 ? r.field('op_queue_age_hist', pow2HistCodec.decode) : NO_HIST,
    osPerfStat: structV >= 4 ? r.field('os_perf_stat', perfStatCodec.decode) : NO_PERF,
    upFrom: structV >= 6 ? r.field('up_from', r => r.u32()) : 0,
    seq: structV >= 6 ? r.field('seq', r => r.u64()) : 0n,
    numPgs: structV >= 7 ? r.field('num_pgs', r => r.u32()) : 0
  }
}

const NO_PINGS: ReadonlyMap<number, PingInterfaces> = new Map()
const NO_ALERTS: OsdStat['osAlerts'] = new Map()

function decodeBody(r: Reader, structV: number): OsdStat {
  const front = decodeFront(r, structV)
  const used = decodeKbUsed(r, structV, front.kbUsed)
  return {
    ...front,
    ...used,
    statfs: structV >= 9 ? r.field('statfs', storeStatfsCodec.decode) : legacyStatfs({ ...front, ...used }),
    osAlerts: structV >= 10 ? r.field('os_alerts', r => r.map(r => r.s32(), decodeAlerts, 8)) : NO_ALERTS,
    numShardsRepaired: structV >= 11 ? r.field('num_shards_repaired', r => r.u64()) : 0n,
    numOsds: structV >= 12 ? r.field('num_osds', r => r.u32()) : 0,
    numPerPoolOsds: structV >= 12 ? r.field('num_per_pool_osds', r => r.u32()) : 0,
    numPerPoolOmapOsds: structV >= 13 ? r.field('num_per_pool_omap_osds', r => r.u32()) : 0,
    hbPingtime:
      structV >= 14
        ? r.field('hb_pingtime', r => r.map(r => r.s32(), decodePingInterfaces, 4 + PING_INTERFACES_BYTES))
        : NO_PINGS,
    encoding: { structV, tail: readTail(r) }
  }
}

export const osdStatCodec: Codec<OsdStat> = {
  encode(w, stat, features) {
    const { structV, tail } = stat.encoding ?? { structV: STRUCT_V, tail: new Uint8Array(0) }
    w.versioned(structV, STRUCT_COMPAT, w => {
      encodeBody(w, stat, features, structV)
      w.bytes(tail)
    })
  },
  decode: r =>
    r.versioned(STRUCT_V, (r, structV) => {
      if (structV < STRUCT_COMPAT) r.fail(`osd_stat_t of struct_v ${structV} has no length`)
      return decodeBody(r, structV)
    })
}
