import { expect } from 'chai'
import { plainText, span } from '../../src/screen/span.js'
import { allot } from '../../src/top/allot.js'
import type { Section } from '../../src/top/sections/section.js'

const section = (name: string, rank: number, least: number, most: number): Section => ({
  rank,
  least,
  most,
  lines: rows => Array.from({ length: rows }, (_, i) => [span(`${name}${i}`)])
})

const sections = [section('log', 3, 1, 9), section('head', 0, 1, 1), section('health', 1, 2, 4)]
const drawn = (rows: number): string => allot(sections, rows).map(plainText).join(' ')

describe('rows of a screen', () => {
  it('go to the most important first', () => {
    expect([0, 1, 2, 3, 4].map(drawn)).to.deep.equal([
      '',
      'head0',
      'head0 health0',
      'head0 health0 health1',
      'log0 head0 health0 health1'
    ])
  })

  it('are shared in turn once everybody has what makes sense', () => {
    expect(drawn(5)).to.equal('log0 head0 health0 health1 health2')
    expect(drawn(6)).to.equal('log0 log1 head0 health0 health1 health2')
    expect(drawn(9)).to.equal('log0 log1 log2 log3 head0 health0 health1 health2 health3')
  })

  it('are left over where nobody wants them', () => {
    expect(drawn(99).split(' ')).to.have.length(14)
  })
})
