import { CrushBucketAlg } from './bucket.js'
import type { CrushBucket } from './bucket.js'
import type { CrushChooseArg, CrushChooseArgMap } from './choose-args.js'
import type { CrushChooseArgJson, CrushMapJson } from './crush-json-types.js'
import type { CrushMap } from './crush-map.js'

/** A 16.16 fixed point weight by way of C's float. */
const asFloat = (weight: number): number => Math.fround(weight) / 0x10000

/** With a weight for each item and no more, since some maps have too many or too few: update_choose_args() */
function fitted(weights: readonly number[], size: number): number[] {
  return Array.from({ length: size }, (_, i) => weights[i] ?? 0)
}

function argJson({ weightSet, ids }: CrushChooseArg, bucket: CrushBucket, positions: number): CrushChooseArgJson {
  const size = bucket.items.length
  const weights = weightSet.length === positions ? weightSet.map(each => fitted(each, size)) : weightSet
  return {
    bucket_id: bucket.id,
    ...(weights.length > 0 ? { weight_set: weights.map(each => each.map(asFloat)) } : {}),
    ...(ids.length > 0 ? { ids } : {})
  }
}

function argsJson(args: CrushChooseArgMap, buckets: CrushMap['buckets']): CrushChooseArgJson[] {
  const byBucket = [...args].sort(([a], [b]) => b - a)
  const positions = byBucket.find(([, { weightSet }]) => weightSet.length > 0)?.[1].weightSet.length ?? 1
  return byBucket.flatMap(([id, arg]) => {
    const bucket = buckets[-1 - id]
    if (bucket?.alg !== CrushBucketAlg.Straw2 || arg.weightSet.length + arg.ids.length === 0) return []
    return [argJson(arg, bucket, positions)]
  })
}

/** The choose_args as `ceph osd crush dump -f json` prints them. */
export function chooseArgsToJson({ chooseArgs, buckets }: CrushMap): CrushMapJson['choose_args'] {
  const pools = [...chooseArgs].sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(pools.map(([pool, args]) => [String(pool), argsJson(args, buckets)]))
}
