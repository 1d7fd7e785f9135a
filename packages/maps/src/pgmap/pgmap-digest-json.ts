import { formatPgId } from '../osdmap/pg-id.js'
import { dumpInt } from './dump-int.js'
import { osdStatToJson } from './osd-stat-json.js'
import { pgStateName } from './pg-state.js'
import { poolStatToJson } from './pool-stat-json.js'
import type { OsdStatJson } from './osd-stat-json.js'
import type { PGMapDigest, SnapInterval } from './pgmap-digest.js'
import type { PoolStatJson } from './pool-stat-json.js'

/** Snapshots of one pool that are gone: the last interval, as JSON.parse reads what Ceph prints. */
export interface PurgedSnapsJson {
  readonly interval?: { readonly start: string; readonly length: string }
}

/** PGMapDigest as `ceph report` prints it. */
export interface PGMapDigestJson {
  readonly num_pg: number
  readonly num_pg_active: number
  readonly num_pg_unknown: number
  readonly num_osd: number
  readonly pool_sum: PoolStatJson
  readonly osd_sum: OsdStatJson
  /** By device class. */
  readonly osd_sum_by_class: Readonly<Record<string, OsdStatJson>>
  readonly pool_stats: readonly ({ readonly poolid: number; readonly num_pg?: number } & PoolStatJson)[]
  readonly osd_stats: readonly { readonly osd: number; readonly seq: number }[]
  readonly num_pg_by_state: readonly { readonly state: string; readonly num: number }[]
  /** Since Tentacle. */
  readonly pool_pg_unavailable_map?: readonly { readonly poolid: string; readonly pgs: readonly string[] }[]
  readonly num_pg_by_osd: readonly {
    readonly osd: number
    readonly num_primary_pg: number
    readonly num_acting_pg: number
    readonly num_up_not_acting_pg: number
  }[]
  readonly purged_snaps: readonly { readonly pool: number; readonly purged_snaps: PurgedSnapsJson }[]
}

function poolStats({ pgPoolSum, numPgByPool }: PGMapDigest): PGMapDigestJson['pool_stats'] {
  return Array.from(pgPoolSum, ([poolid, stat]) => {
    const num = numPgByPool.get(BigInt(poolid))
    return { poolid, ...(num === undefined ? {} : { num_pg: Number(num) }), ...poolStatToJson(stat) }
  })
}

function unavailable({ poolPgUnavailableMap }: PGMapDigest): Pick<PGMapDigestJson, 'pool_pg_unavailable_map'> {
  if (poolPgUnavailableMap === undefined) return {}
  return {
    pool_pg_unavailable_map: Array.from(poolPgUnavailableMap, ([pool, pgs]) => ({
      poolid: String(pool),
      pgs: pgs.map(formatPgId)
    }))
  }
}

/** Numbers of snapshots are hexadecimal. */
function purgedSnaps(intervals: readonly SnapInterval[]): PurgedSnapsJson {
  const last = intervals.at(-1)
  return last === undefined ? {} : { interval: { start: last.start.toString(16), length: last.length.toString(16) } }
}

/**
 * The digest as `ceph report` prints it, names and order included: PGMapDigest::dump.
 *
 * What Ceph keeps in hash tables (`pool_stats`, `num_pg_by_state`, `num_pg_by_osd`) it prints in an order of its own;
 * here that is the order of the wire. Numbers are as JSON.parse reads what Ceph prints: beyond 2⁵³ the nearest one.
 */
export function pgMapDigestToJson(digest: PGMapDigest): PGMapDigestJson {
  return {
    num_pg: dumpInt(digest.numPg),
    num_pg_active: dumpInt(digest.numPgActive),
    num_pg_unknown: dumpInt(digest.numPgUnknown),
    num_osd: dumpInt(digest.numOsd),
    pool_sum: poolStatToJson(digest.pgSum),
    osd_sum: osdStatToJson(digest.osdSum),
    osd_sum_by_class: Object.fromEntries(
      Array.from(digest.osdSumByClass, ([name, stat]) => [name, osdStatToJson(stat)])
    ),
    pool_stats: poolStats(digest),
    osd_stats: digest.osdLastSeq.map((seq, osd) => ({ osd, seq: Number(seq) })),
    num_pg_by_state: Array.from(digest.numPgByState, ([state, num]) => ({ state: pgStateName(state), num })),
    ...unavailable(digest),
    num_pg_by_osd: Array.from(digest.numPgByOsd, ([osd, { primary, acting, upNotActing }]) => ({
      osd,
      num_primary_pg: primary,
      num_acting_pg: acting,
      num_up_not_acting_pg: upNotActing
    })),
    purged_snaps: Array.from(digest.purgedSnaps, ([pool, intervals]) => ({
      pool: dumpInt(pool),
      purged_snaps: purgedSnaps(intervals)
    }))
  }
}
