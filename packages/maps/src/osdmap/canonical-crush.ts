import { CephFeature, CodecError, decode, encode, haveFeature } from '@cephwire/codec'
import { crushMapCodec } from '../crush/crush-codec.js'
import { GroupCount } from '../crush/crush-groups.js'
import type { Features } from '@cephwire/codec'
import type { CrushMap } from '../crush/crush-map.js'

const WITHOUT_MSR = { groups: GroupCount.BeforeMsr, tail: new Uint8Array(0) }

/** A CRUSH map, or undefined where its bytes cannot be read: an OSDMap is of use all the same. */
export function readCrush(crush: Uint8Array): CrushMap | undefined {
  try {
    return decode(crushMapCodec, crush)
  } catch (error) {
    if (error instanceof CodecError) return undefined
    throw error
  }
}

const { CRUSH_TUNABLES5, CRUSH_CHOOSE_ARGS, SERVER_LUMINOUS, SERVER_SQUID } = CephFeature

/**
 * A CRUSH map as it stands in an osdmap that is written for a peer with these features.
 *
 * That is not always what it was in the increment: a monitor writes its maps for fewer features than its increments, and
 * since Squid they have no tunables for MSR rules.
 */
export function canonicalCrush(bytes: Uint8Array, features: Features): Uint8Array {
  const isOld = !haveFeature(features, CRUSH_TUNABLES5 | CRUSH_CHOOSE_ARGS | SERVER_LUMINOUS)
  if (haveFeature(features, SERVER_SQUID) && !isOld) return bytes
  const crush = readCrush(bytes)
  if (crush?.encoding === undefined) return bytes
  const { groups } = crush.encoding
  if (!isOld && groups < GroupCount.Msr) return bytes
  const encoding = groups < GroupCount.Msr ? crush.encoding : { ...crush.encoding, ...WITHOUT_MSR }
  return encode(crushMapCodec, { ...crush, encoding }, features)
}
