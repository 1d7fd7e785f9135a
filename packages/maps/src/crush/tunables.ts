/*
  Tunables                                   src/crush/CrushWrapper.cc, encode() and decode()

  Each line came with a release; what is left out has the value of the legacy profile.
    u32 choose_local_tries, u32 choose_local_fallback_tries, u32 choose_total_tries
    u32 chooseleaf_descend_once
    u8  chooseleaf_vary_r
    u8  straw_calc_version
    u32 allowed_bucket_algs
    u8  chooseleaf_stable
*/
import { packed } from '@cephwire/codec'
import type { Codec } from '@cephwire/codec'

/** How CRUSH goes about choosing. */
export interface CrushTunables {
  readonly chooseLocalTries: number
  readonly chooseLocalFallbackTries: number
  readonly chooseTotalTries: number
  readonly chooseleafDescendOnce: number
  readonly chooseleafVaryR: number
  readonly strawCalcVersion: number
  /** Bit `1 << alg` for each CrushBucketAlg that new buckets may have. */
  readonly allowedBucketAlgs: number
  readonly chooseleafStable: number
  /** Undefined, as the one below, in maps for peers before Squid. */
  readonly msrDescents?: number | undefined
  readonly msrCollisionTries?: number | undefined
}

/** set_tunables_legacy(): what a map without tunables means. */
export const LEGACY_TUNABLES: CrushTunables = {
  chooseLocalTries: 2,
  chooseLocalFallbackTries: 5,
  chooseTotalTries: 19,
  chooseleafDescendOnce: 0,
  chooseleafVaryR: 0,
  strawCalcVersion: 0,
  allowedBucketAlgs: 0b10110,
  chooseleafStable: 0
}

/** What Squid and later use for each of the two where a map does not say. */
export const DEFAULT_MSR_TUNABLE = 100

type Tunables = Codec<Partial<CrushTunables>>

/** In the order of the wire. */
export const tunableGroups = [
  packed({ chooseLocalTries: 'u32', chooseLocalFallbackTries: 'u32', chooseTotalTries: 'u32' }),
  packed({ chooseleafDescendOnce: 'u32' }),
  packed({ chooseleafVaryR: 'u8' }),
  packed({ strawCalcVersion: 'u8' }),
  packed({ allowedBucketAlgs: 'u32' }),
  packed({ chooseleafStable: 'u8' })
] as unknown as readonly Tunables[]

/** Behind all the rest of the map. */
export const msrGroup = packed({ msrDescents: 'u32', msrCollisionTries: 'u32' }) as unknown as Tunables
