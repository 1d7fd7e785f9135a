import { expect } from 'chai'
import { CEPH_FEATURES_ALL, CephFeature, featureNames, haveFeature, sanitizeFeatures } from '@cephwire/codec'

const bit = (n: number): bigint => 1n << BigInt(n)

describe('features', () => {
  describe('haveFeature()', () => {
    it('takes a feature of incarnation 2 only together with bit 57', () => {
      expect(haveFeature(bit(21), CephFeature.SERVER_LUMINOUS)).to.equal(false)
      expect(haveFeature(bit(21) | bit(57), CephFeature.SERVER_LUMINOUS)).to.equal(true)
    })

    it('takes a feature of incarnation 3 only together with bits 57 and 28', () => {
      expect(haveFeature(bit(2), CephFeature.SERVER_NAUTILUS)).to.equal(false)
      expect(haveFeature(bit(2) | bit(57), CephFeature.SERVER_NAUTILUS)).to.equal(false)
      expect(haveFeature(bit(2) | bit(28), CephFeature.SERVER_NAUTILUS)).to.equal(false)
      expect(haveFeature(bit(2) | bit(28) | bit(57), CephFeature.SERVER_NAUTILUS)).to.equal(true)
    })

    it('takes a feature of incarnation 1 by its bit alone', () => {
      expect(haveFeature(bit(59), CephFeature.MSG_ADDR2)).to.equal(true)
      expect(haveFeature(~bit(59), CephFeature.MSG_ADDR2)).to.equal(false)
    })
  })

  describe('CEPH_FEATURES_ALL', () => {
    /** What monitors of these releases were seen to advertise. */
    const advertised = { pacific: 0x3f01cfbdfffdffffn, reef: 0x3f01cfbffffdffffn }
    for (const [release, features] of Object.entries(advertised)) {
      it(`contains what ${release} advertises`, () => {
        expect((features & ~CEPH_FEATURES_ALL).toString(16)).to.equal('0')
      })
    }

    it('contains what monitors require', () => {
      expect(haveFeature(CEPH_FEATURES_ALL, 0xc01020002040000n)).to.equal(true)
    })

    it('leaves out the bits that are reserved and the one that is for daemons alone', () => {
      expect(CEPH_FEATURES_ALL & (bit(62) | bit(63))).to.equal(0n)
      expect(haveFeature(CEPH_FEATURES_ALL, CephFeature.OS_PERF_STAT_NS)).to.equal(false)
    })
  })

  describe('featureNames()', () => {
    it('gives every name that a bit has', () => {
      expect(featureNames(bit(59))).to.deep.equal(['FS_BTIME', 'FS_CHANGE_ATTR', 'MSG_ADDR2'])
      expect(featureNames(0n)).to.deep.equal([])
    })

    it('does not name a feature whose markers are missing', () => {
      expect(featureNames(bit(2))).to.deep.equal(['bit 2'])
      expect(featureNames(bit(2) | bit(28) | bit(57))).to.include('SERVER_NAUTILUS')
    })

    it('numbers a bit that has no name', () => {
      expect(featureNames(bit(62) | bit(0))).to.deep.equal(['UID', 'bit 62'])
    })
  })

  describe('sanitizeFeatures()', () => {
    it('believes a peer that set bit 63 only up to bit 32', () => {
      expect(sanitizeFeatures(0xffffffffffffffffn)).to.equal(0x1ffffffffn)
      expect(sanitizeFeatures(bit(59))).to.equal(bit(59))
    })
  })
})
