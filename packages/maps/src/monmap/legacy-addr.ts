/*
  The one address per monitor that peers before Nautilus know        src/msg/msg_types.h, entity_addrvec_t
*/
import { BLANK_ADDR, encode, entityAddrCodec, legacyAddr } from '@cephwire/codec'
import type { EntityAddr, EntityAddrvec } from '@cephwire/codec'

/** The msgr1 address; where there is none, another one that passes for it, so that an old peer sees a map at all. */
export function asLegacyAddr(addrs: EntityAddrvec): EntityAddr {
  const real = addrs.find(({ type }) => type === 'legacy' || type === 'any')
  return { ...(real ?? addrs[0] ?? BLANK_ADDR), type: 'legacy' }
}

/** The address by which old releases ranked monitors: legacy_or_front_addr */
export function legacyOrFrontAddr(addrs: EntityAddrvec): EntityAddr {
  return legacyAddr(addrs) ?? addrs[0] ?? BLANK_ADDR
}

/** marker, struct_v, struct_compat, length */
const HEADER_BYTES = 7
const TYPE_AND_NONCE_BYTES = 8
const ELEN_BYTES = 4

/** The bytes of an entity_addr_t in memory, by which Ceph compares two: type, nonce, sockaddr. */
function memory(addr: EntityAddr): Uint8Array {
  const wire = encode(entityAddrCodec, addr)
  const bytes = new Uint8Array(wire.length - HEADER_BYTES - ELEN_BYTES)
  bytes.set(wire.subarray(HEADER_BYTES, HEADER_BYTES + TYPE_AND_NONCE_BYTES))
  bytes.set(wire.subarray(HEADER_BYTES + TYPE_AND_NONCE_BYTES + ELEN_BYTES), TYPE_AND_NONCE_BYTES)
  return bytes
}

/** Order of entity_addr_t, by its bytes in the memory of a little-endian machine. */
export function compareEntityAddr(a: EntityAddr, b: EntityAddr): number {
  const [x, y] = [memory(a), memory(b)]
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const difference = (x[i] ?? 0) - (y[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
