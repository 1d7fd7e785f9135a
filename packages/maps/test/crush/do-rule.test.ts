import { decode } from '@cephwire/codec'
import { CRUSH_ITEM_NONE, crushDoRule, crushMapCodec, CrushPlacementError, CrushRuleOp } from '@cephwire/maps'
import { expect } from 'chai'
import { readText, readVector } from '../support/vectors.js'
import { randomMap, weightsOf } from './random-map.js'
import type { CrushMap, CrushRule } from '@cephwire/maps'

const mapOf = (name: string): CrushMap =>
  name.startsWith('random-') ? randomMap(Number(name.slice(7))) : decode(crushMapCodec, readVector(name))

/** A line of the vector: what crushtool printed, as a list for each input. */
function devicesOf(text: string): number[] {
  return text === 'none' ? [] : text.split(',').map(id => (id === '-' ? CRUSH_ITEM_NONE : Number(id)))
}

/** A map without choose_args and with one rule. */
function withRule(steps: CrushRule['steps'], type = 1): CrushMap {
  const rule = { ruleset: 0, type, minSize: 1, maxSize: 10, steps }
  return { ...randomMap(5), chooseArgs: new Map(), rules: [rule] }
}

const take = { op: CrushRuleOp.Take, arg1: -1, arg2: 0 }
const choose = { op: CrushRuleOp.ChooseFirstn, arg1: 0, arg2: 0 }
const emit = { op: CrushRuleOp.Emit, arg1: 0, arg2: 0 }

describe('crushDoRule()', () => {
  const lines = readText('crush-placed-16.2.15.txt').trim().split('\n').slice(1)
  for (const name of new Set(lines.map(line => line.split(' ')[0]!))) {
    it(`places by the rules of ${name} as crushtool does`, () => {
      const map = mapOf(name)
      const weights = weightsOf(map, { 0: 0x8000, 1: 0 })
      for (const line of lines.filter(line => line.startsWith(`${name} `))) {
        const [, rule, ...expected] = line.split(' ')
        const placed = expected.map((_, x) => crushDoRule(map, Number(rule), x, 3, weights, { pool: 0n }))
        expect(placed, `rule ${rule}`).to.deep.equal(expected.map(devicesOf))
      }
    })
  }

  it('goes by the choose_args of the pool, and where it has none by those for all pools', () => {
    const map = randomMap(5)
    const weights = weightsOf(map)
    const place = (map: CrushMap, pool?: bigint): number[][] =>
      Array.from({ length: 64 }, (_, x) => crushDoRule(map, 2, x, 3, weights, pool === undefined ? {} : { pool }))
    const [byAll, byNone] = [place(map), place({ ...map, chooseArgs: new Map() })]
    const ofPool = { ...map, chooseArgs: new Map([[7n, map.chooseArgs.get(-1n)!]]) }
    expect(byAll).to.not.deep.equal(byNone)
    expect(place(map, 7n)).to.deep.equal(byAll)
    expect(place(ofPool, 7n)).to.deep.equal(byAll)
    expect(place(ofPool, 8n)).to.deep.equal(byNone)
    expect(place(ofPool)).to.deep.equal(byNone)
  })

  it('places nothing by a rule that does not exist, nor on devices that are out or have no weight', () => {
    const map = withRule([{ ...take, arg1: -1 - (randomMap(5).buckets.length - 1) }, choose, emit])
    expect(crushDoRule(map, 1, 0, 3, weightsOf(map))).to.deep.equal([])
    expect(crushDoRule(map, 0, 0, 3, [])).to.deep.equal([])
    expect(crushDoRule(map, 0, 0, 3, weightsOf(map))).to.have.lengthOf(3)
  })

  it('refuses an MSR rule', () => {
    const map = withRule([take, choose, emit], 4)
    expect(() => crushDoRule(map, 0, 0, 3, [])).to.throw(CrushPlacementError, 'The rule 0 is an MSR rule')
  })

  it('refuses a bucket that does not exist', () => {
    const map = withRule([take, choose, emit])
    const items = [-4000]
    const root = { id: -1, type: 10, hash: 0, weight: 1, items, alg: 5, itemWeights: [1] } as const
    expect(() => crushDoRule({ ...map, buckets: [root] }, 0, 0, 3, [])).to.throw(
      CrushPlacementError,
      'There is no bucket -4000'
    )
  })

  it('ends in a map whose buckets stand in each other, and after as many draws as it may make', () => {
    const map = withRule([take, choose, emit])
    const root = { id: -1, type: 10, hash: 0, weight: 1, items: [-1], alg: 5, itemWeights: [1] } as const
    const budget = { left: 1000 }
    const place = (): number[] => crushDoRule({ ...map, buckets: [root] }, 0, 0, 3, [], { budget })
    expect(place).to.throw(CrushPlacementError, 'It takes too long')
    expect(budget.left).to.equal(-1)
    const firstOnly = { left: 100 }
    crushDoRule(map, 0, 0, 1, weightsOf(map), { budget: firstOnly })
    expect(firstOnly.left).to.be.within(0, 99)
  })
})
