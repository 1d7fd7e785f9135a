import { compareUtf8, formatUtime, sortedByKey } from '@cephwire/codec'
import { cephReleaseName } from '../releases.js'
import { readCrush } from './canonical-crush.js'
import { addrText, objectOf, stateJson } from './json-text.js'
import { minCompatClient } from './min-compat-client.js'
import { osdMapFlagNames } from './osd-map-flag.js'
import { existingOsds, osdJson, osdXinfoJson } from './osd-json.js'
import { pgPoolToJson } from './pg-pool-json.js'
import { readBalanceOf } from './read-balance.js'
import type { EntityAddr, Utime } from '@cephwire/codec'
import type { CrushMap } from '../crush/crush-map.js'
import type { OsdJson, OsdXinfoJson } from './osd-json.js'
import type { OSDMap } from './osd-map.js'
import type { PgPoolJson } from './pg-pool-json.js'
import type { ReadBalanceJson } from './read-balance.js'
import type { SnapSet } from './snap-set.js'

/** Snapshots of a pool in the output of `ceph osd dump -f json`. */
export interface PoolSnapsJson {
  readonly pool: number
  readonly snaps: readonly { readonly begin: number; readonly length: number }[]
}

/** The output of `ceph osd dump -f json`. Numbers past 2^53 are rounded. */
export interface OSDMapJson {
  readonly epoch: number
  readonly fsid: string
  readonly created: string
  readonly modified: string
  readonly last_up_change: string
  readonly last_in_change: string
  readonly flags: string
  readonly flags_num: number
  readonly flags_set: readonly string[]
  readonly crush_version: number
  readonly full_ratio: number
  readonly backfillfull_ratio: number
  readonly nearfull_ratio: number
  readonly cluster_snapshot: string
  readonly pool_max: number
  readonly max_osd: number
  readonly require_min_compat_client: string
  readonly min_compat_client: string
  readonly require_osd_release: string
  /** Since Reef, as `pg_upmap_primaries`. */
  readonly allow_crimson?: boolean
  readonly pools: readonly (PgPoolJson & {
    readonly pool: number
    readonly pool_name: string
    readonly read_balance?: ReadBalanceJson
  })[]
  readonly osds: readonly OsdJson[]
  readonly osd_xinfo: readonly OsdXinfoJson[]
  readonly pg_upmap: readonly { readonly pgid: string; readonly osds: readonly number[] }[]
  readonly pg_upmap_items: readonly {
    readonly pgid: string
    readonly mappings: readonly { readonly from: number; readonly to: number }[]
  }[]
  readonly pg_upmap_primaries?: readonly { readonly pgid: string; readonly primary_osd: number }[]
  readonly pg_temp: readonly { readonly pgid: string; readonly osds: readonly number[] }[]
  /** Ids and OSDs in turn. */
  readonly primary_temp: readonly (string | number)[]
  readonly blocklist: Readonly<Record<string, string>>
  readonly range_blocklist: Readonly<Record<string, string>>
  readonly erasure_code_profiles: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly removed_snaps_queue: readonly PoolSnapsJson[]
  readonly new_removed_snaps: readonly PoolSnapsJson[]
  readonly new_purged_snaps: readonly PoolSnapsJson[]
  readonly crush_node_flags: Readonly<Record<string, readonly string[]>>
  readonly device_class_flags: Readonly<Record<string, readonly string[]>>
  readonly stretch_mode: Readonly<Record<string, number | boolean>>
}

export interface OSDMapJsonOptions {
  /** Number of the release that prints: 16, 18, 20. Unless said, that of the map's OSDs. */
  readonly release?: number
  /**
   * `read_balance` of a pool. Unless given, it is computed for Reef and later: every placement group is placed, which
   * takes seconds where there are very many. Pools that CRUSH cannot place are printed without.
   */
  readonly readBalance?: (pool: bigint) => ReadBalanceJson | undefined
}

const REEF = 18

/** How many items may be drawn for to place all pools; it takes a few seconds. */
const BUDGET = 50_000_000

/** Names of all bits, in the order of std::set; '' for bits that are not printed. */
function flagSet(flags: number): string[] {
  const bits = Array.from({ length: 32 }, (_, n) => (1 << n) >>> 0).filter(bit => (flags & bit) !== 0)
  return [...new Set(bits.map(bit => osdMapFlagNames(bit)[0] ?? ''))].sort(compareUtf8)
}

function headJson(map: OSDMap, crush: CrushMap | undefined, release: number): Partial<OSDMapJson> {
  return {
    epoch: map.epoch,
    fsid: map.fsid,
    created: formatUtime(map.created),
    modified: formatUtime(map.modified),
    last_up_change: formatUtime(map.lastUpChange),
    last_in_change: formatUtime(map.lastInChange),
    flags: osdMapFlagNames(map.flags).join(','),
    flags_num: map.flags,
    flags_set: flagSet(map.flags),
    crush_version: map.crushVersion,
    full_ratio: map.fullRatio,
    backfillfull_ratio: map.backfillfullRatio,
    nearfull_ratio: map.nearfullRatio,
    cluster_snapshot: map.clusterSnapshot,
    pool_max: map.poolMax,
    max_osd: map.maxOsd,
    require_min_compat_client: cephReleaseName(map.requireMinCompatClient),
    min_compat_client: cephReleaseName(minCompatClient(map, crush, release)),
    require_osd_release: cephReleaseName(map.requireOsdRelease),
    ...(release >= REEF ? { allow_crimson: map.allowCrimson } : {})
  }
}

function poolsJson(map: OSDMap, release: number, given: OSDMapJsonOptions['readBalance']): OSDMapJson['pools'] {
  const budget = { left: BUDGET }
  const compute = (id: bigint): ReadBalanceJson | undefined =>
    release >= REEF ? readBalanceOf(map, id, release, budget) : undefined
  return [...map.pools].map(([id, pool]) => {
    const balance = (given ?? compute)(id)
    return {
      pool: Number(id),
      pool_name: map.poolNames.get(id) ?? '<unknown>',
      ...pgPoolToJson(pool, release),
      ...(balance === undefined ? {} : { read_balance: balance })
    }
  })
}

function pgsJson(map: OSDMap, release: number): Partial<OSDMapJson> {
  const osdsOf = ([pgid, osds]: [string, readonly number[]]): { pgid: string; osds: readonly number[] } => {
    return { pgid, osds }
  }
  const primaries = [...map.pgUpmapPrimaries].map(([pgid, osd]) => ({ pgid, primary_osd: osd }))
  return {
    pg_upmap: [...map.pgUpmap].map(osdsOf),
    pg_upmap_items: [...map.pgUpmapItems].map(([pgid, mappings]) => ({ pgid, mappings })),
    ...(release >= REEF ? { pg_upmap_primaries: primaries } : {}),
    pg_temp: [...map.pgTemp].map(osdsOf),
    primary_temp: [...map.primaryTemp].flat()
  }
}

const blocklistJson = (list: ReadonlyMap<EntityAddr, Utime>): Record<string, string> =>
  objectOf([...list].map(([addr, until]) => [addrText(addr), formatUtime(until)]))

function snapsJson(snaps: ReadonlyMap<bigint, SnapSet>): PoolSnapsJson[] {
  return [...snaps].map(([pool, set]) => ({
    pool: Number(pool),
    snaps: set.map(({ start, length }) => ({ begin: Number(start), length: Number(length) }))
  }))
}

function flagsJson(
  flags: ReadonlyMap<number, number>,
  names: ReadonlyMap<number, string> | undefined
): Record<string, string[]> {
  return objectOf([...flags].map(([id, mask]) => [names?.get(id) ?? String(id), stateJson(mask)]))
}

/**
 * The map as `ceph osd dump -f json` and `osdmaptool --dump json` print it: src/osd/OSDMap.cc, dump().
 *
 * @throws CodecError when a pool, an address or the like that is decoded for it cannot be read
 */
export function osdMapToJson(map: OSDMap, { release, readBalance }: OSDMapJsonOptions = {}): OSDMapJson {
  const printing = release ?? map.requireOsdRelease
  const crush = readCrush(map.crush)
  const osds = existingOsds(map)
  const profiles = [...sortedByKey(map.erasureCodeProfiles)].map(([name, values]) => [name, objectOf(values)] as const)
  return {
    ...headJson(map, crush, printing),
    pools: poolsJson(map, printing, readBalance),
    osds: osds.map(osd => osdJson(map, osd)),
    osd_xinfo: osds.map(osd => osdXinfoJson(map, osd)),
    ...pgsJson(map, printing),
    blocklist: blocklistJson(map.blocklist),
    range_blocklist: blocklistJson(map.rangeBlocklist),
    erasure_code_profiles: objectOf(profiles),
    removed_snaps_queue: snapsJson(map.removedSnapsQueue),
    new_removed_snaps: snapsJson(map.newRemovedSnaps),
    new_purged_snaps: snapsJson(map.newPurgedSnaps),
    crush_node_flags: flagsJson(map.crushNodeFlags, crush?.nameMap),
    device_class_flags: flagsJson(map.deviceClassFlags, crush?.className),
    stretch_mode: {
      stretch_mode_enabled: map.stretchModeEnabled,
      stretch_bucket_count: map.stretchBucketCount,
      degraded_stretch_mode: map.degradedStretchMode,
      recovering_stretch_mode: map.recoveringStretchMode,
      stretch_mode_bucket: map.stretchModeBucket
    }
  } as OSDMapJson
}
