import { CephFeature, CodecError, decode, encode, haveFeature } from '@cephwire/codec'
import { crushMapCodec } from '../crush/crush-codec.js'
import { GroupCount } from '../crush/crush-groups.js'
import type { Features } from '@cephwire/codec'
import type { CrushMap } from '../crush/crush-map.js'

const NO_TAIL = new Uint8Array(0)

/** A CRUSH map, or undefined where its bytes cannot be read: an OSDMap is of use all the same. */
export function readCrush(crush: Uint8Array): CrushMap | undefined {
  try {
    return decode(crushMapCodec, crush)
  } catch (error) {
    if (error instanceof CodecError) return undefined
    throw error
  }
}

/**
 * The CRUSH map of an increment as it stands in the map that comes of it. The two are written for different features:
 * since Squid the map has no tunables for MSR rules, which the increment has.
 */
export function canonicalCrush(bytes: Uint8Array, features: Features): Uint8Array {
  if (haveFeature(features, CephFeature.SERVER_SQUID)) return bytes
  const crush = readCrush(bytes)
  if (crush?.encoding === undefined || crush.encoding.groups < GroupCount.Msr) return bytes
  const encoding = { ...crush.encoding, groups: GroupCount.BeforeMsr, tail: NO_TAIL }
  return encode(crushMapCodec, { ...crush, encoding }, features)
}
