import { cephReleaseName, parseCephRelease } from '@cephwire/maps'
import { expect } from 'chai'

describe('cephReleaseName()', () => {
  it('names releases by number', () => {
    expect([1, 16, 18, 20].map(cephReleaseName)).to.deep.equal(['argonaut', 'pacific', 'reef', 'tentacle'])
  })

  it('calls others unknown, as Ceph does', () => {
    expect([0, 21, 255].map(cephReleaseName)).to.deep.equal(['unknown', 'unknown', 'unknown'])
  })
})

describe('parseCephRelease()', () => {
  it('is the way back', () => {
    expect(['pacific', 'tentacle', 'unknown', 'zebra'].map(parseCephRelease)).to.deep.equal([
      16,
      20,
      undefined,
      undefined
    ])
  })
})
