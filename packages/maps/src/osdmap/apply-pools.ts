/*
  What an increment does to pools, snapshots and placement groups      src/osd/OSDMap.cc, apply_incremental()
*/
import { edited } from './edit.js'
import { EntryMap } from './entry-map.js'
import { subtractSnaps, uniteSnaps } from './snap-set.js'
import type { Features } from '@cephwire/codec'
import type { OSDMap } from './osd-map.js'
import type { OSDMapIncremental } from './osd-map-incremental.js'
import type { SnapSet } from './snap-set.js'

/** A map with some entries set or taken away, which shares the others; the same map where nothing changes. */
export function patched<K, V>(
  map: ReadonlyMap<K, V>,
  changes: Iterable<readonly [K, V]>,
  gone: Iterable<K>,
  features: Features
): ReadonlyMap<K, V> {
  return map instanceof EntryMap ? (map as EntryMap<K, V>).with(changes, gone, features) : edited(map, changes, gone)
}

type PoolFields = 'pools' | 'poolNames' | 'poolMax' | 'erasureCodeProfiles'

export function applyToPools(map: OSDMap, inc: OSDMapIncremental, features: Features): Pick<OSDMap, PoolFields> {
  const changed = [...inc.newPools].map(([id, pool]) => [id, { ...pool, lastChange: inc.epoch }] as const)
  const kept = changed.filter(([id]) => !inc.oldPools.has(id))
  const withoutOld = edited(map.erasureCodeProfiles, [], inc.oldErasureCodeProfiles)
  return {
    pools: patched(map.pools, kept, inc.oldPools, features),
    poolNames: edited(map.poolNames, inc.newPoolNames, inc.oldPools),
    poolMax: inc.newPoolMax === -1n ? map.poolMax : Number(BigInt.asIntN(32, inc.newPoolMax)),
    erasureCodeProfiles: edited(withoutOld, inc.newErasureCodeProfiles)
  }
}

type SnapFields = 'newRemovedSnaps' | 'newPurgedSnaps' | 'removedSnapsQueue'

export function applyToSnaps(map: OSDMap, inc: OSDMapIncremental): Pick<OSDMap, SnapFields> {
  const { newRemovedSnaps, newPurgedSnaps } = inc
  const queue = new Map<bigint, SnapSet>()
  for (const [pool, snaps] of newRemovedSnaps) queue.set(pool, uniteSnaps(map.removedSnapsQueue.get(pool) ?? [], snaps))
  for (const [pool, snaps] of newPurgedSnaps) {
    queue.set(pool, subtractSnaps(queue.get(pool) ?? map.removedSnapsQueue.get(pool) ?? [], snaps))
  }
  const done = [...newPurgedSnaps.keys()].filter(pool => queue.get(pool)?.length === 0)
  return { newRemovedSnaps, newPurgedSnaps, removedSnapsQueue: edited(map.removedSnapsQueue, queue, done) }
}

type PgFields = 'pgTemp' | 'primaryTemp' | 'pgUpmap' | 'pgUpmapItems' | 'pgUpmapPrimaries'

/** The entries that stay, and the keys of those that say that an entry goes. */
function split<V>(map: ReadonlyMap<string, V>, goes: (value: V) => boolean): [(readonly [string, V])[], string[]] {
  const entries = [...map]
  return [entries.filter(([, value]) => !goes(value)), entries.flatMap(([pg, value]) => (goes(value) ? [pg] : []))]
}

/** What is in both is gone: the increment takes away after it has set. */
const unless = <V>(changes: ReadonlyMap<string, V>, gone: ReadonlySet<string>): (readonly [string, V])[] =>
  [...changes].filter(([pg]) => !gone.has(pg))

export function applyToPgs(map: OSDMap, inc: OSDMapIncremental, features: Features): Pick<OSDMap, PgFields> {
  const temps = split(inc.newPgTemp, osds => osds.length === 0)
  const primaries = split(inc.newPrimaryTemp, osd => osd === -1)
  return {
    pgTemp: patched(map.pgTemp, ...temps, features),
    primaryTemp: patched(map.primaryTemp, ...primaries, features),
    pgUpmap: patched(map.pgUpmap, unless(inc.newPgUpmap, inc.oldPgUpmap), inc.oldPgUpmap, features),
    pgUpmapItems: patched(
      map.pgUpmapItems,
      unless(inc.newPgUpmapItems, inc.oldPgUpmapItems),
      inc.oldPgUpmapItems,
      features
    ),
    pgUpmapPrimaries: patched(
      map.pgUpmapPrimaries,
      unless(inc.newPgUpmapPrimary, inc.oldPgUpmapPrimary),
      inc.oldPgUpmapPrimary,
      features
    )
  }
}
