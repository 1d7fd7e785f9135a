import { crushDoRule } from '../crush/do-rule.js'
import { CRUSH_ITEM_NONE } from '../crush/indep.js'
import { applyUpmap } from './pg-upmap.js'
import { formatPgId } from './pg-id.js'
import { PoolType } from './pg-pool.js'
import { exists, isUp, placedOsds } from './placed-osds.js'
import { pgSeedOf, placementSeed } from './placement-seed.js'
import { PoolFlag } from './pool-flag.js'
import { leadOsds } from './primary-affinity.js'
import type { CrushBudget } from '../crush/placement.js'
import type { OSDMap } from './osd-map.js'
import type { PgId } from './pg-id.js'
import type { PgPool } from './pg-pool.js'

/** Where a placement group is. Of an erasure coded pool each shard has its place, CRUSH_ITEM_NONE where it is nowhere. */
export interface PgOsds {
  /** Where CRUSH places it, OSDs that do not exist left out. */
  readonly raw: readonly number[]
  /** Where it belongs, with upmaps and without OSDs that are down. */
  readonly up: readonly number[]
  /** -1 for none, as the one below. */
  readonly upPrimary: number
  /** Who serves it; differs from `up` while data move. */
  readonly acting: readonly number[]
  readonly actingPrimary: number
}

export interface PgToOsdsOptions {
  /** How many items CRUSH may draw for; counted down. 10 million unless given. */
  readonly budget?: CrushBudget
}

const NOWHERE: PgOsds = Object.freeze({ raw: [], up: [], upPrimary: -1, acting: [], actingPrimary: -1 })

/** Leaves out what is not to be kept, or its place empty. */
function keep(osds: readonly number[], shifts: boolean, isKept: (osd: number) => boolean): readonly number[] {
  return shifts ? osds.filter(isKept) : osds.map(osd => (isKept(osd) ? osd : CRUSH_ITEM_NONE))
}

/** A pg_temp of a pool with EC_OPTIMIZATIONS has shards that may be primary in front of the others. */
function inOrderOfShards({ flags, size, nonprimaryShards }: PgPool, temp: readonly number[]): readonly number[] {
  if ((flags & PoolFlag.EC_OPTIMIZATIONS) === 0n || temp.length !== size) return temp
  let [primary, nonprimary] = [0, size - nonprimaryShards.size]
  return temp.map((_, shard) => temp[nonprimaryShards.has(shard) ? nonprimary++ : primary++] ?? CRUSH_ITEM_NONE)
}

/**
 * Where a placement group is: src/osd/OSDMap.cc, pg_to_up_acting_osds().
 *
 * @returns empty lists for a pool that does not exist
 * @throws CodecError when the CRUSH map or the pool cannot be read
 * @throws CrushPlacementError when CRUSH cannot place it, such as by an MSR rule
 */
export function osdMapPgToOsds(map: OSDMap, pg: PgId, options: PgToOsdsOptions = {}): PgOsds {
  const pool = map.pools.get(pg.pool)
  if (pool === undefined) return NOWHERE
  const osds = placedOsds(map)
  const shifts = pool.type !== PoolType.Erasure
  const seed = placementSeed(pool, pg.pool, pg.seed)
  const id = formatPgId({ pool: pg.pool, seed: pgSeedOf(pool, pg.seed) })

  const placed = crushDoRule(osds.crush, pool.crushRule, seed, pool.size, osds.weights, { ...options, pool: pg.pool })
  const raw = keep(placed, shifts, osd => exists(osds, osd))
  const upOsds = keep(applyUpmap(map, osds, id, raw), shifts, osd => isUp(osds, osd))
  const { osds: up, primary: upPrimary } = leadOsds(osds, seed, upOsds, shifts)

  const temp = keep(map.pgTemp.get(id) ?? [], shifts, osd => isUp(osds, osd))
  const primaryTemp = map.primaryTemp.get(id)
  if (temp.length === 0) return { raw, up, upPrimary, acting: up, actingPrimary: primaryTemp ?? upPrimary }
  const actingPrimary = primaryTemp ?? temp.find(osd => osd !== CRUSH_ITEM_NONE) ?? -1
  return { raw, up, upPrimary, acting: inOrderOfShards(pool, temp), actingPrimary }
}
