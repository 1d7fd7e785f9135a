import { CrushPlacementError } from '../errors.js'
import { DEFAULT_CHOOSE_ARGS } from './choose-args.js'
import { chooseFirstn } from './firstn.js'
import { chooseIndep } from './indep.js'
import { bucketOf } from './placement.js'
import { CrushRuleOp, CrushRuleType } from './rule.js'
import type { CrushMap } from './crush-map.js'
import type { CrushBudget, Placement } from './placement.js'
import type { CrushRuleStep } from './rule.js'
import type { CrushTunables } from './tunables.js'

export interface CrushRuleOptions {
  /** The pool whose choose_args apply; where it has none, and unless given, those for all pools. */
  readonly pool?: bigint
  /** How many items may be drawn for; counted down. 10 million unless given. */
  readonly budget?: CrushBudget
}

const BUDGET = 10_000_000

/** What steps set for those that follow. */
interface Settings {
  tries: number
  leafTries: number
  localTries: number
  localFallbackTries: number
  varyR: number
  stable: number
}

/** The setting that a step is for, and the lowest value that is one. */
const setters: ReadonlyMap<number, readonly [keyof Settings, number]> = new Map([
  [CrushRuleOp.SetChooseTries, ['tries', 1]],
  [CrushRuleOp.SetChooseleafTries, ['leafTries', 1]],
  [CrushRuleOp.SetChooseLocalTries, ['localTries', 0]],
  [CrushRuleOp.SetChooseLocalFallbackTries, ['localFallbackTries', 0]],
  [CrushRuleOp.SetChooseleafVaryR, ['varyR', 0]],
  [CrushRuleOp.SetChooseleafStable, ['stable', 0]]
])

function defaults(tunables: CrushTunables): Settings {
  return {
    // The tunable counts what follows on the first try.
    tries: tunables.chooseTotalTries + 1,
    leafTries: 0,
    localTries: tunables.chooseLocalTries,
    localFallbackTries: tunables.chooseLocalFallbackTries,
    varyR: tunables.chooseleafVaryR,
    stable: tunables.chooseleafStable
  }
}

/** Ceph goes by the highest device there is. */
function canTake({ buckets, nameMap }: CrushMap, item: number): boolean {
  if (item < 0) return buckets[-1 - item] !== undefined
  return [...nameMap.keys()].some(id => id >= item) || buckets.some(bucket => bucket?.items.some(id => id >= item))
}

const isFirstn = (op: number): boolean => op === CrushRuleOp.ChooseFirstn || op === CrushRuleOp.ChooseleafFirstn
const isIndep = (op: number): boolean => op === CrushRuleOp.ChooseIndep || op === CrushRuleOp.ChooseleafIndep
const isToLeaf = (op: number): boolean => op === CrushRuleOp.ChooseleafFirstn || op === CrushRuleOp.ChooseleafIndep

/** What a step chooses below each of the items that the one before has chosen. */
function choose(
  placement: Placement,
  from: readonly number[],
  { op, arg1, arg2 }: CrushRuleStep,
  settings: Settings,
  resultMax: number
): number[] {
  const count = arg1 > 0 ? arg1 : arg1 + resultMax
  const { tries, leafTries } = settings
  const common = { count, type: arg2, toLeaf: isToLeaf(op), tries }
  const onceLeaf = placement.map.tunables.chooseleafDescendOnce === 0 ? tries : 1
  const firstn = { ...common, ...settings, leafTries: leafTries || onceLeaf, stable: settings.stable !== 0 }
  const indep = { ...common, leafTries: leafTries || 1 }
  const chosen: number[] = []
  if (count <= 0) return chosen
  for (const item of from) {
    if (item >= 0) continue
    const [root, room] = [bucketOf(placement, item), resultMax - chosen.length]
    const below = isFirstn(op) ? chooseFirstn(placement, root, firstn, room) : chooseIndep(placement, root, indep, room)
    for (const item of below) chosen.push(item)
  }
  return chosen
}

/**
 * Where a rule places an input: devices, or CRUSH_ITEM_NONE where a place stays empty. src/crush/mapper.c,
 * crush_do_rule(), with the same result for every input.
 *
 * @param x hash of what is placed
 * @param resultMax how many places there are at most
 * @param weights by device, 0 (out) to 0x10000 (in); a device past the end is out
 * @returns nothing for a rule that does not exist
 * @throws CrushPlacementError for a rule of an MSR type, when a bucket is missing, and when the budget is used up
 */
export function crushDoRule(
  map: CrushMap,
  ruleId: number,
  x: number,
  resultMax: number,
  weights: ArrayLike<number>,
  { pool = DEFAULT_CHOOSE_ARGS, budget = { left: BUDGET } }: CrushRuleOptions = {}
): number[] {
  const rule = map.rules[ruleId]
  if (rule === undefined) return []
  if (rule.type === CrushRuleType.MsrFirstn || rule.type === CrushRuleType.MsrIndep) {
    throw new CrushPlacementError(`The rule ${ruleId} is an MSR rule`)
  }
  const chooseArgs = map.chooseArgs.get(pool) ?? map.chooseArgs.get(DEFAULT_CHOOSE_ARGS)
  const placement: Placement = { map, x, weights, chooseArgs, budget, shuffles: new Map() }
  const settings = defaults(map.tunables)
  const result: number[] = []
  let chosen: readonly number[] = []
  for (const step of rule.steps) {
    const { op, arg1 } = step
    const [setting, lowest] = setters.get(op) ?? []
    if (setting !== undefined && arg1 >= lowest!) settings[setting] = arg1
    if (op === CrushRuleOp.Take && canTake(map, arg1)) chosen = [arg1]
    if ((isFirstn(op) || isIndep(op)) && chosen.length > 0)
      chosen = choose(placement, chosen, step, settings, resultMax)
    if (op === CrushRuleOp.Emit) {
      for (const item of chosen.slice(0, resultMax - result.length)) result.push(item)
      chosen = []
    }
  }
  return result
}
