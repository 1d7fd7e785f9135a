/*
  IP addresses and ports inside a sockaddr, as Linux lays them out: the wire has Linux's numbers whatever the host is.

  sockaddr_in  behind the family             sockaddr_in6 behind the family
    u16be port                                 u16be port
    4 bytes address                            u32   flowinfo
    8 zero bytes                               16 bytes address
                                               u32   scope_id
*/
import { isIPv4, isIPv6 } from 'node:net'
import { CodecError } from '../errors.js'
import type { Reader } from '../reader.js'
import type { Writer } from '../writer.js'

export const AF_INET = 2
export const AF_INET6 = 10

/** An endpoint; `host` is '' where there is no address. */
export interface Sockaddr {
  /** IPv4 or IPv6 in text, without brackets; '' for none. */
  readonly host: string
  readonly port: number
  /** sin6_flowinfo, when not 0. */
  readonly flowinfo?: number
  /** sin6_scope_id, when not 0. */
  readonly scopeId?: number
}

/** Address family on the wire; 0 where there is no address. @throws CodecError when the host is a name */
export function sockaddrFamily(host: string): number {
  if (host === '') return 0
  if (isIPv4(host)) return AF_INET
  if (isIPv6(host) && !host.includes('%')) return AF_INET6
  throw new CodecError(`Not an IP address: ${JSON.stringify(host)}`)
}

/** An IP address as it is decoded, whichever way it was written: `FD00:0::1` is `fd00::1`. */
export function canonicalHost(host: string): string {
  return host.includes(':') ? formatIPv6(parseIPv6(host)) : host
}

/** Bytes that a sockaddr takes, its family included; Ceph reserves the size of the largest for an address of none. */
export function sockaddrBytes(family: number): number {
  return family === AF_INET ? 16 : 28
}

/** Writes what stands behind the family, which is that of the address. */
export function encodeSockaddr(w: Writer, family: number, addr: Sockaddr): void {
  if (family === AF_INET) {
    writeBe16(w, addr.port)
    for (const part of addr.host.split('.')) w.u8(Number(part))
    w.zeros(8)
  } else if (family === AF_INET6) {
    writeBe16(w, addr.port)
    w.u32(addr.flowinfo ?? 0).bytes(parseIPv6(addr.host))
    w.u32(addr.scopeId ?? 0)
  } else w.zeros(sockaddrBytes(0) - 2)
}

/** Reads what stands behind the family; of a family that is not IP, nothing is read. */
export function decodeSockaddr(r: Reader, family: number): Sockaddr {
  if (family === AF_INET) {
    const port = r.field('port', readBe16)
    const [a, b, c, d] = r.field('host', r => r.bytes(4))
    return { host: `${a!}.${b!}.${c!}.${d!}`, port }
  }
  if (family !== AF_INET6) return { host: '', port: 0 }
  const port = r.field('port', readBe16)
  const flowinfo = r.field('flowinfo', r => r.u32())
  const host = formatIPv6(r.field('host', r => r.bytes(16)))
  const scopeId = r.field('scope_id', r => r.u32())
  return { host, port, ...(flowinfo === 0 ? {} : { flowinfo }), ...(scopeId === 0 ? {} : { scopeId }) }
}

function writeBe16(w: Writer, port: number): void {
  if (!Number.isInteger(port) || port < 0 || port > 0xffff) throw new CodecError(`${port} is not a port`)
  w.u8(port >> 8).u8(port & 0xff)
}

/** What the wire has in network byte order: a port, the family of the legacy form. */
export function readBe16(r: Reader): number {
  return r.u8() * 256 + r.u8()
}

function parseIPv6(host: string): Uint8Array {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(host)
  const [a = 0, b = 0, c = 0, d = 0] = dotted === null ? [] : dotted[2]!.split('.').map(Number)
  const text = dotted === null ? host : `${dotted[1]!}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
  const [head = [], tail = []] = text.split('::').map(part => part.split(':').filter(word => word !== ''))
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0')
  const words = (text.includes('::') ? [...head, ...zeros, ...tail] : head).map(word => Number.parseInt(word, 16))
  return Uint8Array.from(words.flatMap(word => [word >> 8, word & 0xff]))
}

/** As inet_ntop prints it. */
function formatIPv6(bytes: Uint8Array): string {
  const words = Array.from({ length: 8 }, (_, i) => bytes[2 * i]! * 256 + bytes[2 * i + 1]!)
  const { start, length } = longestZeros(words)
  const dotted = start === 0 && (length === 6 || (length === 5 && words[5] === 0xffff))
  const parts = words.map(word => word.toString(16))
  if (dotted) parts.splice(6, 2, bytes.subarray(12).join('.'))
  if (length < 2) return parts.join(':')
  return `${parts.slice(0, start).join(':')}::${parts.slice(start + length).join(':')}`
}

function longestZeros(words: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 }
  for (let start = 0; start < words.length; start++) {
    let length = 0
    while (words[start + length] === 0) length++
    if (length > best.length) best = { start, length }
  }
  return best
}
