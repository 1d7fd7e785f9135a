import { CrushPlacementError } from '../errors.js'
import { crushItemWeights } from '../crush/bucket.js'
import { CrushRuleOp } from '../crush/rule.js'
import type { CrushBudget } from '../crush/placement.js'
import type { CrushMap } from '../crush/crush-map.js'

const f32 = Math.fround

/** Weights of devices in 16.16 fixed point, and their sum. */
interface DeviceWeights {
  readonly weights: ReadonlyMap<number, number>
  readonly sum: number
}

/** Those of the devices below an item, level by level: the order in which floats are summed. */
function weightsBelow({ buckets }: CrushMap, root: number, budget: CrushBudget): DeviceWeights {
  const weights = new Map<number, number>()
  let sum = 0
  const queue = [root]
  for (const id of queue) {
    const bucket = buckets[-1 - id]
    if (bucket === undefined) throw new CrushPlacementError(`There is no bucket ${id}`)
    budget.left -= 1 + bucket.items.length
    if (budget.left < 0) throw new CrushPlacementError('It takes too long')
    const below = crushItemWeights(bucket)
    for (const [i, item] of bucket.items.entries()) {
      const weight = f32(below[i] ?? 0)
      if (item < 0) queue.push(item)
      else {
        weights.set(item, weight)
        sum = f32(sum + weight)
      }
    }
  }
  return { weights, sum }
}

/**
 * The share that each device has of what a rule places, in the order of the devices, in floats as Ceph sums them:
 * src/crush/CrushWrapper.cc, get_rule_weight_osd_map()
 */
export function ruleWeights(map: CrushMap, ruleId: number, budget: CrushBudget): ReadonlyMap<number, number> {
  const shares = new Map<number, number>()
  for (const { op, arg1 } of map.rules[ruleId]?.steps ?? []) {
    if (op !== CrushRuleOp.Take) continue
    const { weights, sum } = arg1 >= 0 ? { weights: new Map([[arg1, 1]]), sum: 1 } : weightsBelow(map, arg1, budget)
    for (const [osd, weight] of weights) shares.set(osd, f32((shares.get(osd) ?? 0) + f32(weight / sum)))
  }
  return new Map([...shares].sort(([a], [b]) => a - b))
}
