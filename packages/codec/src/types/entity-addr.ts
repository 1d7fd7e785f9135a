/*
  entity_addr_t                              src/msg/msg_types.h, encode() and decode()

  versioned, for a peer with MSG_ADDR2          legacy
    u8  marker 1                                  u8  marker 0
    u8  struct_v, u8 struct_compat, u32 len       3 zero bytes
    u32 type                                      u32 nonce
    u32 nonce                                     sockaddr_storage, 128 bytes:
    u32 elen           0: no address                u16be family
    u16 family         little-endian                … sockaddr, zeros to the end
    … elen - 2 bytes of sockaddr
*/
import { CodecError } from '../errors.js'
import { CephFeature, haveFeature } from '../features.js'
import {
  AF_INET,
  AF_INET6,
  canonicalHost,
  decodeSockaddr,
  encodeSockaddr,
  readBe16,
  sockaddrBytes,
  sockaddrFamily
} from './sockaddr.js'
import type { Codec } from '../codec.js'
import type { Reader } from '../reader.js'
import type { Sockaddr } from './sockaddr.js'

/** TYPE_* of entity_addr_t; the position is the number on the wire. */
const types = ['none', 'legacy', 'msgr2', 'any', 'cidr'] as const

/** Which protocol is spoken there: `legacy` is msgr1, `any` is either, `cidr` a range of the blocklist. */
export type EntityAddrType = (typeof types)[number]

/** Where a daemon listens or a client is. */
export interface EntityAddr extends Sockaddr {
  readonly type: EntityAddrType
  /** Tells apart the instances behind one IP and port; 0 for monitors. Not an encryption nonce. */
  readonly nonce: number
}

/** entity_addr_t(): no address. */
export const BLANK_ADDR: EntityAddr = Object.freeze({ type: 'none', nonce: 0, host: '', port: 0 })

const SOCKADDR_STORAGE_BYTES = 128

export const entityAddrCodec: Codec<EntityAddr> = {
  encode(w, addr, features) {
    const family = sockaddrFamily(addr.host)
    if (!haveFeature(features, CephFeature.MSG_ADDR2)) {
      w.u32(0).u32(addr.nonce).u8(0).u8(family)
      const start = w.length
      encodeSockaddr(w, family, addr)
      w.zeros(SOCKADDR_STORAGE_BYTES - 2 - (w.length - start))
      return
    }
    // Before Nautilus there was no "any": msg_types.h maps it to legacy, for the blocklist.
    const type = addr.type === 'any' && !haveFeature(features, CephFeature.SERVER_NAUTILUS) ? 'legacy' : addr.type
    w.u8(1).versioned(1, 1, w => {
      w.u32(types.indexOf(type)).u32(addr.nonce)
      w.u32(sockaddrBytes(family)).u16(family)
      encodeSockaddr(w, family, addr)
    })
  },
  decode(r) {
    const marker = r.u8()
    if (marker === 0) return decodeLegacyAfterMarker(r)
    if (marker === 1) return decodeVersionedAfterMarker(r)
    return r.fail(`entity_addr_t with marker ${marker}, expected 0 or 1`)
  }
}

/** Both forms of an addrvec of one address share these with entity_addr_t. */
export function decodeLegacyAfterMarker(r: Reader): EntityAddr {
  r.skip(3)
  const nonce = r.field('nonce', r => r.u32())
  return r.within(SOCKADDR_STORAGE_BYTES, r => {
    const family = r.field('family', readBe16)
    const sockaddr = decodeSockaddr(r, family)
    return { type: sockaddr.host === '' ? 'none' : 'legacy', nonce, ...sockaddr }
  })
}

export function decodeVersionedAfterMarker(r: Reader): EntityAddr {
  return r.versioned(1, r => {
    const type = types[r.field('type', r => r.u32())] ?? r.fail('entity_addr_t of unknown type')
    const nonce = r.field('nonce', r => r.u32())
    const elen = r.field('elen', r => r.u32())
    if (elen === 0) return { type, nonce, host: '', port: 0 }
    if (elen < 2 || elen > sockaddrBytes(AF_INET6)) r.fail(`entity_addr_t with a sockaddr of ${elen} bytes`)
    return r.within(elen, r => {
      const family = r.field('family', r => r.u16())
      if (family === AF_INET && elen > sockaddrBytes(AF_INET)) r.fail(`IPv4 sockaddr of ${elen} bytes`)
      return { type, nonce, ...decodeSockaddr(r, family) }
    })
  })
}

const prefixes: Readonly<Record<EntityAddrType, string>> = {
  none: '',
  legacy: 'v1:',
  msgr2: 'v2:',
  any: '',
  cidr: 'cidr:'
}

/** IP and port alone: `10.0.0.1:3300`, `[fd00::1]:3300`. */
export function formatSockaddr({ host, port }: Sockaddr): string {
  if (host === '') return '(unrecognized address family 0)'
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

/** As Ceph prints it: `v2:10.0.0.1:3300/0`, `10.0.0.1:0/12345` for `any`, `-` for none. */
export function formatEntityAddr(addr: EntityAddr): string {
  return addr.type === 'none' ? '-' : `${prefixes[addr.type]}${formatSockaddr(addr)}/${addr.nonce}`
}

const ADDR_PATTERN =
  /^(v1:|v2:|any:)?(?:\[([0-9a-fA-F:.]+)\]|([0-9.]+)|([0-9a-fA-F:.]+))(?::(\d{1,6}))?(?:\/(\d{1,10}))?$/

/**
 * Reads an address as Ceph writes it; port and nonce may be left out.
 *
 * @param text such as `v2:10.0.0.1:3300/0`, `[v6]:port`, `-`; an IPv6 address with a port needs its brackets
 * @param defaultType of a text without `v1:`, `v2:` or `any:`
 * @throws CodecError when it is no address: names of hosts are not looked up here
 */
export function parseEntityAddr(text: string, defaultType: EntityAddrType = 'any'): EntityAddr {
  if (text === '-') return BLANK_ADDR
  const match = ADDR_PATTERN.exec(text)
  const host = match === null ? '' : (match[2] ?? match[3] ?? match[4] ?? '')
  const port = Number(match?.[5] ?? 0)
  const nonce = Number(match?.[6] ?? 0)
  if (match === null || !isIP(host) || port > 0xffff || nonce > 0xffffffff) {
    throw new CodecError(`Not an address: ${JSON.stringify(text)} (expected such as v2:10.0.0.1:3300/0)`)
  }
  const type = ({ 'v1:': 'legacy', 'v2:': 'msgr2', 'any:': 'any' } as const)[match[1] ?? ''] ?? defaultType
  return { type, nonce, host: canonicalHost(host), port }
}

function isIP(host: string): boolean {
  try {
    return sockaddrFamily(host) !== 0
  } catch {
    return false
  }
}

/** Whether two addresses are the same in type, IP, port and nonce. */
export function sameEntityAddr(a: EntityAddr, b: EntityAddr): boolean {
  return a.type === b.type && a.nonce === b.nonce && a.port === b.port && a.host === b.host
}
