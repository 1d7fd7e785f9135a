import { expect } from 'chai'
import { createRandom } from '@cephwire/codec/testing'

describe('createRandom()', () => {
  it('gives the same numbers for the same seed, and others for another', () => {
    expect(createRandom(1).bytes(16)).to.deep.equal(createRandom(1).bytes(16))
    expect(createRandom(1).bytes(16)).not.to.deep.equal(createRandom(2).bytes(16))
    expect(createRandom(7).seed).to.equal(7)
  })

  it('stays within the bound and reaches all of it', () => {
    const random = createRandom(3)
    const seen = new Set(Array.from({ length: 200 }, () => random.below(4)))
    expect([...seen].sort()).to.deep.equal([0, 1, 2, 3])
  })
})
