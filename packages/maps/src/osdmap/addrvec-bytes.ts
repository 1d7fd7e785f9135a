/*
  entity_addrvec_t as monitors since Nautilus write it, read straight from its bytes      src/msg/msg_types.cc
    u8  marker 2
    u32 count
    …
      u8  marker 1
      u8  struct_v 1, u8 struct_compat 1, u32 length
      u32 type
      u32 nonce
      u32 elen             16 for IPv4, 28 for IPv6 and for none
      u16 family, u16be port, 4 bytes of IPv4 …

  A map has four for each OSD, so most of the time that it takes to read all of it goes here. Whatever is of another
  form is left to entityAddrvecCodec.
*/
import type { EntityAddr, EntityAddrType, EntityAddrvec } from '@cephwire/codec'

const ADDRS_AT = 5
const MAX_ADDRS = 64
/** marker, struct_v, struct_compat, length */
const HEADER_BYTES = 7
/** type, nonce, elen */
const FIXED_BYTES = 12
const IPV4_BYTES = 16
const IPV6_BYTES = 28
const LEGACY_BYTES = 136
const AF_INET = 2
const AF_INET6 = 10

const types: readonly EntityAddrType[] = ['none', 'legacy', 'msgr2', 'any', 'cidr']

export const u32At = (b: Uint8Array, at: number): number =>
  (b[at]! | (b[at + 1]! << 8) | (b[at + 2]! << 16) | (b[at + 3]! << 24)) >>> 0

/** Where the entity_addr_t behind a marker of 1 ends; negative if it is not what a monitor writes. */
function skipAddr(b: Uint8Array, at: number): number {
  const body = at + HEADER_BYTES
  const elen = b[body + 8]!
  const family = b[body + 12]
  const isIp =
    (elen === IPV4_BYTES && family === AF_INET) || (elen === IPV6_BYTES && (family === AF_INET6 || family === 0))
  const length = FIXED_BYTES + elen
  const isWritten = b[at] === 1 && b[at + 1] === 1 && b[at + 2] === 1 && u32At(b, at + 3) === length
  const isKnown = isIp && u32At(b, body) < types.length && u32At(b, body + 8) === elen && b[body + 13] === 0
  return isWritten && isKnown ? body + length : -1
}

/** Where an entity_addrvec_t ends, or an entity_addr_t in its stead; negative if it is not what a monitor writes. */
export function skipAddrvec(b: Uint8Array, at: number): number {
  const marker = b[at]
  if (marker !== 2) return marker === 0 ? at + LEGACY_BYTES : skipAddr(b, at)
  const count = u32At(b, at + 1)
  if (count > MAX_ADDRS) return -1
  let next = at + ADDRS_AT
  for (let i = 0; i < count && next >= 0; i++) next = skipAddr(b, next)
  return next
}

/** The host that was read last: an OSD has eight addresses, and mostly one host. */
const last = { ip: -1, host: '' }

function hostAt(b: Uint8Array, at: number): string {
  const ip = u32At(b, at)
  if (ip === last.ip) return last.host
  last.host = `${b[at]!}.${b[at + 1]!}.${b[at + 2]!}.${b[at + 3]!}`
  last.ip = ip
  return last.host
}

/** The addresses between two offsets, if all are IPv4 and as {@link skipAddrvec} knows them. */
export function readAddrvec(b: Uint8Array, from: number, to: number): EntityAddrvec | undefined {
  if (b[from] !== 2) return undefined
  const addrs: EntityAddr[] = []
  for (let at = from + ADDRS_AT; at < to; at += HEADER_BYTES + FIXED_BYTES + IPV4_BYTES) {
    const body = at + HEADER_BYTES
    if (b[body + 8] !== IPV4_BYTES) return undefined
    const type = types[b[body]!]!
    const port = b[body + 14]! * 256 + b[body + 15]!
    addrs.push({ type, nonce: u32At(b, body + 4), host: hostAt(b, body + 16), port })
  }
  return addrs
}
