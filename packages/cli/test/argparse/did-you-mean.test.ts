import { expect } from 'chai'
import { validateCommand } from '../../src/argparse/index.js'
import { didYouMean } from '../../src/argparse/did-you-mean.js'
import { descriptionsOf } from '../support/descriptions.js'

const reef = descriptionsOf('reef')

describe('didYouMean()', () => {
  const meant: readonly (readonly [typed: string, meant: readonly string[]])[] = [
    ['ods tree', ['osd tree']],
    ['osd tre', ['osd tree']],
    ['osd treee 3', ['osd tree']],
    ['osd pol ls', ['osd pool ls']],
    ['osd pool crate p 8', ['osd pool create']],
    ['stauts', ['status']],
    ['helth detail', ['health']],
    ['osd pol', ['osd pool']],
    ['config-kye get x', ['config-key get']],
    ['osd tree', []],
    ['quite something else', []],
    ['xyz', []],
    ['', []],
    ['a'.repeat(10_000), []]
  ]
  for (const [typed, expected] of meant) {
    const title = expected.length === 0 ? 'has nothing to say of' : `takes for ${expected.join(', ')}:`
    it(`${title} ${typed.slice(0, 40)}`, () => {
      expect(didYouMean(reef, typed.split(' '))).to.deep.equal(expected)
    })
  }
})

describe('advice for words that are no command', () => {
  it('has the closest matches as ceph prints them, and what was meant behind these', () => {
    const result = validateCommand(reef, ['osd', 'teir', 'add', 'a', 'b'])
    const advice = result.command === undefined ? result.advice : []
    expect(advice[0]).to.equal('no valid command found; 10 closest matches:')
    expect(advice.at(-1)).to.equal('Did you mean "osd tier add"?')
    expect(advice).to.have.lengthOf(12)
  })

  it('ends with the closest matches where nobody knows what was meant', () => {
    const result = validateCommand(reef, ['nonsense'])
    expect(result.command === undefined ? result.advice : []).to.have.lengthOf(11)
  })
})
