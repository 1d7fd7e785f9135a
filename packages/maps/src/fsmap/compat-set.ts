/*
  CompatSet                                  src/include/CompatSet.h
    FeatureSet compat
    FeatureSet ro_compat
    FeatureSet incompat

  FeatureSet
    u64 mask                                   bit 0 clear; set by releases whose mask is to be ignored
    map<u64, string> names
*/
import { sortedByNumber } from '@cephwire/codec'
import type { Codec } from '@cephwire/codec'

/** Features that data on disk was written with: by bit, from 1 to 63. */
export interface FeatureSet {
  /** The bits of `names`, as on the wire. */
  readonly mask: bigint
  /** By the number of the bit. */
  readonly names: ReadonlyMap<bigint, string>
}

/** What a program has to know before it touches data. */
export interface CompatSet {
  /** May be unknown to whoever reads or writes. */
  readonly compat: FeatureSet
  /** May be unknown to whoever reads. */
  readonly roCompat: FeatureSet
  /** Has to be known. */
  readonly incompat: FeatureSet
}

const MIN_NAME_BYTES = 12
/** Three empty FeatureSets. */
export const MIN_COMPAT_SET_BYTES = 36

const featureSetCodec: Codec<FeatureSet> = {
  encode: (w, { mask, names }) =>
    void w.u64(mask).map(
      sortedByNumber(names),
      (w, bit) => w.u64(bit),
      (w, name) => w.string(name)
    ),
  decode: r => {
    const mask = r.u64()
    const names = r.map(
      r => r.u64(),
      r => r.string(),
      MIN_NAME_BYTES
    )
    return { mask, names }
  }
}

export const compatSetCodec: Codec<CompatSet> = {
  encode(w, { compat, roCompat, incompat }, features) {
    for (const set of [compat, roCompat, incompat]) featureSetCodec.encode(w, set, features)
  },
  decode: r => ({
    compat: r.field('compat', featureSetCodec.decode),
    roCompat: r.field('ro_compat', featureSetCodec.decode),
    incompat: r.field('incompat', featureSetCodec.decode)
  })
}

/** A feature set of these names by bit. */
export function featureSet(names: Readonly<Record<number, string>> = {}): FeatureSet {
  const pairs = Object.entries(names).map(([bit, name]) => [BigInt(bit), name] as const)
  return { mask: pairs.reduce((mask, [bit]) => mask | (1n << bit), 0n), names: new Map(pairs) }
}

/** Names by `feature_` and the number of the bit. */
export type FeatureSetJson = Readonly<Record<string, string>>

/** CompatSet as Ceph dumps it. */
export interface CompatSetJson {
  readonly compat: FeatureSetJson
  readonly ro_compat: FeatureSetJson
  readonly incompat: FeatureSetJson
}

const featureSetToJson = ({ names }: FeatureSet): FeatureSetJson =>
  Object.fromEntries(Array.from(sortedByNumber(names), ([bit, name]) => [`feature_${bit}`, name]))

/** CompatSet::dump */
export function compatSetToJson({ compat, roCompat, incompat }: CompatSet): CompatSetJson {
  return {
    compat: featureSetToJson(compat),
    ro_compat: featureSetToJson(roCompat),
    incompat: featureSetToJson(incompat)
  }
}
