import { formatSockaddr } from '@cephwire/codec'
import type { EntityAddr } from '@cephwire/codec'

const addrTypes = { none: 'none', legacy: 'v1', msgr2: 'v2', any: 'any', cidr: 'cidr' } as const

/** entity_addr_t::dump() */
export function addrToJson(addr: EntityAddr): {
  readonly type: string
  readonly addr: string
  readonly nonce: number
} {
  return { type: addrTypes[addr.type], addr: formatSockaddr(addr), nonce: addr.nonce }
}

/** Whether an object is an address. */
export function isAddr(value: object): value is EntityAddr {
  return ['type', 'nonce', 'host', 'port'].every(name => Object.hasOwn(value, name))
}
