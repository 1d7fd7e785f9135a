import { CEPH_FEATURES_ALL, encode, entityAddrCodec } from '@cephwire/codec'
import type { EntityAddr } from '@cephwire/codec'

/** marker, struct_v, struct_compat, length */
const HEADER_BYTES = 7
const TYPE_AND_NONCE_BYTES = 8
const ELEN_BYTES = 4
/** Behind the header of an entity_addr_t. */
export const SOCKADDR_AT = HEADER_BYTES + TYPE_AND_NONCE_BYTES + ELEN_BYTES

const keys = new WeakMap<EntityAddr, string>()

/** The bytes of an entity_addr_t in memory, a character each. */
function keyOf(addr: EntityAddr): string {
  const known = keys.get(addr)
  if (known !== undefined) return known
  const wire = Buffer.from(encode(entityAddrCodec, addr, CEPH_FEATURES_ALL))
  const typeAndNonce = wire.toString('latin1', HEADER_BYTES, HEADER_BYTES + TYPE_AND_NONCE_BYTES)
  const key = typeAndNonce + wire.toString('latin1', SOCKADDR_AT)
  keys.set(addr, key)
  return key
}

/** Order of entity_addr_t: that of its bytes in the memory of a little-endian machine. */
export function compareAddrs(a: EntityAddr, b: EntityAddr): number {
  const [x, y] = [keyOf(a), keyOf(b)]
  return x < y ? -1 : x > y ? 1 : 0
}

/** The same for two addresses as they are written for a peer with MSG_ADDR2, by their offsets and ends. */
export function compareWrittenAddrs(bytes: Buffer, a: number, aEnd: number, b: number, bEnd: number): number {
  const [x, y] = [a + HEADER_BYTES, b + HEADER_BYTES]
  const head = bytes.compare(bytes, y, y + TYPE_AND_NONCE_BYTES, x, x + TYPE_AND_NONCE_BYTES)
  return head === 0 ? bytes.compare(bytes, b + SOCKADDR_AT, bEnd, a + SOCKADDR_AT, aEnd) : head
}
