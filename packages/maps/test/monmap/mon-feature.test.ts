import { fromHex } from '@cephwire/codec/testing'
import { checkRoundTrip } from '@cephwire/codec/testing'
import { MonFeature, monFeatureCodec, monFeatureNames } from '@cephwire/maps'
import { expect } from 'chai'

describe('monFeatureCodec', () => {
  it('reads and writes a mask', () => {
    const bytes = fromHex('01 01 08000000 1100000000000080')
    expect(checkRoundTrip(monFeatureCodec, bytes)).to.equal(
      MonFeature.KRAKEN | MonFeature.NAUTILUS | MonFeature.RESERVED
    )
  })
})

describe('monFeatureNames()', () => {
  it('has the names that Ceph prints, lowest bit first', () => {
    expect(monFeatureNames(0b1000_1000n | (1n << 31n) | (1n << 32n) | (1n << 63n))).to.deep.equal([
      'osdmap-prune',
      'elector-pinging',
      'cephx_auth_aes256k',
      'nvmeof_beacon_diff',
      'reserved'
    ])
  })

  it('calls a bit without a name unknown', () => {
    expect(monFeatureNames(1n << 40n)).to.deep.equal(['unknown'])
  })
})
