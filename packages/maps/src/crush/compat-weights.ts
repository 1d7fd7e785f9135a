import { CodecError } from '@cephwire/codec'
import { CrushBucketAlg } from './bucket.js'
import { DEFAULT_CHOOSE_ARGS } from './choose-args.js'
import type { CrushBucket } from './bucket.js'
import type { CrushMap } from './crush-map.js'

/**
 * The buckets for a peer that knows nothing of choose_args: with the weights of those as their own.
 *
 * @throws CodecError where that would not be the same: has_incompat_choose_args()
 */
export function compatBuckets({ buckets, chooseArgs }: CrushMap): CrushMap['buckets'] {
  if (chooseArgs.size === 0) return buckets
  const args = chooseArgs.get(DEFAULT_CHOOSE_ARGS)
  const used = [...(args?.values() ?? [])].filter(({ weightSet, ids }) => weightSet.length > 0 || ids.length > 0)
  const compatible = used.every(({ weightSet, ids }) => weightSet.length === 1 && ids.length === 0)
  if (args === undefined || chooseArgs.size > 1 || !compatible) {
    throw new CodecError('choose_args have no encoding for a peer before Luminous')
  }
  return buckets.map((bucket): CrushBucket | undefined => {
    if (bucket?.alg !== CrushBucketAlg.Straw2) return bucket
    return { ...bucket, itemWeights: args.get(bucket.id)?.weightSet[0] ?? bucket.itemWeights }
  })
}
