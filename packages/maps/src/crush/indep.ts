import { CrushBucketAlg } from './bucket.js'
import { chooseItem } from './bucket-choose.js'
import { isOut } from './is-out.js'
import { bucketOf, spend, typeOf } from './placement.js'
import type { CrushBucket } from './bucket.js'
import type { Placement } from './placement.js'

/** Stands where there is no item. */
export const CRUSH_ITEM_NONE = 0x7fffffff
/** Stands where none is chosen yet. */
const UNDEFINED = 0x7ffffffe

/** What a step asks for. */
export interface IndepStep {
  /** How many it would choose were there room for all. */
  readonly count: number
  /** Of the items to choose. */
  readonly type: number
  readonly toLeaf: boolean
  readonly tries: number
  /** For the device below an item. */
  readonly leafTries: number
}

/** Places from `start` to `end`, each with its item, and with the device below it where that is asked for. */
interface Places {
  readonly items: number[]
  readonly leaves: number[] | undefined
  readonly start: number
  readonly end: number
}

function set({ items, leaves }: Places, place: number, item: number): void {
  items[place] = item
  if (leaves !== undefined) leaves[place] = item
}

/** Whether a device is found below an item. */
function setLeaf(
  placement: Placement,
  item: number,
  step: IndepStep,
  leaves: number[],
  place: number,
  r: number
): boolean {
  if (item >= 0) {
    leaves[place] = item
    return true
  }
  const leafStep = { ...step, type: 0, toLeaf: false, tries: step.leafTries }
  fill(
    placement,
    bucketOf(placement, item),
    leafStep,
    { items: leaves, leaves: undefined, start: place, end: place + 1 },
    r
  )
  return leaves[place] !== CRUSH_ITEM_NONE
}

function has({ items, start, end }: Places, item: number): boolean {
  for (let i = start; i < end; i++) if (items[i] === item) return true
  return false
}

/** Tries once to find the item of a place. */
function tryPlace(
  placement: Placement,
  root: CrushBucket,
  step: IndepStep,
  places: Places,
  place: number,
  base: number,
  failures: number
): void {
  let bucket = root
  for (;;) {
    spend(placement, 1)
    const size = bucket.items.length
    if (size === 0) return
    const skips = bucket.alg === CrushBucketAlg.Uniform && size % step.count === 0 ? step.count + 1 : step.count
    const r = (base + Math.imul(skips, failures)) | 0
    const item = chooseItem(placement, bucket, r, places.start)
    if (typeOf(placement, item) === step.type) {
      if (has(places, item)) return
      if (places.leaves !== undefined && !setLeaf(placement, item, step, places.leaves, place, r)) return
      if (step.type === 0 && isOut(placement, item)) return
      places.items[place] = item
      return
    }
    if (item >= 0) {
      set(places, place, CRUSH_ITEM_NONE)
      return
    }
    bucket = bucketOf(placement, item)
  }
}

function fill(placement: Placement, root: CrushBucket, step: IndepStep, places: Places, parentR: number): void {
  const { items, leaves, start, end } = places
  for (let place = start; place < end; place++) set(places, place, UNDEFINED)
  for (let failures = 0; failures < step.tries && has(places, UNDEFINED); failures++) {
    for (let place = start; place < end; place++) {
      if (items[place] === UNDEFINED) tryPlace(placement, root, step, places, place, place + parentR, failures)
    }
  }
  for (let place = start; place < end; place++) {
    if (items[place] === UNDEFINED) items[place] = CRUSH_ITEM_NONE
    if (leaves?.[place] === UNDEFINED) leaves[place] = CRUSH_ITEM_NONE
  }
}

/** Distinct items below a bucket, each in the place that it keeps when others fail; CRUSH_ITEM_NONE where none is found. */
export function chooseIndep(placement: Placement, root: CrushBucket, step: IndepStep, room: number): number[] {
  const places = { items: [], leaves: step.toLeaf ? [] : undefined, start: 0, end: Math.min(step.count, room) }
  fill(placement, root, step, places, 0)
  return places.leaves ?? places.items
}
