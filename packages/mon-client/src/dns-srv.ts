/*
  Monitors from DNS                          src/mon/MonMap.cc init_with_dns_srv(), src/common/dns_resolve.cc
    _ceph-mon._tcp.example.com. SRV priority weight port target
*/
import { readFile } from 'node:fs/promises'
import { NamedMonitors } from './config/named-monitors.js'
import { abortable, resolveNames, systemLookup } from './config/resolve-names.js'
import { DnsError } from './errors.js'
import type { Lookup } from './config/resolve-names.js'
import type { ResolvedMonitors } from './mon-host.js'

/** One SRV record. */
export interface SrvRecord {
  /** The target's name. */
  readonly name: string
  readonly port: number
  readonly priority: number
  readonly weight: number
}

/** Gives the SRV records of a name; rejects, or gives none, when there are none. */
export type ResolveSrv = (name: string) => Promise<readonly SrvRecord[]>

export interface DnsSrvOptions {
  /** Default: DNS. */
  readonly resolveSrv?: ResolveSrv
  /** All addresses of a record's target. Default: the system's resolver. */
  readonly lookup?: Lookup
  /** Text of resolv.conf, for the domains to search; what it rejects with is ignored. Default: /etc/resolv.conf. */
  readonly readResolvConf?: () => Promise<string>
  readonly signal?: AbortSignal
}

/** mon_dns_srv_name, taken apart. */
export interface DnsSrvName {
  readonly service: string
  /** '' when the search domains of the system are to be tried. */
  readonly domain: string
}

/** Default of mon_dns_srv_name. */
export const DEFAULT_DNS_SRV_NAME = 'ceph-mon'

/** `ceph-mon_example.com` → service `ceph-mon`, domain `example.com`. */
export function parseDnsSrvName(text: string): DnsSrvName {
  const cut = text.indexOf('_')
  return cut === -1 ? { service: text, domain: '' } : { service: text.slice(0, cut), domain: text.slice(cut + 1) }
}

/** The domains that resolv.conf tells to search: of several `search` and `domain` lines the last one counts. */
export function searchDomains(resolvConf: string): readonly string[] {
  let domains: string[] = []
  for (const line of resolvConf.split('\n')) {
    const [keyword, ...words] = line.split(/[#;]/, 1)[0]!.trim().split(/\s+/)
    if (keyword === 'search') domains = words
    else if (keyword === 'domain') domains = words.slice(0, 1)
  }
  return domains.map(domain => domain.replace(/\.$/, '')).filter(domain => domain !== '')
}

/**
 * Asks DNS for monitors. Without a domain, those of resolv.conf are tried in order, then the bare name: Node's resolver
 * does not search.
 *
 * @param srvName mon_dns_srv_name, such as `ceph-mon` or `ceph-mon_example.com`
 * @throws DnsError when no monitor is found; the signal's reason when it is aborted
 */
export async function resolveDnsSrv(
  srvName = DEFAULT_DNS_SRV_NAME,
  options: DnsSrvOptions = {}
): Promise<ResolvedMonitors> {
  const { lookup = systemLookup, signal } = options
  const records = await findRecords(parseDnsSrvName(srvName), options)
  const answers = await resolveNames(
    records.map(record => record.name),
    lookup,
    signal
  )
  const monitors = new NamedMonitors()
  const taken = new Set<string>()
  for (const { name, port, priority, weight } of records) {
    for (const host of answers.get(name)?.hosts ?? []) {
      const addr = { type: 'any', nonce: 0, host, port } as const
      monitors.addAmbiguous(unused(name.split('.', 1)[0]!, taken), addr, priority, weight)
    }
  }
  const errors = [...answers.values()].flatMap(({ error }) => (error === undefined ? [] : [error]))
  if (monitors.list.length > 0) return { monitors: monitors.list, errors }
  const names = records.map(record => record.name)
  throw new DnsError('None of the monitors that DNS names has an address: check the records', { names, errors })
}

/** A target may have several addresses, and two records. */
function unused(label: string, taken: Set<string>): string {
  let name = label
  for (let n = 2; taken.has(name); n++) name = `${label}-${n}`
  taken.add(name)
  return name
}

async function findRecords({ service, domain }: DnsSrvName, options: DnsSrvOptions): Promise<readonly SrvRecord[]> {
  const { resolveSrv: resolve = systemResolveSrv, readResolvConf = systemResolvConf, signal } = options
  const bare = `_${service}._tcp`
  const suffixes = domain === '' ? [...searchDomains(await readResolvConf().catch(() => '')), ''] : [domain]
  const names = suffixes.map(suffix => (suffix === '' ? bare : `${bare}.${suffix}`))
  const errors: unknown[] = []
  for (const name of names) {
    try {
      // The target "." says that the service is not there (RFC 2782); Node gives it as ''.
      const found = (await abortable(() => resolve(name), signal)).filter(({ name }) => name !== '' && name !== '.')
      if (found.length > 0) return found.toSorted(byPriority)
    } catch (error) {
      signal?.throwIfAborted()
      errors.push(error)
    }
  }
  throw new DnsError(`DNS has no monitors at ${names.join(', ')}`, { names, errors })
}

function byPriority(a: SrvRecord, b: SrvRecord): number {
  return (
    a.priority - b.priority || b.weight - a.weight || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.port - b.port)
  )
}

async function systemResolveSrv(name: string): Promise<readonly SrvRecord[]> {
  const { resolveSrv } = await import('node:dns/promises')
  return resolveSrv(name)
}

function systemResolvConf(): Promise<string> {
  return readFile('/etc/resolv.conf', 'utf8')
}
