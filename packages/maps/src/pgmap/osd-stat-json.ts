import { dumpInt } from './dump-int.js'
import { storeStatfsToJson } from './store-statfs.js'
import type { OsdStat } from './osd-stat.js'
import type { PingInterfaces, PingTimes, PingTriple } from './ping-times.js'
import type { StoreStatfsJson } from './store-statfs.js'

/** Milliseconds. */
export interface PingTripleJson {
  readonly '1min': number
  readonly '5min': number
  readonly '15min': number
}

/** Heartbeats over one network, in milliseconds. */
export interface PingTimesJson {
  readonly interface: 'back' | 'front'
  readonly average: PingTripleJson
  readonly min: PingTripleJson
  readonly max: PingTripleJson
  readonly last: number
}

/** osd_stat_t as Ceph dumps it. */
export interface OsdStatJson {
  readonly up_from: number
  readonly seq: number
  readonly num_pgs: number
  readonly num_osds: number
  readonly num_per_pool_osds: number
  readonly num_per_pool_omap_osds: number
  /** KiB, as the five below. */
  readonly kb: number
  readonly kb_used: number
  readonly kb_used_data: number
  readonly kb_used_omap: number
  readonly kb_used_meta: number
  readonly kb_avail: number
  readonly statfs: StoreStatfsJson
  readonly hb_peers: readonly number[]
  readonly snap_trim_queue_len: number
  readonly num_snap_trimming: number
  readonly num_shards_repaired: number
  readonly op_queue_age_hist: { readonly histogram: readonly number[]; readonly upper_bound: number }
  readonly perf_stat: {
    readonly commit_latency_ms: number
    readonly apply_latency_ms: number
    readonly commit_latency_ns: number
    readonly apply_latency_ns: number
  }
  readonly alerts: readonly string[]
  readonly network_ping_times: readonly {
    readonly osd: number
    readonly 'last update': string
    readonly interfaces: readonly PingTimesJson[]
  }[]
}

const triple = ([one, five, fifteen]: PingTriple): PingTripleJson => ({
  '1min': one / 1000,
  '5min': five / 1000,
  '15min': fifteen / 1000
})

const times = (name: 'back' | 'front', ping: PingTimes): PingTimesJson => ({
  interface: name,
  average: triple(ping.pingtime),
  min: triple(ping.min),
  max: triple(ping.max),
  last: ping.last / 1000
})

/** ctime_r in UTC: `Sun Nov 22 12:10:33 2026`. */
function ctime(seconds: number): string {
  const [weekday = '', day = '', month = '', year = '', time = ''] = new Date(seconds * 1000).toUTCString().split(/,? /)
  return `${weekday} ${month} ${day.replace(/^0/, ' ')} ${time} ${year}`
}

const interfaces = ({ back, front }: PingInterfaces): PingTimesJson[] => [
  times('back', back),
  ...(front.pingtime[0] === 0 ? [] : [times('front', front)])
]

const kib = (bytes: bigint): number => Number(BigInt.asUintN(64, bytes) >> 10n)

function usage({
  statfs
}: OsdStat): Pick<OsdStatJson, 'kb' | 'kb_used' | `kb_used_${'data' | 'omap' | 'meta'}` | 'kb_avail'> {
  const signed = (bytes: bigint): number => Number(BigInt.asUintN(64, bytes >> 10n))
  return {
    kb: kib(statfs.total),
    kb_used: kib(statfs.total - statfs.available),
    kb_used_data: signed(statfs.allocated),
    kb_used_omap: signed(statfs.omapAllocated),
    kb_used_meta: signed(statfs.internalMetadata),
    kb_avail: kib(statfs.available)
  }
}

/** 1 << the number of buckets, in an int of 32 bits. */
const upperBound = (h: readonly number[]): number => 1 << h.length

/** osd_stat_t::dump, with times in UTC. */
export function osdStatToJson(stat: OsdStat): OsdStatJson {
  const { osCommitLatencyNs, osApplyLatencyNs } = stat.osPerfStat
  return {
    up_from: stat.upFrom,
    seq: Number(stat.seq),
    num_pgs: stat.numPgs,
    num_osds: stat.numOsds,
    num_per_pool_osds: stat.numPerPoolOsds,
    num_per_pool_omap_osds: stat.numPerPoolOmapOsds,
    ...usage(stat),
    statfs: storeStatfsToJson(stat.statfs),
    hb_peers: stat.hbPeers,
    snap_trim_queue_len: stat.snapTrimQueueLen,
    num_snap_trimming: stat.numSnapTrimming,
    num_shards_repaired: dumpInt(stat.numShardsRepaired),
    op_queue_age_hist: { histogram: stat.opQueueAgeHist.h, upper_bound: upperBound(stat.opQueueAgeHist.h) },
    perf_stat: {
      commit_latency_ms: Number(osCommitLatencyNs) / 1e6,
      apply_latency_ms: Number(osApplyLatencyNs) / 1e6,
      commit_latency_ns: Number(osCommitLatencyNs),
      apply_latency_ns: Number(osApplyLatencyNs)
    },
    alerts: [...stat.osAlerts].flatMap(([osd, list]) =>
      Array.from(list, ([code, text]) => ` osd: ${osd} ${code}:${text}`)
    ),
    network_ping_times: Array.from(stat.hbPingtime, ([osd, ping]) => ({
      osd,
      'last update': ctime(ping.lastUpdate),
      interfaces: interfaces(ping)
    }))
  }
}
