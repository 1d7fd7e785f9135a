import { choosePermuted, chooseItem } from './bucket-choose.js'
import { isOut } from './is-out.js'
import { bucketOf, spend, typeOf } from './placement.js'
import type { CrushBucket } from './bucket.js'
import type { Placement } from './placement.js'

/** What a step asks for, and the settings that were in force for it. */
export interface FirstnStep {
  readonly count: number
  /** Of the items to choose. */
  readonly type: number
  /** Whether a device is to be chosen below each item. */
  readonly toLeaf: boolean
  readonly tries: number
  /** For the device below an item. */
  readonly leafTries: number
  readonly localTries: number
  readonly localFallbackTries: number
  readonly varyR: number
  readonly stable: boolean
}

/** Items that are chosen, and the devices below them where those are asked for. */
interface Chosen {
  readonly items: number[]
  readonly leaves: number[] | undefined
}

/** Whether a device is found below an item; it then stands behind the others. */
function addLeaf(placement: Placement, item: number, step: FirstnStep, leaves: number[], r: number): boolean {
  if (item >= 0) {
    leaves.push(item)
    return true
  }
  const count = step.stable ? 1 : leaves.length + 1
  const leafStep = { ...step, count, type: 0, toLeaf: false, tries: step.leafTries }
  const parentR = step.varyR === 0 ? 0 : r >> (step.varyR - 1)
  const before = leaves.length
  fill(placement, bucketOf(placement, item), leafStep, { items: leaves, leaves: undefined }, Infinity, parentR)
  return leaves.length > before
}

function isTaken(placement: Placement, item: number, step: FirstnStep, { leaves }: Chosen, r: number): boolean {
  if (leaves !== undefined && !addLeaf(placement, item, step, leaves, r)) return false
  if (step.type !== 0 || !isOut(placement, item)) return true
  leaves?.pop()
  return false
}

/** Chooses one more item, unless it does not come to one in as many tries as there may be. */
function addOne(placement: Placement, root: CrushBucket, step: FirstnStep, chosen: Chosen, base: number): boolean {
  let [bucket, failures, local] = [root, 0, 0]
  for (;;) {
    spend(placement, 1)
    const r = (base + failures) | 0
    const size = bucket.items.length
    let collides = false
    if (size > 0) {
      const permutes = step.localFallbackTries > 0 && local >= size >> 1 && local > step.localFallbackTries
      const item = permutes
        ? choosePermuted(placement, bucket, r)
        : chooseItem(placement, bucket, r, chosen.items.length)
      if (typeOf(placement, item) !== step.type) {
        if (item >= 0) return false
        bucket = bucketOf(placement, item)
        continue
      }
      collides = chosen.items.includes(item)
      if (!collides && isTaken(placement, item, step, chosen, r)) {
        chosen.items.push(item)
        return true
      }
    }
    failures++
    local++
    const again = step.localFallbackTries > 0 && local <= size + step.localFallbackTries
    if ((collides && local <= step.localTries) || again) continue
    if (failures >= step.tries) return false
    bucket = root
    local = 0
  }
}

function fill(
  placement: Placement,
  root: CrushBucket,
  step: FirstnStep,
  chosen: Chosen,
  room: number,
  parentR: number
): void {
  const until = chosen.items.length + room
  for (let rep = step.stable ? 0 : chosen.items.length; rep < step.count && chosen.items.length < until; rep++) {
    addOne(placement, root, step, chosen, rep + parentR)
  }
}

/** Distinct items below a bucket, at most as many as there is room for; what cannot be found is left out. */
export function chooseFirstn(placement: Placement, root: CrushBucket, step: FirstnStep, room: number): number[] {
  const chosen = { items: [], leaves: step.toLeaf ? [] : undefined }
  fill(placement, root, step, chosen, room, 0)
  return chosen.leaves ?? chosen.items
}
