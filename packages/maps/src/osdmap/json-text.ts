import { BLANK_ADDR, compareUtf8, formatEntityAddr, formatSockaddr } from '@cephwire/codec'
import { legacyOrFrontAddr } from '../monmap/legacy-addr.js'
import { osdStateNames } from './osd-map-flag.js'
import type { EntityAddr, EntityAddrvec } from '@cephwire/codec'

/** The one address that releases before Nautilus knew. */
export function legacyText(addrs: EntityAddrvec): string {
  const addr = addrs.length === 0 ? BLANK_ADDR : legacyOrFrontAddr(addrs)
  return `${formatSockaddr(addr)}/${addr.nonce}`
}

/** A client that is shut out. */
export const addrText = (addr: EntityAddr): string => formatEntityAddr(addr)

/** An object whose keys come from the wire. */
export function objectOf<T>(entries: Iterable<readonly [string, T]>): Record<string, T> {
  const object = Object.create(null) as Record<string, T>
  for (const [key, value] of entries) object[key] = value
  return object
}

/** Names of the bits of a state in the order of std::set; `???` for bits without a name. */
export function stateJson(state: number): string[] {
  const known = osdStateNames(state)
  const hasMore = state >>> 13 !== 0
  return [...known, ...(hasMore ? ['???'] : [])].sort(compareUtf8)
}
