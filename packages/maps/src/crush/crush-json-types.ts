/** A device in the output of `ceph osd crush dump -f json`. */
export interface CrushDeviceJson {
  readonly id: number
  readonly name: string
  readonly class?: string
}

export interface CrushTypeJson {
  readonly type_id: number
  readonly name: string
}

/** A bucket in the output of `ceph osd crush dump -f json`; weights are 16.16 fixed point. */
export interface CrushBucketJson {
  readonly id: number
  readonly name?: string
  readonly type_id: number
  readonly type_name?: string
  readonly weight: number
  readonly alg: string
  readonly hash: string
  readonly items: readonly { readonly id: number; readonly weight: number; readonly pos: number }[]
}

/** A step of a rule; one that Ceph has no words for has its numbers. */
export type CrushStepJson =
  | { readonly op: string }
  | { readonly op: string; readonly item: number; readonly item_name: string }
  | { readonly op: string; readonly num: number; readonly type?: string }
  | { readonly opcode: number; readonly arg1: number; readonly arg2: number }

/** A rule in the output of `ceph osd crush dump -f json`. */
export interface CrushRuleJson {
  readonly rule_id: number
  readonly rule_name?: string
  /** Before Quincy, as the two sizes. */
  readonly ruleset?: number
  readonly type: number
  readonly min_size?: number
  readonly max_size?: number
  readonly steps: readonly CrushStepJson[]
}

/** The tunables in the output of `ceph osd crush dump -f json`; what is true is 1. */
export interface CrushTunablesJson {
  readonly choose_local_tries: number
  readonly choose_local_fallback_tries: number
  readonly choose_total_tries: number
  readonly chooseleaf_descend_once: number
  readonly chooseleaf_vary_r: number
  readonly chooseleaf_stable: number
  /** Since Squid, as the one below. */
  readonly msr_descents?: number
  readonly msr_collision_tries?: number
  readonly straw_calc_version: number
  readonly allowed_bucket_algs: number
  readonly profile: string
  readonly optimal_tunables: number
  readonly legacy_tunables: number
  readonly minimum_required_version: string
  readonly require_feature_tunables: number
  readonly require_feature_tunables2: number
  readonly has_v2_rules: number
  readonly require_feature_tunables3: number
  readonly has_v3_rules: number
  readonly has_v4_buckets: number
  readonly require_feature_tunables5: number
  readonly has_v5_rules: number
  /** Since Squid. */
  readonly has_msr_rules?: number
}

/** The choose_args of one bucket in the output of `ceph osd crush dump -f json`. */
export interface CrushChooseArgJson {
  readonly bucket_id: number
  /** Weights in units of 1, other than those of buckets. */
  readonly weight_set?: readonly (readonly number[])[]
  readonly ids?: readonly number[]
}

/** The output of `ceph osd crush dump -f json`. */
export interface CrushMapJson {
  readonly devices: readonly CrushDeviceJson[]
  readonly types: readonly CrushTypeJson[]
  readonly buckets: readonly CrushBucketJson[]
  readonly rules: readonly CrushRuleJson[]
  readonly tunables: CrushTunablesJson
  /** By pool; `-1` for those without choose_args of their own. */
  readonly choose_args: Readonly<Record<string, readonly CrushChooseArgJson[]>>
}
