/*
  mon_feature_t                              src/mon/mon_types.h
    ENCODE_START(1, 1)
      u64 features
*/
import { bitNames } from '../bit-names.js'
import type { Codec } from '@cephwire/codec'

/** Features that monitors agree on: src/mon/mon_types.h, ceph::features::mon. Not the features of a connection. */
export const MonFeature = {
  KRAKEN: 1n << 0n,
  LUMINOUS: 1n << 1n,
  MIMIC: 1n << 2n,
  OSDMAP_PRUNE: 1n << 3n,
  NAUTILUS: 1n << 4n,
  OCTOPUS: 1n << 5n,
  PACIFIC: 1n << 6n,
  PINGING: 1n << 7n,
  QUINCY: 1n << 8n,
  REEF: 1n << 9n,
  SQUID: 1n << 10n,
  TENTACLE: 1n << 11n,
  CEPHX_AUTH_AES256K: 1n << 31n,
  NVMEOF_BEACON_DIFF: 1n << 32n,
  RESERVED: 1n << 63n
} as const
export type MonFeature = (typeof MonFeature)[keyof typeof MonFeature]

/** A mask of {@link MonFeature}. */
export type MonFeatures = bigint

export const monFeatureCodec: Codec<MonFeatures> = {
  encode: (w, features) => void w.versioned(1, 1, w => w.u64(features)),
  decode: r => r.versioned(1, r => r.u64())
}

/** Where the name that Ceph prints is not the constant in lower case. */
const printed: Readonly<Partial<Record<string, string>>> = { OSDMAP_PRUNE: 'osdmap-prune', PINGING: 'elector-pinging' }

const names: ReadonlyMap<bigint, string> = new Map(
  Object.entries(MonFeature).map(([name, bit]) => [bit, printed[name] ?? name.toLowerCase()])
)

/** Names of the bits that are set, the lowest first, as Ceph prints them: `unknown` for a bit without a name. */
export function monFeatureNames(features: MonFeatures): string[] {
  return bitNames(features, names, 'unknown')
}

/** The release by which these features came, newest first. */
const releases: readonly (readonly [MonFeature, number])[] = [
  [MonFeature.TENTACLE, 20],
  [MonFeature.SQUID, 19],
  [MonFeature.REEF, 18],
  [MonFeature.QUINCY, 17],
  [MonFeature.PACIFIC, 16],
  [MonFeature.OCTOPUS, 15],
  [MonFeature.NAUTILUS, 14],
  [MonFeature.MIMIC, 13],
  [MonFeature.LUMINOUS, 12],
  [MonFeature.KRAKEN, 11]
]

/** The release that features stand for, 0 for none: infer_ceph_release_from_mon_features */
export function inferRelease(features: MonFeatures): number {
  return releases.find(([bit]) => (features & bit) !== 0n)?.[1] ?? 0
}
