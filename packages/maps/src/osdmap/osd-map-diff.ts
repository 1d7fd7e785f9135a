import { cephReleaseName } from '../releases.js'
import { formatOsdMapChange } from './osd-map-change.js'
import { OSD_IN, osdMapFlagNames, OsdState } from './osd-map-flag.js'
import { pgPoolToJson } from './pg-pool-json.js'
import type { EntityAddr, Utime } from '@cephwire/codec'
import type { OSDMapChange, PoolFieldChange } from './osd-map-change.js'
import type { OSDMap } from './osd-map.js'
import type { PgPool } from './pg-pool.js'

/** What differs between two maps of a cluster. */
export interface OSDMapDiff {
  /** Epochs. */
  readonly from: number
  readonly to: number
  /** OSDs first, each in its order, then pools, flags, settings, placement groups, the blocklist, CRUSH. */
  readonly changes: readonly OSDMapChange[]
  /** The same in words, line for line. */
  readonly words: readonly string[]
}

const has = (state: number, bit: number): boolean => (state & bit) !== 0

function existenceChange(osd: number, before: number, after: number): OSDMapChange[] {
  const [did, does] = [has(before, OsdState.EXISTS), has(after, OsdState.EXISTS)]
  if (did !== does) return [{ kind: does ? 'osd_created' : 'osd_removed', osd }]
  return !has(before, OsdState.DESTROYED) && has(after, OsdState.DESTROYED) ? [{ kind: 'osd_destroyed', osd }] : []
}

function stateChanges(osd: number, before: number, after: number): OSDMapChange[] {
  if (before === after) return []
  const up = has(after, OsdState.UP)
  const turned: OSDMapChange[] = has(before, OsdState.UP) === up ? [] : [{ kind: up ? 'osd_up' : 'osd_down', osd }]
  return [...existenceChange(osd, before, after), ...turned]
}

function weightChanges(osd: number, before: number, after: number): OSDMapChange[] {
  if (before === after) return []
  if (after === 0) return [{ kind: 'osd_out', osd }]
  const weight = { kind: 'osd_weight', osd, from: before / OSD_IN, to: after / OSD_IN } as const
  if (before !== 0) return [weight]
  return after === OSD_IN ? [{ kind: 'osd_in', osd }] : [{ kind: 'osd_in', osd }, weight]
}

function osdChanges(a: OSDMap, b: OSDMap): OSDMapChange[] {
  const changes: OSDMapChange[] = []
  const length = Math.max(a.osdState.length, b.osdState.length)
  for (let osd = 0; osd < length; osd++) {
    changes.push(...stateChanges(osd, a.osdState.at(osd) ?? 0, b.osdState.at(osd) ?? 0))
    changes.push(...weightChanges(osd, a.osdWeight.at(osd) ?? 0, b.osdWeight.at(osd) ?? 0))
    const [from, to] = [a.osdPrimaryAffinity.at(osd) ?? OSD_IN, b.osdPrimaryAffinity.at(osd) ?? OSD_IN]
    if (from !== to) changes.push({ kind: 'osd_primary_affinity', osd, from: from / OSD_IN, to: to / OSD_IN })
  }
  return changes
}

/** A release that prints every field. */
const NEWEST = 255

function fieldChanges(before: PgPool, after: PgPool): PoolFieldChange[] {
  const [a, b] = [pgPoolToJson(before, NEWEST), pgPoolToJson(after, NEWEST)]
  const fields = Object.keys(b) as (keyof typeof b)[]
  return fields.flatMap(field => {
    // Every change of a pool changes the epoch of its last change.
    if (field === 'last_change' || JSON.stringify(a[field]) === JSON.stringify(b[field])) return []
    return [{ field, from: a[field], to: b[field] }]
  })
}

function keptPoolChanges(a: OSDMap, b: OSDMap, pool: bigint, before: PgPool, after: PgPool): OSDMapChange[] {
  const [from, name] = [a.poolNames.get(pool) ?? '', b.poolNames.get(pool) ?? '']
  const renamed: OSDMapChange[] = from === name ? [] : [{ kind: 'pool_renamed', pool, from, to: name }]
  const fields = before === after ? [] : fieldChanges(before, after)
  return fields.length === 0 ? renamed : [...renamed, { kind: 'pool_changed', pool, name, fields }]
}

function poolChanges(a: OSDMap, b: OSDMap): OSDMapChange[] {
  const gone: OSDMapChange[] = [...a.pools.keys()].flatMap(pool =>
    b.pools.has(pool) ? [] : [{ kind: 'pool_removed', pool, name: a.poolNames.get(pool) ?? '' }]
  )
  const others = [...b.pools].flatMap(([pool, after]): OSDMapChange[] => {
    const before = a.pools.get(pool)
    if (before !== undefined) return keptPoolChanges(a, b, pool, before, after)
    return [{ kind: 'pool_created', pool, name: b.poolNames.get(pool) ?? '' }]
  })
  return [...gone, ...others]
}

function flagChanges(a: OSDMap, b: OSDMap): OSDMapChange[] {
  const [before, after] = [osdMapFlagNames(a.flags), osdMapFlagNames(b.flags)]
  return [
    ...before.filter(flag => !after.includes(flag)).map(flag => ({ kind: 'flag_unset', flag }) as const),
    ...after.filter(flag => !before.includes(flag)).map(flag => ({ kind: 'flag_set', flag }) as const)
  ]
}

function settingsOf(map: OSDMap): Readonly<Record<string, string | number>> {
  const ratio = (value: number): number => Number(value.toPrecision(7))
  return {
    max_osd: map.maxOsd,
    nearfull_ratio: ratio(map.nearfullRatio),
    backfillfull_ratio: ratio(map.backfillfullRatio),
    full_ratio: ratio(map.fullRatio),
    require_min_compat_client: cephReleaseName(map.requireMinCompatClient),
    require_osd_release: cephReleaseName(map.requireOsdRelease),
    stretch_mode_enabled: String(map.stretchModeEnabled)
  }
}

function settingChanges(a: OSDMap, b: OSDMap): OSDMapChange[] {
  const [before, after] = [settingsOf(a), settingsOf(b)]
  return Object.keys(after).flatMap(name => {
    const [from, to] = [before[name]!, after[name]!]
    return from === to ? [] : [{ kind: 'setting', name, from, to } as const]
  })
}

/** Entries of the second map that the first has not or has otherwise, and keys that it has no more. */
function entryChanges<K, V>(
  a: ReadonlyMap<K, V>,
  b: ReadonlyMap<K, V>,
  set: (key: K, value: V) => OSDMapChange,
  gone: (key: K) => OSDMapChange
): OSDMapChange[] {
  if (a === b) return []
  const removed = [...a.keys()].filter(key => !b.has(key)).map(gone)
  const others = [...b].filter(([key, value]) => {
    const before = a.get(key)
    return before !== value && JSON.stringify(before) !== JSON.stringify(value)
  })
  return [...removed, ...others.map(([key, value]) => set(key, value))]
}

function pgChanges(a: OSDMap, b: OSDMap): OSDMapChange[] {
  return [
    ...entryChanges(
      a.pgUpmap,
      b.pgUpmap,
      (pg, osds) => ({ kind: 'upmap', pg, osds }),
      pg => ({ kind: 'upmap_gone', pg })
    ),
    ...entryChanges(
      a.pgUpmapItems,
      b.pgUpmapItems,
      (pg, items) => ({ kind: 'upmap_items', pg, items }),
      pg => ({ kind: 'upmap_items_gone', pg })
    ),
    ...entryChanges(
      a.pgUpmapPrimaries,
      b.pgUpmapPrimaries,
      (pg, osd) => ({ kind: 'upmap_primary', pg, osd }),
      pg => ({ kind: 'upmap_primary_gone', pg })
    )
  ]
}

function blocklistChanges(a: ReadonlyMap<EntityAddr, Utime>, b: ReadonlyMap<EntityAddr, Utime>): OSDMapChange[] {
  return entryChanges(
    a,
    b,
    (addr, until) => ({ kind: 'blocklisted', addr, until }),
    addr => ({ kind: 'unblocklisted', addr })
  )
}

function crushChanges(a: OSDMap, b: OSDMap): OSDMapChange[] {
  return a.crush === b.crush || Buffer.compare(a.crush, b.crush) === 0 ? [] : [{ kind: 'crush_changed' }]
}

/**
 * What differs between two maps of a cluster, as data and in words.
 *
 * @param a the earlier one
 * @throws CodecError when a pool or the like that is decoded for it cannot be read
 */
export function diffOsdMaps(a: OSDMap, b: OSDMap): OSDMapDiff {
  const changes = [
    ...osdChanges(a, b),
    ...poolChanges(a, b),
    ...flagChanges(a, b),
    ...settingChanges(a, b),
    ...pgChanges(a, b),
    ...blocklistChanges(a.blocklist, b.blocklist),
    ...blocklistChanges(a.rangeBlocklist, b.rangeBlocklist),
    ...crushChanges(a, b)
  ]
  return { from: a.epoch, to: b.epoch, changes, words: changes.map(formatOsdMapChange) }
}
