/*
  entity_addrvec_t                           src/msg/msg_types.cc, encode() and decode()
    u8  marker 2
    u32 count
    … entity_addr_t

  For a peer without MSG_ADDR2: the legacy address alone, in its legacy form (marker 0). A decoder also takes a single
  versioned address (marker 1).
*/
import { isIPv6 } from 'node:net'
import { LimitError } from '../errors.js'
import { CephFeature, haveFeature } from '../features.js'
import {
  BLANK_ADDR,
  decodeLegacyAfterMarker,
  decodeVersionedAfterMarker,
  entityAddrCodec,
  formatEntityAddr,
  parseEntityAddr
} from './entity-addr.js'
import type { Codec } from '../codec.js'
import type { EntityAddr } from './entity-addr.js'

/** All addresses of one daemon, in its order of preference. */
export type EntityAddrvec = readonly EntityAddr[]

/** More addresses than any daemon has; a longer vector is refused. */
const MAX_ADDRS = 64
/** marker, header, type, nonce, elen */
const MIN_ADDR_BYTES = 19

export const entityAddrvecCodec: Codec<EntityAddrvec> = {
  encode(w, addrs, features) {
    if (haveFeature(features, CephFeature.MSG_ADDR2)) {
      w.u8(2).list(addrs, (w, addr) => entityAddrCodec.encode(w, addr, features))
    } else {
      entityAddrCodec.encode(w, legacyAddr(addrs) ?? BLANK_ADDR, 0n)
    }
  },
  decode(r) {
    const marker = r.u8()
    switch (marker) {
      case 0:
        return [decodeLegacyAfterMarker(r)]
      case 1:
        return [decodeVersionedAfterMarker(r)]
      case 2: {
        const addrs = r.list(entityAddrCodec.decode, MIN_ADDR_BYTES)
        if (addrs.length <= MAX_ADDRS) return addrs
        throw new LimitError(`${addrs.length} addresses are over the limit of ${MAX_ADDRS}`, r.place())
      }
      default:
        return r.fail(`entity_addrvec_t with marker ${marker}, expected 0, 1 or 2`)
    }
  }
}

/** The address where msgr1 is spoken. */
export function legacyAddr(addrs: EntityAddrvec): EntityAddr | undefined {
  return addrs.find(addr => addr.type === 'legacy')
}

/** The address where msgr2 is spoken. */
export function msgr2Addr(addrs: EntityAddrvec): EntityAddr | undefined {
  return addrs.find(addr => addr.type === 'msgr2')
}

/** As Ceph prints it, one address as it is, several as `[v2:…,v1:…]`; none is `-`, where Ceph prints nothing. */
export function formatEntityAddrvec(addrs: EntityAddrvec): string {
  if (addrs.length === 0) return '-'
  const text = addrs.map(formatEntityAddr).join(',')
  return addrs.length === 1 ? text : `[${text}]`
}

/**
 * Reads what Ceph prints: `[v2:…,v1:…]`, or one address without brackets; `-` is an empty vector.
 *
 * An address without `v1:` or `v2:` is one of msgr2, as Ceph has it.
 *
 * @throws CodecError when an element is no address
 */
export function parseEntityAddrvec(text: string): EntityAddrvec {
  if (text === '-' || text === '') return []
  const inner = /^\[(.*)\]$/.exec(text)?.[1]
  // `[fd00::1]` is one address: the brackets are its own.
  const parts = inner === undefined || isIPv6(inner) ? [text] : inner.split(',')
  return parts.map(part => parseEntityAddr(part, 'msgr2'))
}
