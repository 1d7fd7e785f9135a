import { CEPH_FEATURES_ALL, CephFeature } from '@cephwire/codec'

const nautilusBit = 1n << 2n

/** Features of peers for which a MDSMap is written in another way, by the names of the vectors. */
export const peers = {
  'before-nautilus': CEPH_FEATURES_ALL & ~nautilusBit,
  'without-mdsenc': CEPH_FEATURES_ALL & ~CephFeature.MDSENC,
  'without-pgid64': CEPH_FEATURES_ALL & ~CephFeature.MDSENC & ~CephFeature.PGID64
} as const

/** A peer before Nautilus that knows one form of an address. */
export const beforeMsgAddr2 = peers['before-nautilus'] & ~CephFeature.MSG_ADDR2
