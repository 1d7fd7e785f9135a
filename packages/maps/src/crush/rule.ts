/*
  One slot of the rules                      src/crush/CrushWrapper.cc, encode() and decode()
    u32 yes              0: no rule, and nothing follows
    u32 len
    u8  ruleset
    u8  type
    u8  min_size
    u8  max_size
    … crush_rule_step, len of them
        u32 op
        s32 arg1
        s32 arg2
*/
import { checkFits } from './arrays.js'
import type { Reader, Writer } from '@cephwire/codec'

/** What a step does: src/crush/crush.h, crush_opcodes */
export const CrushRuleOp = {
  Noop: 0,
  Take: 1,
  ChooseFirstn: 2,
  ChooseIndep: 3,
  Emit: 4,
  ChooseleafFirstn: 6,
  ChooseleafIndep: 7,
  SetChooseTries: 8,
  SetChooseleafTries: 9,
  SetChooseLocalTries: 10,
  SetChooseLocalFallbackTries: 11,
  SetChooseleafVaryR: 12,
  SetChooseleafStable: 13,
  SetMsrDescents: 14,
  SetMsrCollisionTries: 15,
  ChooseMsr: 16
} as const
export type CrushRuleOp = (typeof CrushRuleOp)[keyof typeof CrushRuleOp]

/** For which pools a rule is: src/crush/crush.h, crush_rule_type, and before Squid the pool's own type. */
export const CrushRuleType = { Replicated: 1, Erasure: 3, MsrFirstn: 4, MsrIndep: 5 } as const
export type CrushRuleType = (typeof CrushRuleType)[keyof typeof CrushRuleType]

export interface CrushRuleStep {
  /** A {@link CrushRuleOp}; other numbers are kept as they come. */
  readonly op: number
  /** The item to take, how many to choose, the value to set. */
  readonly arg1: number
  /** The type of the buckets to choose. */
  readonly arg2: number
}

/** How the places for an object are chosen. */
export interface CrushRule {
  /** Today the rule's own id. */
  readonly ruleset: number
  /** A {@link CrushRuleType}; other numbers are kept as they come. */
  readonly type: number
  /** Sizes of pools that the rule was for; 1 and 100 since Quincy, which has no such bounds. */
  readonly minSize: number
  readonly maxSize: number
  readonly steps: readonly CrushRuleStep[]
}

const STEP_BYTES = 12

function decodeStep(r: Reader): CrushRuleStep {
  return { op: r.u32(), arg1: r.s32(), arg2: r.s32() }
}

function decodeRule(r: Reader): CrushRule {
  const len = r.field('len', r => r.u32())
  const ruleset = r.field('ruleset', r => r.u8())
  const type = r.field('type', r => r.u8())
  const minSize = r.field('min_size', r => r.u8())
  const maxSize = r.field('max_size', r => r.u8())
  const steps = r.field('steps', r => {
    checkFits(r, len, STEP_BYTES)
    return Array.from({ length: len }, () => decodeStep(r))
  })
  return { ruleset, type, minSize, maxSize, steps }
}

/** The rule in a slot; undefined where there is none. */
export function decodeRuleSlot(r: Reader, id: number): CrushRule | undefined {
  return r.u32() === 0 ? undefined : r.field(`[${id}]`, decodeRule)
}

export function encodeRuleSlot(w: Writer, rule: CrushRule | undefined): void {
  if (rule === undefined) {
    w.u32(0)
    return
  }
  w.u32(1).u32(rule.steps.length).u8(rule.ruleset).u8(rule.type).u8(rule.minSize).u8(rule.maxSize)
  for (const { op, arg1, arg2 } of rule.steps) w.u32(op).s32(arg1).s32(arg2)
}
