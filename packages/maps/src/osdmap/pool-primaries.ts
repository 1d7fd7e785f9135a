import { CRUSH_ITEM_NONE } from '../crush/indep.js'
import { osdMapPgToOsds } from './pg-to-osds.js'
import { affinityOf, placedOsds } from './placed-osds.js'
import type { CrushBudget } from '../crush/placement.js'
import type { OSDMap } from './osd-map.js'
import type { PgId } from './pg-id.js'
import type { PgOsds } from './pg-to-osds.js'

/** How many placement groups of a pool each OSD has. */
export interface PoolPrimaries {
  /** By OSD that has any: how many, be it primary or not. */
  readonly groups: ReadonlyMap<number, number>
  /** As primary of those that are up, and of those that are acting. */
  readonly stable: ReadonlyMap<number, number>
  readonly acting: ReadonlyMap<number, number>
  /** The first that only OSDs serve that would not be primary. */
  readonly reluctant: number | undefined
}

function count(counts: Map<number, number>, osd: number): void {
  if (osd !== CRUSH_ITEM_NONE) counts.set(osd, (counts.get(osd) ?? 0) + 1)
}

/** No sound map needs as many for one group; a broken one is given up soon. */
const MOST_DRAWS = 1_000_000

function place(map: OSDMap, pg: PgId, budget: CrushBudget): PgOsds {
  const most = Math.min(MOST_DRAWS, budget.left)
  const own = { left: most }
  try {
    return osdMapPgToOsds(map, pg, { budget: own })
  } finally {
    budget.left -= most - own.left
  }
}

/** @throws CrushPlacementError when the budget is used up, or CRUSH cannot place the pool */
export function poolPrimaries(map: OSDMap, pool: bigint, pgNum: number, budget: CrushBudget): PoolPrimaries {
  const osds = placedOsds(map)
  const [groups, stable, acting] = [new Map<number, number>(), new Map<number, number>(), new Map<number, number>()]
  let reluctant: number | undefined
  for (let seed = 0; seed < pgNum; seed++) {
    const placed = place(map, { pool, seed }, budget)
    if (reluctant === undefined && placed.acting.every(osd => affinityOf(osds, osd) === 0)) reluctant = seed
    if (placed.up.length === 0) continue
    for (const osd of new Set(placed.up)) count(groups, osd)
    count(stable, placed.upPrimary)
    count(acting, placed.actingPrimary)
  }
  return { groups, stable, acting, reluctant }
}
