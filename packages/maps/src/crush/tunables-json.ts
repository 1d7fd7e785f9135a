import { asInt } from './as-int.js'
import { CrushBucketAlg } from './bucket.js'
import { CrushRuleOp, CrushRuleType } from './rule.js'
import { DEFAULT_MSR_TUNABLE, LEGACY_TUNABLES } from './tunables.js'
import type { CrushTunablesJson } from './crush-json-types.js'
import type { CrushMap } from './crush-map.js'
import type { CrushTunables } from './tunables.js'

/** What tells the profiles apart; straw_calc_version does not. */
type Profile = Omit<CrushTunables, 'strawCalcVersion' | 'msrDescents' | 'msrCollisionTries'>

const argonaut: Profile = {
  chooseLocalTries: LEGACY_TUNABLES.chooseLocalTries,
  chooseLocalFallbackTries: LEGACY_TUNABLES.chooseLocalFallbackTries,
  chooseTotalTries: LEGACY_TUNABLES.chooseTotalTries,
  chooseleafDescendOnce: 0,
  chooseleafVaryR: 0,
  allowedBucketAlgs: LEGACY_TUNABLES.allowedBucketAlgs,
  chooseleafStable: 0
}
const bobtail: Profile = {
  chooseLocalTries: 0,
  chooseLocalFallbackTries: 0,
  chooseTotalTries: 50,
  chooseleafDescendOnce: 1,
  chooseleafVaryR: 0,
  allowedBucketAlgs: argonaut.allowedBucketAlgs,
  chooseleafStable: 0
}
const firefly: Profile = { ...bobtail, chooseleafVaryR: 1 }
const hammer: Profile = { ...firefly, allowedBucketAlgs: firefly.allowedBucketAlgs | (1 << CrushBucketAlg.Straw2) }
const jewel: Profile = { ...hammer, chooseleafStable: 1 }

const profiles: readonly (readonly [string, Profile])[] = Object.entries({ jewel, hammer, firefly, bobtail, argonaut })

function profileOf(tunables: CrushTunables): string {
  const same = (profile: Profile): boolean =>
    Object.entries(profile).every(([name, value]) => tunables[name as keyof Profile] === value)
  return profiles.find(([, profile]) => same(profile))?.[0] ?? 'unknown'
}

const v2Ops: readonly number[] = [
  CrushRuleOp.ChooseIndep,
  CrushRuleOp.ChooseleafIndep,
  CrushRuleOp.SetChooseTries,
  CrushRuleOp.SetChooseleafTries
]
const msrTypes: readonly number[] = [CrushRuleType.MsrFirstn, CrushRuleType.MsrIndep]

/** What older clients may not understand. */
interface Needs {
  readonly tunables: boolean
  readonly tunables2: boolean
  readonly tunables3: boolean
  readonly tunables5: boolean
  readonly v2Rules: boolean
  readonly v3Rules: boolean
  readonly v4Buckets: boolean
  readonly v5Rules: boolean
}

function needsOf({ rules, buckets, tunables }: CrushMap): Needs {
  const hasStep = (...ops: readonly number[]): boolean =>
    rules.some(rule => rule?.steps.some(({ op }) => ops.includes(op)))
  return {
    tunables:
      tunables.chooseLocalTries !== LEGACY_TUNABLES.chooseLocalTries ||
      tunables.chooseLocalFallbackTries !== LEGACY_TUNABLES.chooseLocalFallbackTries ||
      tunables.chooseTotalTries !== LEGACY_TUNABLES.chooseTotalTries,
    tunables2: tunables.chooseleafDescendOnce !== 0,
    tunables3: tunables.chooseleafVaryR !== 0,
    tunables5: tunables.chooseleafStable !== 0,
    v2Rules: hasStep(...v2Ops),
    v3Rules: hasStep(CrushRuleOp.SetChooseleafVaryR),
    v4Buckets: buckets.some(bucket => bucket?.alg === CrushBucketAlg.Straw2),
    v5Rules: hasStep(CrushRuleOp.SetChooseleafStable)
  }
}

/** The oldest release whose clients understand the map, before Squid's additions. */
function requiredRelease(needs: Needs): string {
  if (needs.v5Rules || needs.tunables5) return 'jewel'
  if (needs.v4Buckets) return 'hammer'
  if (needs.tunables3) return 'firefly'
  return needs.tunables2 || needs.tunables ? 'bobtail' : 'argonaut'
}

/** The tunables as `ceph osd crush dump -f json` prints them. @param squid whether as Squid and later do */
export function tunablesToJson(map: CrushMap, squid: boolean): CrushTunablesJson {
  const { tunables } = map
  const needs = needsOf(map)
  const { msrDescents = DEFAULT_MSR_TUNABLE, msrCollisionTries = DEFAULT_MSR_TUNABLE } = tunables
  const msrTunables = squid && (msrDescents !== DEFAULT_MSR_TUNABLE || msrCollisionTries !== DEFAULT_MSR_TUNABLE)
  const msrRules = map.rules.some(rule => rule !== undefined && msrTypes.includes(rule.type))
  const profile = msrTunables ? 'unknown' : profileOf(tunables)
  return {
    choose_local_tries: asInt(tunables.chooseLocalTries),
    choose_local_fallback_tries: asInt(tunables.chooseLocalFallbackTries),
    choose_total_tries: asInt(tunables.chooseTotalTries),
    chooseleaf_descend_once: asInt(tunables.chooseleafDescendOnce),
    chooseleaf_vary_r: tunables.chooseleafVaryR,
    chooseleaf_stable: tunables.chooseleafStable,
    ...(squid ? { msr_descents: asInt(msrDescents), msr_collision_tries: asInt(msrCollisionTries) } : {}),
    straw_calc_version: tunables.strawCalcVersion,
    allowed_bucket_algs: tunables.allowedBucketAlgs,
    profile,
    optimal_tunables: Number(profile === 'jewel'),
    legacy_tunables: Number(profile === 'argonaut'),
    minimum_required_version: squid && (msrRules || msrTunables) ? 'squid' : requiredRelease(needs),
    require_feature_tunables: Number(needs.tunables),
    require_feature_tunables2: Number(needs.tunables2),
    has_v2_rules: Number(needs.v2Rules),
    require_feature_tunables3: Number(needs.tunables3),
    has_v3_rules: Number(needs.v3Rules),
    has_v4_buckets: Number(needs.v4Buckets),
    require_feature_tunables5: Number(needs.tunables5),
    has_v5_rules: Number(needs.v5Rules),
    ...(squid ? { has_msr_rules: Number(msrRules) } : {})
  }
}
