import { CrushRuleOp } from './rule.js'
import type { CrushRuleJson, CrushStepJson } from './crush-json-types.js'
import type { CrushMap } from './crush-map.js'
import type { CrushRule, CrushRuleStep } from './rule.js'

const plainOps: ReadonlyMap<number, string> = new Map([
  [CrushRuleOp.Noop, 'noop'],
  [CrushRuleOp.Emit, 'emit']
])

const chooseOps: ReadonlyMap<number, string> = new Map([
  [CrushRuleOp.ChooseFirstn, 'choose_firstn'],
  [CrushRuleOp.ChooseIndep, 'choose_indep'],
  [CrushRuleOp.ChooseleafFirstn, 'chooseleaf_firstn'],
  [CrushRuleOp.ChooseleafIndep, 'chooseleaf_indep']
])

const setOps: ReadonlyMap<number, string> = new Map([
  [CrushRuleOp.SetChooseTries, 'set_choose_tries'],
  [CrushRuleOp.SetChooseleafTries, 'set_chooseleaf_tries']
])

const msrChooseOps = new Map([...chooseOps, [CrushRuleOp.ChooseMsr, 'choosemsr']])

const msrSetOps = new Map([
  ...setOps,
  [CrushRuleOp.SetMsrDescents, 'set_msr_descents'],
  [CrushRuleOp.SetMsrCollisionTries, 'set_msr_collision_tries']
])

function stepJson({ op, arg1, arg2 }: CrushRuleStep, map: CrushMap, squid: boolean): CrushStepJson {
  const plain = plainOps.get(op)
  if (plain !== undefined) return { op: plain }
  if (op === CrushRuleOp.Take) return { op: 'take', item: arg1, item_name: map.nameMap.get(arg1) ?? '' }
  const choose = (squid ? msrChooseOps : chooseOps).get(op)
  if (choose !== undefined) return { op: choose, num: arg1, type: map.typeMap.get(arg2) ?? '' }
  const set = (squid ? msrSetOps : setOps).get(op)
  return set === undefined ? { opcode: op | 0, arg1, arg2 } : { op: set, num: arg1 }
}

function ruleJson(rule: CrushRule, id: number, map: CrushMap, release: number): CrushRuleJson {
  const name = map.ruleNameMap.get(id)
  const [quincy, squid] = [release >= 17, release >= 19]
  return {
    rule_id: id,
    ...(name === undefined ? {} : { rule_name: name }),
    ...(quincy ? {} : { ruleset: rule.ruleset }),
    type: rule.type,
    ...(quincy ? {} : { min_size: rule.minSize, max_size: rule.maxSize }),
    steps: rule.steps.map(step => stepJson(step, map, squid))
  }
}

/** The rules as `ceph osd crush dump -f json` of a release prints them. */
export function rulesToJson(map: CrushMap, release: number): CrushRuleJson[] {
  return map.rules.flatMap((rule, id) => (rule === undefined ? [] : [ruleJson(rule, id, map, release)]))
}
