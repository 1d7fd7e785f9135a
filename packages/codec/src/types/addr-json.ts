import { formatSockaddr } from './entity-addr.js'
import type { EntityAddr } from './entity-addr.js'
import type { EntityAddrvec } from './entity-addrvec.js'

/** An address as Ceph dumps it in JSON. */
export interface EntityAddrJson {
  /** `none`, `v1`, `v2`, `any` or `cidr`. */
  readonly type: string
  /** Host and port: `10.0.0.1:3300`. */
  readonly addr: string
  readonly nonce: number
}

/** Addresses as Ceph dumps them in JSON. */
export interface EntityAddrvecJson {
  readonly addrvec: readonly EntityAddrJson[]
}

const typeNames = { none: 'none', legacy: 'v1', msgr2: 'v2', any: 'any', cidr: 'cidr' } as const

/** entity_addr_t::dump: src/msg/msg_types.cc */
export function entityAddrToJson(addr: EntityAddr): EntityAddrJson {
  return { type: typeNames[addr.type], addr: formatSockaddr(addr), nonce: addr.nonce }
}

/** entity_addrvec_t::dump: src/msg/msg_types.cc */
export function entityAddrvecToJson(addrs: EntityAddrvec): EntityAddrvecJson {
  return { addrvec: addrs.map(entityAddrToJson) }
}
