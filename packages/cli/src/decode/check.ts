import { CEPH_FEATURES_ALL, CephError, CephFeature } from '@cephwire/codec'
import type { Decoded } from './decodable.js'

/** Peers for which objects were written: of today, before Nautilus, before addresses had versions. */
const peers = [
  CEPH_FEATURES_ALL,
  CEPH_FEATURES_ALL & ~CephFeature.SERVER_NAUTILUS,
  CEPH_FEATURES_ALL & ~CephFeature.SERVER_NAUTILUS & ~CephFeature.MSG_ADDR2,
  0n
]

/** Where the bytes of a value that is encoded again differ, for the peer that fits best; undefined when they do not. */
export function firstDifference({ bytes, encode }: Pick<Decoded, 'bytes' | 'encode'>): number | undefined {
  let best = 0
  for (const features of peers) {
    const again = tryEncode(encode, features)
    if (again === undefined) continue
    const same = commonPrefix(bytes, again)
    if (same === bytes.length && same === again.length) return undefined
    best = Math.max(best, same)
  }
  return best
}

function tryEncode(encode: Decoded['encode'], features: bigint): Uint8Array | undefined {
  try {
    return encode(features)
  } catch (error) {
    if (CephError.isCephError(error)) return undefined
    throw error
  }
}

function commonPrefix(a: Uint8Array, b: Uint8Array): number {
  let i = 0
  while (i < a.length && i < b.length && a[i] === b[i]) i++
  return i
}
