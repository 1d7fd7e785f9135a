import { CEPH_FEATURES_ALL } from '@cephwire/codec'
import type { Features } from '@cephwire/codec'

const bit = (n: number): Features => 1n << BigInt(n)

/** The first release whose OSDs read what goes with these bits: src/osd/OSDMap.cc, get_encoding_features() */
const since: readonly (readonly [number, Features])[] = [
  [20, bit(50)],
  [18, bit(31)],
  [15, bit(16)],
  [14, bit(2)],
  [13, bit(28)],
  [12, bit(21)],
  [11, bit(14) | bit(59)],
  [10, bit(56) | bit(57) | bit(58)]
]

/** Features that a monitor goes by when it writes a map whose OSDs have this release. */
export function encodingFeatures(release: number): Features {
  return since.reduce((all, [first, bits]) => (release < first ? all & ~bits : all), CEPH_FEATURES_ALL)
}
