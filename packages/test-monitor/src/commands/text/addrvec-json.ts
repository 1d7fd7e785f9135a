import { formatSockaddr } from '@cephwire/codec'
import type { EntityAddrvec } from '@cephwire/codec'
import type { JsonValue } from '../../format/json-formatter.js'

const typeNames = { none: 'none', legacy: 'v1', msgr2: 'v2', any: 'any', cidr: 'cidr' } as const

/** entity_addrvec_t in dumps: src/msg/msg_types.cc */
export const addrvecJson = (addrs: EntityAddrvec): JsonValue => ({
  addrvec: addrs.map(addr => ({ type: typeNames[addr.type], addr: formatSockaddr(addr), nonce: addr.nonce }))
})
