import { noScore, toHundredths } from './fair-balance.js'
import { OSD_IN } from './osd-map-flag.js'
import { affinityOf, placedOsds } from './placed-osds.js'
import type { OSDMap } from './osd-map.js'
import type { PgPool } from './pg-pool.js'
import type { PoolPrimaries } from './pool-primaries.js'
import type { OsdLoadJson, ReadBalanceJson } from './read-balance.js'

const f32 = Math.fround

/** The OSD that has the most to do when of 100 operations so many are reads, which primaries alone serve. */
function mostLoaded(
  groups: ReadonlyMap<number, number>,
  primaries: ReadonlyMap<number, number>,
  readRatio: number
): OsdLoadJson {
  let most = { osd: -1, pgs: 0, primaries: 0, load: 0 }
  for (const [osd, pgs] of [...groups].sort(([a], [b]) => a - b)) {
    const led = primaries.get(osd) ?? 0
    const load = led * 100 + (pgs - led) * (100 - readRatio)
    if (load > most.load) most = { osd, pgs, primaries: led, load }
  }
  return most
}

/** How near the load is to being spread evenly, 1 at best: src/osd/OSDMap.cc, calc_rbs_size_optimal() */
export function loadBalance(
  map: OSDMap,
  id: bigint,
  pool: PgPool,
  { groups, stable, acting }: PoolPrimaries,
  readRatio: number
): ReadBalanceJson {
  const osds = placedOsds(map)
  const cannot = "Can't calculate size-optimal read balancer score"
  // Ceph looks at as many OSDs as there are for the pool, but takes the lowest numbers for theirs.
  const lowest = Array.from({ length: groups.size }, (_, osd) => osd)
  const legs = lowest.reduce((sum, osd) => sum + (groups.get(osd) ?? 0), 0)
  const expected = pool.pgNum * pool.size
  if (legs !== expected) return noScore(`ERROR: pool ${id} has ${legs} PG OSD legs, expected ${expected} - ${cannot}`)
  if (readRatio <= 0 || readRatio > 100) {
    return noScore(`ERROR: pool ${id} has invalid read_ratio ${readRatio} - ${cannot}`)
  }
  const total = (100 + (pool.size - 1) * (100 - readRatio)) * pool.pgNum
  const average = f32(Math.floor(total / groups.size))
  const [byStable, byActing] = [mostLoaded(groups, stable, readRatio), mostLoaded(groups, acting, readRatio)]
  const warning =
    `Warning: pool ${id} has primary_affinity set to non-default value on some OSDs, ` +
    'this is ignored by the size-optimal read balancer'
  const isIgnored = lowest.some(osd => affinityOf(osds, osd) !== OSD_IN)
  return {
    score_type: 'OSD size aware',
    score_acting: toHundredths(f32(byActing.load / average)),
    score_stable: toHundredths(f32(byStable.load / average)),
    average_osd_load: average,
    most_loaded_osd: byStable,
    ...(byStable.osd === byActing.osd ? {} : { most_loaded_acting_osd: byActing }),
    ...(isIgnored ? { error_message: warning } : {})
  }
}
