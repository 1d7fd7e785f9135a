import { ConfigError, DnsError, resolveMonitors } from '@cephwire/mon-client'
import { configMessage } from '../config-message.js'
import { failed, ok, warning } from './check.js'
import { count, source } from './words.js'
import type { DnsSrvOptions, NamedMonitor, ResolvedConfig } from '@cephwire/mon-client'
import type { Check, Trouble } from './check.js'

/** Where the monitors are said to be. */
export interface MonHost {
  readonly checks: readonly Check[]
  /** Empty when nobody knows. */
  readonly monitors: readonly NamedMonitor[]
}

/** Finds the addresses of the monitors: mon_host, sections of ceph.conf or DNS. */
export async function examineMonHost(config: ResolvedConfig, dns: DnsSrvOptions): Promise<MonHost> {
  const from = source(config.sources['monitors'])
  try {
    const { monitors, errors } = await resolveMonitors(config, dns)
    const addresses = monitors.flatMap(({ addrs }) => addrs)
    const where = config.monitorSource.kind === 'dns_srv' ? `DNS SRV ${config.monitorSource.srvName}` : from
    const found = ok('mon-host', `${count(addresses.length, 'address')} to try, from ${where}`)
    const lost = errors.map(error => warning('mon-host', unresolved(error, from)))
    return { checks: [found, ...lost], monitors }
  } catch (error) {
    return { checks: [failed('mon-host', trouble(error, config, from, dns.signal))], monitors: [] }
  }
}

function trouble(error: unknown, config: ResolvedConfig, from: string, signal: AbortSignal | undefined): Trouble {
  if (signal?.aborted === true) {
    return {
      problem: 'dns-timeout',
      seen: `The names of ${from} were not resolved in time`,
      meaning: 'The DNS server of this host does not answer.',
      advice: ['Check the servers in /etc/resolv.conf, or give addresses instead of names:', '  mon_host = 10.0.0.1']
    }
  }
  if (error instanceof DnsError) {
    return config.monitorSource.kind === 'dns_srv'
      ? { ...unresolved(error, from), problem: 'srv-missing', advice: srvAdvice(error) }
      : unresolved(error, from)
  }
  if (!(error instanceof ConfigError)) throw error
  if (config.monitorSource.kind === 'dns_srv') {
    return {
      problem: 'mon-host-missing',
      seen: `${nowhere(config)}, and DNS has no record for ${config.monitorSource.srvName}`,
      meaning: 'Nobody says where the monitors are.',
      advice: [
        'Say it on the command line:',
        '  cephwire -m ADDRESS,ADDRESS …',
        'or in section [global] of /etc/ceph/ceph.conf:',
        '  mon_host = ADDRESS,ADDRESS'
      ]
    }
  }
  return {
    problem: 'mon-host-malformed',
    seen: `${configMessage(error)}, from ${from}`,
    meaning: 'What should be addresses of monitors are none.',
    advice: [
      'Write it such as one of these:',
      '  mon_host = 10.0.0.1,10.0.0.2',
      '  mon_host = [v2:10.0.0.1:3300,v1:10.0.0.1:6789]'
    ]
  }
}

function nowhere({ confFile }: ResolvedConfig): string {
  return confFile === undefined ? 'There is no configuration file and no -m' : `${confFile} has no mon_host`
}

function unresolved(error: DnsError, from: string): Trouble {
  return {
    problem: 'name-unresolved',
    seen: error.message.replace(/: check .*$/, ''),
    meaning: `A name of ${from} has no address on this host.`,
    advice: ['Correct the name, or give addresses instead of names. What this host makes of it:', ...lookups(error)]
  }
}

const lookups = ({ names }: DnsError): readonly string[] => names.slice(0, 3).map(name => `  getent hosts ${name}`)

function srvAdvice({ names }: DnsError): readonly string[] {
  return [
    'Correct mon_dns_srv_name, or add records to DNS, one for each monitor:',
    ...names.slice(0, 1).map(name => `  ${name} 3600 IN SRV 10 60 3300 MONITOR`),
    'What there is:',
    ...names.slice(0, 1).map(name => `  dig +short SRV ${name}`)
  ]
}
