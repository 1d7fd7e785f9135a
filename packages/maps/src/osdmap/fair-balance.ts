import { OSD_IN } from './osd-map-flag.js'
import { affinityOf, placedOsds } from './placed-osds.js'
import { formatPgId } from './pg-id.js'
import { ruleWeights } from './rule-weights.js'
import type { CrushBudget } from '../crush/placement.js'
import type { OSDMap } from './osd-map.js'
import type { PgPool } from './pg-pool.js'
import type { PoolPrimaries } from './pool-primaries.js'
import type { ReadBalanceJson } from './read-balance.js'

const f32 = Math.fround

/** To hundredths, in floats as Ceph does. */
export const toHundredths = (value: number): number => f32(Math.floor(f32(value * 100) + 0.5) / 100)

/** A pool that has no score, and why. */
export const noScore = (error: string): ReadBalanceJson => ({ error_message: error, score_acting: 0, score_stable: 0 })

/** What the OSDs of a pool come to. */
interface Sums {
  weight: number
  weightedAffinity: number
  affinity: number
  /** How many may be primary at all. */
  willing: number
  maxStable: number
  maxActing: number
  /** The most primaries for the affinity that an OSD has. */
  maxForAffinity: number
  /** Whether an OSD is primary that would not be. */
  unwilling: boolean
}

function sumsOf(map: OSDMap, pool: PgPool, { stable, acting }: PoolPrimaries, budget: CrushBudget): Sums {
  const osds = placedOsds(map)
  const sums: Sums = {
    weight: 0,
    weightedAffinity: 0,
    affinity: 0,
    willing: 0,
    maxStable: 0,
    maxActing: 0,
    maxForAffinity: 0,
    unwilling: false
  }
  for (const [osd, weight] of ruleWeights(osds.crush, pool.crushRule, budget)) {
    const affinity = affinityOf(osds, osd) / OSD_IN
    const led = acting.get(osd) ?? 0
    sums.weight = f32(sums.weight + weight)
    sums.weightedAffinity = f32(sums.weightedAffinity + f32(weight * affinity))
    sums.affinity = f32(sums.affinity + affinity)
    sums.maxStable = Math.max(sums.maxStable, stable.get(osd) ?? 0)
    sums.maxActing = Math.max(sums.maxActing, led)
    if (affinity !== 0) {
      sums.willing++
      sums.maxForAffinity = Math.max(sums.maxForAffinity, f32(led / affinity))
    } else if (led > 0) sums.unwilling = true
  }
  return sums
}

/** `0.33`; half a hundredth, which is that of 8 alone, goes to the even one. */
const shareText = (size: number): string => (size === 8 ? '0.12' : (1 / size).toFixed(2))

/** How near primaries are to being spread evenly, 1 at best: src/osd/OSDMap.cc, set_rbi() */
export function fairBalance(
  map: OSDMap,
  id: bigint,
  pool: PgPool,
  primaries: PoolPrimaries,
  budget: CrushBudget
): ReadBalanceJson | undefined {
  const count = primaries.groups.size
  if (count === 0) return undefined
  const sums = sumsOf(map, pool, primaries, budget)
  if (sums.affinity === 0) return noScore(`pool ${id} has primary_affinity set to zero on all OSDs`)
  const share = f32(sums.weightedAffinity / sums.weight)
  if (share < 1 / pool.size) {
    const lowest = shareText(pool.size)
    return noScore(`pool ${id} average primary affinity is lower than ${lowest}, read balance score is not reliable`)
  }
  const average = toHundredths(f32(sums.affinity / sums.willing))
  if (average === 0) {
    return noScore(`pool ${id} all OSDs have zero primary affinity, can't calculate a reliable read balance score`)
  }
  if (primaries.reluctant !== undefined) {
    const pg = formatPgId({ pool: id, seed: primaries.reluctant })
    return noScore(
      `pool ${id} has some PGs where all OSDs are with primary_affinity 0 (at least pg ${pg}), ` +
        'read balance score may not be reliable'
    )
  }
  const perOsd = f32(pool.pgNum / count)
  const optimal = toHundredths(f32(count / sums.willing))
  const stable = toHundredths(f32(sums.maxStable / perOsd))
  const forAffinity = f32(sums.maxForAffinity * f32(sums.affinity / count))
  const acting = toHundredths(sums.unwilling ? forAffinity : f32(sums.maxActing / perOsd))
  const unwilling =
    `pool ${id} has acting primaries on OSD(s) with primary affinity 0, ` + 'read balance score is not accurate'
  return {
    score_acting: toHundredths(f32(acting / optimal)),
    score_stable: toHundredths(f32(stable / optimal)),
    optimal_score: optimal,
    raw_score_acting: acting,
    raw_score_stable: stable,
    primary_affinity_weighted: sums.weightedAffinity,
    average_primary_affinity: average,
    average_primary_affinity_weighted: toHundredths(share),
    ...(sums.unwilling ? { error_message: unwilling } : {})
  }
}
