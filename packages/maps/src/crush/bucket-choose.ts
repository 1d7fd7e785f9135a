import { CrushPlacementError } from '../errors.js'
import { CrushBucketAlg } from './bucket.js'
import { crushHash3, crushHash4 } from './hash.js'
import { crushLn } from './ln.js'
import { spend } from './placement.js'
import type { CrushBucket } from './bucket.js'
import type { Placement, Shuffle } from './placement.js'

type OfAlg<A extends CrushBucketAlg> = Extract<CrushBucket, { readonly alg: A }>

/** crush_ln() of the highest input, from which draws are counted. */
const LN_OF_ONE = 2 ** 48

function shuffleOf({ shuffles }: Placement, { id, items }: CrushBucket): Shuffle {
  const known = shuffles.get(id)
  if (known !== undefined) return known
  const shuffle = { items: [...items], done: 0 }
  shuffles.set(id, shuffle)
  return shuffle
}

/** An item of a bucket by its place in a shuffle of them, of which no more is made than is needed. */
export function choosePermuted(placement: Placement, bucket: CrushBucket, r: number): number {
  const shuffle = shuffleOf(placement, bucket)
  const { items } = shuffle
  const place = (r >>> 0) % items.length
  for (; shuffle.done <= place; shuffle.done++) {
    const to = shuffle.done
    const from = to + (crushHash3(bucket.hash, placement.x, bucket.id, to) % (items.length - to))
    const moved = items[from]!
    items[from] = items[to]!
    items[to] = moved
  }
  return items[place]!
}

function chooseList({ x }: Placement, bucket: OfAlg<2>, r: number): number {
  const { id, hash, items, itemWeights, sumWeights } = bucket
  for (let i = items.length - 1; i >= 0; i--) {
    const share = crushHash4(hash, x, items[i]!, r, id) & 0xffff
    if (Math.floor((share * sumWeights[i]!) / 0x10000) < itemWeights[i]!) return items[i]!
  }
  return items[0]!
}

/** Odd nodes are leaves; the children of another stand half of its lowest bit to both sides of it. */
function chooseTree({ x }: Placement, bucket: OfAlg<3>, r: number): number {
  const { id, hash, items, nodeWeights } = bucket
  let node = nodeWeights.length >> 1
  while (node !== 0 && (node & 1) === 0) {
    const half = (node & -node) >> 1
    const point = (BigInt(crushHash4(hash, x, node, r, id)) * BigInt(nodeWeights[node]!)) >> 32n
    node += point < BigInt(nodeWeights[node - half] ?? 0) ? -half : half
  }
  const item = items[node >> 1]
  if (item === undefined) throw new CrushPlacementError(`The bucket ${id} has no item for the node ${node}`)
  return item
}

function highest(items: readonly number[], draw: (i: number) => number): number {
  let [best, most] = [0, draw(0)]
  for (let i = 1; i < items.length; i++) {
    const drawn = draw(i)
    if (drawn > most) [best, most] = [i, drawn]
  }
  return items[best]!
}

function chooseStraw({ x }: Placement, { hash, items, straws }: OfAlg<4>, r: number): number {
  return highest(items, i => (crushHash3(hash, x, items[i]!, r) & 0xffff) * straws[i]!)
}

/** @param position the place that is being filled, for which there may be other weights */
function chooseStraw2({ x, chooseArgs }: Placement, bucket: OfAlg<5>, r: number, position: number): number {
  const { id, hash, items } = bucket
  const arg = chooseArgs?.get(id)
  const sets = arg?.weightSet ?? []
  const weights = sets[Math.min(position, sets.length - 1)] ?? bucket.itemWeights
  const ids = arg === undefined || arg.ids.length === 0 ? items : arg.ids
  return highest(items, i => {
    // Ceph divides by a signed number.
    const weight = (weights[i] ?? 0) | 0
    if (weight === 0) return -Infinity
    return Math.trunc((crushLn(crushHash3(hash, x, ids[i]!, r) & 0xffff) - LN_OF_ONE) / weight)
  })
}

/** The item of a bucket that has at least one. */
export function chooseItem(placement: Placement, bucket: CrushBucket, r: number, position: number): number {
  spend(placement, bucket.items.length)
  switch (bucket.alg) {
    case CrushBucketAlg.Uniform:
      return choosePermuted(placement, bucket, r)
    case CrushBucketAlg.List:
      return chooseList(placement, bucket, r)
    case CrushBucketAlg.Tree:
      return chooseTree(placement, bucket, r)
    case CrushBucketAlg.Straw:
      return chooseStraw(placement, bucket, r)
    case CrushBucketAlg.Straw2:
      return chooseStraw2(placement, bucket, r, position)
  }
}
