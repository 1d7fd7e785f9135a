import { expect } from 'chai'
import { perfArguments } from '../../src/daemonperf/arguments.js'
import { globMatches } from '../../src/daemonperf/glob.js'
import { countersThatFit, headings, shortNumber, valueLine } from '../../src/daemonperf/lines.js'
import { listCounters } from '../../src/daemonperf/list.js'
import { selectCounters, valueOf } from '../../src/daemonperf/schema.js'

const schema = {
  osd: {
    op: { type: 10, nick: 'ops', priority: 10 },
    op_latency: { type: 5, nick: 'l', priority: 9 },
    numpg: { type: 2, nick: '', priority: 0 }
  },
  throttle: { val: { type: 2, nick: 'value', priority: 8 } }
}
const plain = { headings: false, values: false }

describe('perfArguments()', () => {
  const usual = { list: false, priority: 8, patterns: undefined, interval: 1, count: undefined }
  for (const [words, expected] of [
    [[], {}],
    [['ls', 'op*,osd.x', 'use'], { list: true, patterns: ['op*', 'osd.x'], priority: 5 }],
    [['critical', '0.5', '3'], { priority: 10, interval: 0.5, count: 3 }],
    [['debug'], { priority: 0 }]
  ] as const) {
    it(`takes "${words.join(' ')}"`, () => {
      expect(perfArguments(words)).to.deep.equal({ ...usual, ...expected })
    })
  }

  for (const words of [['-1'], ['1', 'x'], ['1', '-2'], ['1', '1.5']]) {
    it(`refuses "${words.join(' ')}"`, () => {
      expect(() => perfArguments(words)).to.throw(/^daemonperf: (?:interval|count) should be a positive/)
    })
  }
})

describe('globMatches()', () => {
  for (const [pattern, name, matches] of [
    ['op*', 'op_r', true],
    ['*op*r', 'xop_rr', true],
    ['op', 'op_r', false],
    ['o?_[r-t]', 'op_s', true],
    ['o?_[!r-t]', 'op_s', false],
    ['[]a]', ']', true],
    ['[a', '[a', true],
    ['*', '', true],
    ['?', '', false]
  ] as const) {
    it(`${pattern} ${matches ? 'is like' : 'is not like'} "${name}"`, () => {
      expect(globMatches(name, pattern)).to.equal(matches)
    })
  }

  it('does not take longer than the lengths say', () => {
    expect(globMatches('a'.repeat(5000), `${'*a'.repeat(500)}b`)).to.equal(false)
  })
})

describe('counters of a daemon', () => {
  const counters = selectCounters(schema, undefined, 8)

  it('are chosen by priority and pattern', () => {
    expect(counters.map(({ name }) => name)).to.deep.equal(['op', 'op_latency', 'val'])
    expect(selectCounters(schema, ['osd.*p', 'val'], 0).map(({ name }) => name)).to.deep.equal(['op', 'val'])
    expect(selectCounters('nonsense', undefined, 0)).to.deep.equal([])
  })

  it('are differences, means in milliseconds, or what they are', () => {
    const before = { osd: { op: 5, op_latency: { avgcount: 1, sum: 1 } }, throttle: { val: 7 } }
    const now = { osd: { op: 8, op_latency: { avgcount: 3, sum: 1.5 } }, throttle: { val: 6 } }
    expect(counters.map(counter => valueOf(counter, now, before))).to.deep.equal([3, 250, 6])
    expect(counters.map(counter => valueOf(counter, before, before))).to.deep.equal([0, 0, 7])
    expect(counters.map(counter => valueOf(counter, {}, null))).to.deep.equal([0, 0, 0])
  })

  it('stand below their sections', () => {
    expect(headings(counters, plain)).to.equal('---osd--- throt \nops  l   |value|\n')
    expect(valueLine(counters, [3, 250, 1234567], plain)).to.equal('  3  250 |1234k\n')
  })

  it('have the colours of ceph', () => {
    const [op] = counters
    const style = { headings: true, values: true }
    expect(headings([op!], style)).to.equal('\x1b[0;34mosd- \n\x1b[0m\x1b[4m\x1b[1;34mops \x1b[0m\x1b[1;34m|\x1b[0m\n')
    const bold = (colour: number, text: string): string => `\x1b[1m\x1b[1;3${colour}m${text}\x1b[0m\x1b[0m`
    expect(valueLine([op!], [0], style)).to.equal(`${bold(0, '  0')}${bold(3, ' ')}\n`)
    expect(valueLine([op!], [1234], style)).to.equal(`${bold(3, '1.2')}${bold(3, 'k')}\n`)
  })

  it('are as many as there is room for', () => {
    expect(countersThatFit(counters, 16)).to.deep.equal(counters)
    expect(countersThatFit(counters, 15)).to.deep.equal(counters.slice(0, 2))
  })

  it('are listed in a table', () => {
    expect(listCounters(counters)).to.equal(
      [
        '| section  | name       | nick  | prio |',
        '+----------+------------+-------+------+',
        '| osd      | op         | ops   |   10 |',
        '| osd      | op_latency | l     |    9 |',
        '| throttle | val        | value |    8 |',
        ''
      ].join('\n')
    )
  })

  it('cannot steer a terminal', () => {
    const hostile = selectCounters({ '\x1b[2J': { x: { type: 2, nick: '\x1b[2J', priority: 8 } } }, undefined, 0)
    expect(headings(hostile, plain)).to.not.include('\x1b')
  })

  for (const [value, text] of [
    [0, '  0 '],
    [999, '999 '],
    [999.9, '999 '],
    [1000, '1.0k'],
    [12_345, ' 12k'],
    [123_456, '123k'],
    [2_147_483_648, '2.1G']
  ] as const) {
    it(`${value} in four characters is "${text}"`, () => {
      expect(shortNumber(value, 4)).to.equal(text)
    })
  }
})
