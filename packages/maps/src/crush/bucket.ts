/** How a bucket chooses among its items: src/crush/crush.h, crush_algorithm */
export const CrushBucketAlg = { Uniform: 1, List: 2, Tree: 3, Straw: 4, Straw2: 5 } as const
export type CrushBucketAlg = (typeof CrushBucketAlg)[keyof typeof CrushBucketAlg]

const algNames: readonly string[] = ['unknown', 'uniform', 'list', 'tree', 'straw', 'straw2']

/** `straw2` for 5; `unknown` for a number without a name. */
export function crushBucketAlgName(alg: number): string {
  return algNames[alg] ?? 'unknown'
}

/** What buckets of every kind have. Weights are 16.16 fixed point: 65536 stands for 1. */
export interface CrushBucketBase {
  /** Negative: −1 for the first slot of the map, −2 for the second. */
  readonly id: number
  /** What kind of place it is, a key of `typeMap`; never 0, which is for devices. */
  readonly type: number
  /** CRUSH_HASH_*: 0 is rjenkins1, and there is no other. */
  readonly hash: number
  readonly weight: number
  /** Ids of devices, and of buckets where they are negative. */
  readonly items: readonly number[]
}

/** Weights of the items, in their order, as the algorithm needs them. */
export type CrushBucketWeights =
  | { readonly alg: typeof CrushBucketAlg.Uniform; readonly itemWeight: number }
  | {
      readonly alg: typeof CrushBucketAlg.List
      readonly itemWeights: readonly number[]
      /** Each item's weight and those in front of it. */
      readonly sumWeights: readonly number[]
    }
  | {
      readonly alg: typeof CrushBucketAlg.Tree
      /** By node: item i is node 2i + 1. At most 255. */
      readonly nodeWeights: readonly number[]
    }
  | {
      readonly alg: typeof CrushBucketAlg.Straw
      readonly itemWeights: readonly number[]
      readonly straws: readonly number[]
    }
  | { readonly alg: typeof CrushBucketAlg.Straw2; readonly itemWeights: readonly number[] }

/** A node of the hierarchy: a host, a rack, a root. */
export type CrushBucket = CrushBucketBase & CrushBucketWeights

/** The weight of each item, in the order of the items; 0 for an item that a tree has no node for. */
export function crushItemWeights(bucket: CrushBucket): readonly number[] {
  switch (bucket.alg) {
    case CrushBucketAlg.Uniform:
      return bucket.items.map(() => bucket.itemWeight)
    case CrushBucketAlg.Tree:
      return bucket.items.map((_, i) => bucket.nodeWeights[2 * i + 1] ?? 0)
    default:
      return bucket.itemWeights
  }
}
