import { CephFeature, haveFeature } from '@cephwire/codec'
import { PG_POOL_V } from './pg-pool-decode.js'
import type { Features } from '@cephwire/codec'

/** Masks of which a peer lacks the first, and the struct_v that it gets. */
const ancient: readonly (readonly [Features, number])[] = [
  [CephFeature.PGPOOL3, 2],
  [CephFeature.OSDENC, 4],
  [CephFeature.OSD_POOLRESEND, 14]
]

/** The same for a peer without SERVER_TENTACLE. */
const beforeTentacle: readonly (readonly [Features, number])[] = [
  [CephFeature.NEW_OSDOP_ENCODING, 21],
  [CephFeature.SERVER_LUMINOUS, 24],
  [CephFeature.SERVER_MIMIC, 26],
  [CephFeature.SERVER_NAUTILUS, 27]
]

/** What a peer before Tentacle gets of a pool that is not stretched over sites; of one that is, one more. */
export const FLAT_V = 29

/** struct_v of a pg_pool_t, one that is not stretched, for a peer. */
export function pgPoolVersion(features: Features): number {
  const isTentacle = haveFeature(features, CephFeature.SERVER_TENTACLE)
  const versions = isTentacle ? ancient : [...ancient, ...beforeTentacle]
  const old = versions.find(([mask]) => !haveFeature(features, mask))
  return old?.[1] ?? (isTentacle ? PG_POOL_V : FLAT_V)
}
