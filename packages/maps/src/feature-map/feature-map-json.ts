import { EntityType, entityTypeName, sortedByNumber } from '@cephwire/codec'
import { cephReleaseName } from '../releases.js'
import { cephReleaseFromFeatures } from './release-from-features.js'
import type { Features } from '@cephwire/codec'
import type { FeatureMap } from './feature-map.js'

/** Peers that know the same. */
export interface FeatureGroupJson {
  /** Hexadecimal. */
  readonly features: string
  readonly release: string
  readonly num: number
}

/** The output of `ceph features -f json`: by `mon`, `mds`, `osd`, `client`, `mgr`. */
export type FeatureMapJson = Readonly<Record<string, readonly FeatureGroupJson[]>>

const types: readonly number[] = Object.values(EntityType)

const typeName = (type: number): string => (types.includes(type) ? entityTypeName(type) : 'unknown')

const group = (features: Features, num: bigint): FeatureGroupJson => ({
  features: `0x${features.toString(16)}`,
  release: cephReleaseName(cephReleaseFromFeatures(features)),
  num: Number(num)
})

/** The map as `ceph features -f json` prints it: FeatureMap::dump. */
export function featureMapToJson({ m }: FeatureMap): FeatureMapJson {
  return Object.fromEntries(
    Array.from(sortedByNumber(m), ([type, groups]) => [
      typeName(type),
      Array.from(sortedByNumber(groups), ([features, num]) => group(features, num))
    ])
  )
}
