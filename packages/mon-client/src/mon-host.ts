/*
  mon_host                                   src/common/ceph_argparse.cc parse_ip_port_vec(), src/mon/MonMap.cc

    mon_host = item *( "," | ";" | space, item )
    item     = "[" addr *( "," addr ) "]"        all addresses of one monitor
             | addr | name [ ":" port ]
    addr     = [ "v1:" | "v2:" | "any:" ] IP [ ":" port ] [ "/" nonce ]       IPv6 in brackets when a port follows
*/
import { isIP } from 'node:net'
import { MON_PORT_LEGACY, MON_PORT_MSGR2, NamedMonitors, nonameAt } from './config/named-monitors.js'
import { resolveNames, systemLookup } from './config/resolve-names.js'
import { ConfigError, DnsError } from './errors.js'
import type { EntityAddr, EntityAddrType, EntityAddrvec } from '@cephwire/codec'
import type { NamedMonitor } from './config/named-monitors.js'
import type { Lookup } from './config/resolve-names.js'

/** One item of mon_host, in the order of the text. */
export type MonHostCandidate =
  | { readonly kind: 'addrvec'; readonly addrs: EntityAddrvec }
  /** The type is `any` and the port 0 where the text leaves them open. */
  | { readonly kind: 'addr'; readonly addr: EntityAddr }
  | { readonly kind: 'name'; readonly name: string; readonly type: EntityAddrType; readonly port: number }

/** Characters of mon_host (docs/limits.md): room for ten thousand addrvecs. */
export const MAX_MON_HOST_LENGTH = 1024 * 1024

const SEPARATORS = /[,; \t\r\n]/
const ADDR =
  /^(v1:|v2:|any:)?(?:\[([^[\]]*)\]|([0-9a-fA-F:.]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)|([^:/[\]]*))(?::([^/]*))?(?:\/(.*))?$/
const HOST_NAME =
  /^(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\.?$/

const types: Readonly<Record<string, EntityAddrType>> = { 'v1:': 'legacy', 'v2:': 'msgr2', 'any:': 'any' }

/**
 * Reads mon_host.
 *
 * @throws ConfigError with the column of the first mistake, also when there is nothing to try
 */
export function parseMonHost(text: string): readonly MonHostCandidate[] {
  if (text.length > MAX_MON_HOST_LENGTH) fail(`mon_host is longer than ${MAX_MON_HOST_LENGTH} characters`, 0)
  const candidates: MonHostCandidate[] = []
  let pos = 0
  while (pos < text.length) {
    if (SEPARATORS.test(text[pos]!)) {
      pos++
      continue
    }
    const end = endOfItem(text, pos)
    candidates.push(parseItem(text.slice(pos, end), pos))
    pos = end
  }
  if (candidates.length === 0) fail('mon_host names no monitor: expected such as 10.0.0.1 or v2:10.0.0.1:3300', 0)
  return candidates
}

function fail(message: string, pos: number): never {
  throw new ConfigError(message, { option: 'mon_host', column: pos + 1 })
}

/** Commas inside brackets belong to the item; blanks and semicolons do not, as in Ceph. */
function endOfItem(text: string, start: number): number {
  let depth = 0
  let open = start
  let end = start
  for (; end < text.length; end++) {
    const char = text[end]!
    if (char === '[' && depth++ === 0) open = end
    else if (char === ']' && --depth < 0) fail('"]" without its "["', end)
    else if (SEPARATORS.test(char) && (depth === 0 || char !== ',')) break
  }
  if (depth > 0) fail('"[" without its "]"', open)
  return end
}

function parseItem(item: string, pos: number): MonHostCandidate {
  // With a type in front it is no IPv6 address, which isIP() takes milliseconds to find out.
  const typed = /^\[(v1|v2|any):/.test(item)
  if (!item.startsWith('[') || (!typed && isIP(item.slice(1, item.indexOf(']'))) !== 0)) return parseAddr(item, pos)
  if (!item.endsWith(']')) fail('Unexpected text behind the brackets of an addrvec', pos + item.lastIndexOf(']') + 1)
  const addrs: EntityAddr[] = []
  let at = pos + 1
  for (const part of item.slice(1, -1).split(',')) {
    const candidate = parseAddr(part, at)
    if (candidate.kind === 'name') fail('Only addresses stand in the brackets of an addrvec, no names', at)
    if (candidate.kind === 'addr') addrs.push(complete(candidate.addr))
    at += part.length + 1
  }
  return addrs.length === 1 ? { kind: 'addr', addr: addrs[0]! } : { kind: 'addrvec', addrs }
}

/** In an addrvec, what says nothing is msgr2; Ceph would leave a missing port 0. */
function complete(addr: EntityAddr): EntityAddr {
  const type = addr.type === 'legacy' ? 'legacy' : 'msgr2'
  return { ...addr, type, port: addr.port || (type === 'legacy' ? MON_PORT_LEGACY : MON_PORT_MSGR2) }
}

function parseAddr(text: string, pos: number): MonHostCandidate {
  const match = ADDR.exec(text)
  if (match === null) fail('Not an address: expected such as 10.0.0.1, v2:10.0.0.1:3300 or [fd00::1]:3300', pos)
  const prefix = match[1] ?? ''
  const host = match[2] ?? match[3] ?? match[4] ?? ''
  const type = types[prefix] ?? 'any'
  const hostPos = pos + prefix.length
  if (match[5]?.includes(':') === true) fail('Not an IP address', hostPos)
  const port = match[5] === undefined ? 0 : parsePort(match[5], pos + text.indexOf(match[5], text.indexOf(host)))
  const nonce = match[6] === undefined ? 0 : parseNumber(match[6], 0xffffffff, 'nonce', pos + text.lastIndexOf('/') + 1)
  if (isIP(host) !== 0 && !host.includes('%')) {
    return { kind: 'addr', addr: { type, nonce, host: host.toLowerCase(), port } }
  }
  if (match[2] !== undefined || match[3] !== undefined || /^[0-9.]*$/.test(host)) fail('Not an IP address', hostPos)
  if (!HOST_NAME.test(host)) fail('Neither an IP address nor the name of a host', hostPos)
  if (match[6] !== undefined) fail('A name has no nonce', pos + text.lastIndexOf('/'))
  return { kind: 'name', name: host, type, port }
}

function parsePort(text: string, pos: number): number {
  if (text === '') return 0
  const port = parseNumber(text, 0xffff, 'port', pos)
  return port === 0 ? fail('Port 0: leave the port out for the usual ones, 3300 and 6789', pos) : port
}

function parseNumber(text: string, max: number, what: string, pos: number): number {
  if (!/^\d{1,10}$/.test(text) || Number(text) > max) fail(`Not a ${what}: expected a number up to ${max}`, pos)
  return Number(text)
}

export interface ResolveMonHostOptions {
  /** All addresses of a name. Default: the system's resolver. */
  readonly lookup?: Lookup
  readonly signal?: AbortSignal
}

/** What became of mon_host. */
export interface ResolvedMonitors {
  /** At least one. */
  readonly monitors: readonly NamedMonitor[]
  /** One for each name that could not be resolved while others could. */
  readonly errors: readonly DnsError[]
}

/**
 * Resolves the names among the candidates to all of their addresses, and names every address as Ceph does.
 *
 * @throws DnsError when nothing remains to try; the signal's reason when it is aborted
 */
export async function resolveMonHost(
  candidates: readonly MonHostCandidate[],
  { lookup = systemLookup, signal }: ResolveMonHostOptions = {}
): Promise<ResolvedMonitors> {
  const names = candidates.flatMap(candidate => (candidate.kind === 'name' ? [candidate.name] : []))
  const answers = await resolveNames(names, lookup, signal)
  const monitors = new NamedMonitors()
  let index = 0
  for (const candidate of candidates) {
    if (candidate.kind === 'addrvec') monitors.add(nonameAt(index++), candidate.addrs)
    else if (candidate.kind === 'addr') monitors.addAmbiguous(nonameAt(index++), candidate.addr)
    else {
      for (const host of answers.get(candidate.name)?.hosts ?? []) {
        const addr: EntityAddr = { type: candidate.type, nonce: 0, host, port: candidate.port }
        monitors.addAmbiguous(nonameAt(index++), addr)
      }
    }
  }
  const errors = [...answers.values()].flatMap(({ error }) => (error === undefined ? [] : [error]))
  if (monitors.list.length === 0) {
    if (errors.length === 1) throw errors[0]!
    throw new DnsError(`None of the ${errors.length} names in mon_host has an address: check mon_host and DNS`, {
      names: errors.flatMap(error => error.names),
      errors
    })
  }
  return { monitors: monitors.list, errors }
}
