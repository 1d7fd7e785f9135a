/*
  What a map asks of its clients             src/osd/OSDMap.cc, get_features() and get_min_compat_client()
*/
import { CrushBucketAlg } from '../crush/bucket.js'
import { CrushRuleOp, CrushRuleType } from '../crush/rule.js'
import { DEFAULT_CHOOSE_ARGS } from '../crush/choose-args.js'
import { LEGACY_TUNABLES } from '../crush/tunables.js'
import { OSD_IN } from './osd-map-flag.js'
import { PoolFlag } from './pool-flag.js'
import type { CrushMap } from '../crush/crush-map.js'
import type { OSDMap } from './osd-map.js'

const ARGONAUT = 1
const DUMPLING = 4
const FIREFLY = 6
const HAMMER = 8
const JEWEL = 10
const LUMINOUS = 12
const REEF = 18
const SQUID = 19

/** The first release whose clients know this placement. */
function crushRelease(crush: CrushMap): number {
  const { tunables, buckets, rules } = crush
  const hasAlg = (alg: number): boolean => buckets.some(bucket => bucket?.alg === alg)
  const isMsr = (type: number): boolean => type === CrushRuleType.MsrFirstn || type === CrushRuleType.MsrIndep
  if (rules.some(rule => rule !== undefined && isMsr(rule.type))) return SQUID
  if (hasIncompatibleChooseArgs(crush)) return LUMINOUS
  if (tunables.chooseleafStable !== 0) return JEWEL
  if (hasAlg(CrushBucketAlg.Straw2)) return HAMMER
  if (tunables.chooseleafVaryR !== 0) return FIREFLY
  if (tunables.chooseleafDescendOnce !== 0) return DUMPLING
  return tunables.chooseTotalTries === LEGACY_TUNABLES.chooseTotalTries ? 0 : ARGONAUT
}

/** One set of weights for all pools can be told to old clients as the weights of the buckets. */
function hasIncompatibleChooseArgs({ chooseArgs }: CrushMap): boolean {
  if (chooseArgs.size === 0) return false
  const only = chooseArgs.size === 1 ? chooseArgs.get(DEFAULT_CHOOSE_ARGS) : undefined
  if (only === undefined) return true
  return [...only.values()].some(({ weightSet, ids }) => weightSet.length > 1 || ids.length > 0)
}

/** The first release whose clients know the rule of a pool. */
function ruleRelease(crush: CrushMap, rule: number): number {
  const ops = new Set(crush.rules[rule]?.steps.map(({ op }) => op))
  if (ops.has(CrushRuleOp.SetChooseleafStable)) return JEWEL
  return ops.has(CrushRuleOp.SetChooseleafVaryR) ? FIREFLY : 0
}

function poolReleases(map: OSDMap, crush: CrushMap | undefined): number[] {
  return [...map.pools.values()].flatMap(pool => [
    (pool.flags & PoolFlag.HASHPSPOOL) === 0n ? 0 : DUMPLING,
    pool.tiers.size > 0 || pool.tierOf >= 0n ? FIREFLY : 0,
    crush === undefined ? 0 : ruleRelease(crush, pool.crushRule)
  ])
}

/**
 * Number of the oldest release whose clients understand all of the map.
 *
 * @param printing the release that says it: older ones do not know the demands of newer ones
 */
export function minCompatClient(map: OSDMap, crush: CrushMap | undefined, printing: number): number {
  const affinities = [...map.osdPrimaryAffinity]
  const needed = [
    ARGONAUT,
    ...poolReleases(map, crush),
    crush === undefined ? 0 : crushRelease(crush),
    affinities.some(affinity => affinity !== OSD_IN) ? FIREFLY : 0,
    map.pgUpmap.size > 0 || map.pgUpmapItems.size > 0 ? LUMINOUS : 0,
    map.pgUpmapPrimaries.size > 0 ? REEF : 0
  ]
  return Math.max(...needed.filter(release => release <= printing || release <= LUMINOUS))
}
