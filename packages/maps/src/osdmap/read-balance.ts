import { CephError } from '@cephwire/codec'
import { fairBalance } from './fair-balance.js'
import { loadBalance } from './load-balance.js'
import { PoolType } from './pg-pool.js'
import { poolOptNames } from './pool-opts.js'
import { poolPrimaries } from './pool-primaries.js'
import type { CrushBudget } from '../crush/placement.js'
import type { OSDMap } from './osd-map.js'
import type { PgPool } from './pg-pool.js'

/** What an OSD has to do for a pool. */
export interface OsdLoadJson {
  readonly osd: number
  readonly pgs: number
  readonly primaries: number
  readonly load: number
}

/** How evenly the primaries of a pool are spread, as Reef and later print it. */
export type ReadBalanceJson = Readonly<Record<string, number | string | OsdLoadJson>>

/** As many as a monitor lets a pool have: mon_max_pool_pg_num */
const MAX_PG_NUM = 65_536
const SQUID = 19
const READ_RATIO = [...poolOptNames].find(([, name]) => name === 'read_ratio')?.[0] ?? -1

function balanceOf(
  map: OSDMap,
  id: bigint,
  pool: PgPool,
  release: number,
  budget: CrushBudget
): ReadBalanceJson | undefined {
  const primaries = poolPrimaries(map, id, pool.pgNum, budget)
  const ratio = pool.opts.values.get(READ_RATIO)
  if (release >= SQUID && ratio?.type === 'int') return loadBalance(map, id, pool, primaries, Number(ratio.value))
  const fair = fairBalance(map, id, pool, primaries, budget)
  if (fair === undefined || release < SQUID || !('optimal_score' in fair)) return fair
  return { score_type: 'Fair distribution', ...fair }
}

/** What is printed of a replicated pool; undefined where it is in no place, or CRUSH cannot place it within the budget. */
export function readBalanceOf(
  map: OSDMap,
  id: bigint,
  release: number,
  budget: CrushBudget
): ReadBalanceJson | undefined {
  const pool = map.pools.get(id)
  if (pool?.type !== PoolType.Replicated || pool.pgNum > MAX_PG_NUM) return undefined
  try {
    return balanceOf(map, id, pool, release, budget)
  } catch (error) {
    if (error instanceof CephError) return undefined
    throw error
  }
}
