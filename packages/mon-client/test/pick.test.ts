import { expect } from 'chai'
import { tryOrder } from '../src/pick.js'
import { seeded, target } from './support/targets.js'

const names = (targets: readonly { readonly name: string }[]): string => targets.map(({ name }) => name).join('')

/** Pearson's statistic of counts that are expected in these proportions. */
function chiSquare(counts: readonly number[], weights: readonly number[]): number {
  const total = counts.reduce((a, b) => a + b, 0)
  const all = weights.reduce((a, b) => a + b, 0)
  return counts.reduce((sum, count, i) => {
    const expected = (total * weights[i]!) / all
    return sum + (count - expected) ** 2 / expected
  }, 0)
}

describe('tryOrder()', () => {
  it('gives every target once, and nothing for nothing', () => {
    const targets = ['a', 'b', 'c', 'd', 'e'].map(name => target(name))
    const order = tryOrder(targets, seeded(1))
    expect([...order].sort((x, y) => (x.name < y.name ? -1 : 1))).to.deep.equal(targets)
    expect(tryOrder([], seeded(1))).to.deep.equal([])
  })

  it('gives each of the 24 orders of four as often as the others (chi-square, 23 degrees, p = 0.001)', () => {
    const random = seeded(42)
    const counts = new Map<string, number>()
    for (let i = 0; i < 24_000; i++) {
      const order = names(
        tryOrder(
          ['a', 'b', 'c', 'd'].map(name => target(name)),
          random
        )
      )
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect(counts.size).to.equal(24)
    expect(
      chiSquare(
        [...counts.values()],
        Array.from({ length: 24 }, () => 1)
      )
    ).to.be.lessThan(49.73)
  })

  it('chooses the first by weight (chi-square, 2 degrees, p = 0.001)', () => {
    const random = seeded(7)
    const targets = [target('a', { weight: 10 }), target('b', { weight: 30 }), target('c', { weight: 60 })]
    const counts = [0, 0, 0]
    for (let i = 0; i < 10_000; i++) counts['abc'.indexOf(tryOrder(targets, random)[0]!.name)]!++
    expect(chiSquare(counts, [10, 30, 60])).to.be.lessThan(13.82)
  })

  it('puts weight 0 behind any other weight, in any order', () => {
    const random = seeded(9)
    const targets = [target('a'), target('b', { weight: 1 }), target('c'), target('d')]
    const orders = new Set(Array.from({ length: 200 }, () => names(tryOrder(targets, random))))
    expect([...orders].every(order => order.startsWith('b'))).to.equal(true)
    expect(orders.size).to.equal(6)
  })

  it('takes lower priorities first, whatever their weights', () => {
    const targets = [
      target('a', { priority: 10, weight: 100 }),
      target('b', { priority: 2 }),
      target('c', { priority: 10 }),
      target('d', { priority: 2, weight: 1 })
    ]
    for (let seed = 0; seed < 50; seed++) expect(names(tryOrder(targets, seeded(seed)))).to.equal('dbac')
  })

  it('takes msgr2 before msgr1, whatever their priorities', () => {
    const targets = [
      target('a', { v1: true }),
      target('b', { priority: 65_535 }),
      target('c', { v1: true, priority: 1 })
    ]
    expect(names(tryOrder(targets, seeded(3)))).to.equal('bac')
  })

  it('puts the one to avoid behind all others, and takes it when it is alone', () => {
    const targets = ['a', 'b', 'c'].map(name => target(name))
    for (let seed = 0; seed < 100; seed++) {
      expect(tryOrder(targets, seeded(seed), targets[1]!.addr).at(-1)!.name).to.equal('b')
    }
    expect(names(tryOrder([targets[1]!], seeded(0), targets[1]!.addr))).to.equal('b')
  })

  it('is not led astray by a random number at either end', () => {
    const targets = ['a', 'b', 'c'].map(name => target(name, { weight: 1 }))
    for (const random of [() => 0, () => 1 - Number.EPSILON / 2]) {
      expect(tryOrder(targets, random)).to.have.members(targets)
    }
  })
})
