import { expect } from 'chai'
import { defaultReaderLimits } from '@cephwire/codec'

describe('defaultReaderLimits', () => {
  it('are the ones that docs/limits.md gives, and cannot be changed', () => {
    expect(defaultReaderLimits).to.deep.equal({
      maxCount: 16_777_216,
      maxStringBytes: 16_777_216,
      maxBlobBytes: 268_435_456,
      maxDepth: 64
    })
    expect(defaultReaderLimits).to.be.frozen
  })
})
