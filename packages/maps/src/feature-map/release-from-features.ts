import { CephFeature, haveFeature } from '@cephwire/codec'
import type { Features } from '@cephwire/codec'

/** The first release whose clients had to know a feature, oldest first: src/common/ceph_strings.cc, ceph_release_features */
const steps: readonly (readonly [number, Features])[] = [
  [1, CephFeature.CRUSH_TUNABLES],
  [4, CephFeature.CRUSH_TUNABLES2 | CephFeature.OSDHASHPSPOOL],
  [6, CephFeature.CRUSH_TUNABLES3 | CephFeature.OSD_PRIMARY_AFFINITY | CephFeature.OSD_CACHEPOOL],
  [8, CephFeature.CRUSH_V4],
  [10, CephFeature.CRUSH_TUNABLES5],
  [11, CephFeature.MSG_ADDR2],
  [12, CephFeature.CRUSH_CHOOSE_ARGS],
  [18, CephFeature.SERVER_REEF],
  [19, CephFeature.SERVER_SQUID]
]

/**
 * The number of the oldest release whose clients know as much as these features say, see cephReleaseName; 0 when they
 * do not even reach the first.
 *
 * This is the guess of today's releases: they take a client of Pacific for one of Reef, for it still sets a bit that
 * has got another meaning since. Pacific itself calls everything since Luminous `luminous`.
 */
export function cephReleaseFromFeatures(features: Features): number {
  const missing = steps.findIndex(([, needed]) => !haveFeature(features, needed))
  return (missing === -1 ? steps : steps.slice(0, missing)).at(-1)?.[0] ?? 0
}
