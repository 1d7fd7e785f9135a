import { CrushPlacementError } from '../errors.js'
import type { CrushBucket } from './bucket.js'
import type { CrushChooseArgMap } from './choose-args.js'
import type { CrushMap } from './crush-map.js'

/** How many items may still be drawn for: what a map can make of a rule knows no other bound. */
export interface CrushBudget {
  left: number
}

/** Items of a bucket in an order that depends on the input, as far as it was asked for. */
export interface Shuffle {
  readonly items: number[]
  /** How many stand where they will stay. */
  done: number
}

/** What stays the same while one input is placed by one rule. */
export interface Placement {
  readonly map: CrushMap
  readonly x: number
  /** By device: 0 (out) to 0x10000 (in). */
  readonly weights: ArrayLike<number>
  readonly chooseArgs: CrushChooseArgMap | undefined
  readonly budget: CrushBudget
  /** By id of the bucket. */
  readonly shuffles: Map<number, Shuffle>
}

/** @throws CrushPlacementError when there is nothing left of the budget */
export function spend({ budget }: Placement, draws: number): void {
  budget.left -= draws
  if (budget.left < 0) throw new CrushPlacementError('It takes too long')
}

/** @throws CrushPlacementError when there is none */
export function bucketOf({ map }: Placement, id: number): CrushBucket {
  const bucket = map.buckets[-1 - id]
  if (bucket === undefined) throw new CrushPlacementError(`There is no bucket ${id}`)
  return bucket
}

/** @throws CrushPlacementError when it is a bucket that does not exist */
export function typeOf(placement: Placement, item: number): number {
  return item < 0 ? bucketOf(placement, item).type : 0
}
