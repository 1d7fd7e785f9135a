import { expect } from 'chai'
import { everySplit, everyTruncation, fromHex } from '@cephwire/codec/testing'

describe('everySplit() and everyTruncation()', () => {
  const bytes = fromHex('01 02')

  it('cut a buffer in two everywhere, the ends included', () => {
    expect([...everySplit(bytes)].map(([head, tail]) => [head.length, tail.length])).to.deep.equal([
      [0, 2],
      [1, 1],
      [2, 0]
    ])
  })

  it('give every proper prefix', () => {
    expect([...everyTruncation(bytes)]).to.deep.equal([fromHex(''), fromHex('01')])
  })
})
