import { resolveDnsSrv } from '../dns-srv.js'
import { ConfigError, DnsError } from '../errors.js'
import { parseMonHost, resolveMonHost } from '../mon-host.js'
import type { DnsSrvOptions } from '../dns-srv.js'
import type { ResolvedMonitors } from '../mon-host.js'
import type { ResolvedConfig } from './resolve-config.js'

/**
 * The monitors to try first, with the names of hosts resolved.
 *
 * @throws ConfigError when nothing names a monitor, with what to add where; DnsError when names are given and none can
 * be resolved; the signal's reason when it is aborted
 */
export async function resolveMonitors(
  config: Pick<ResolvedConfig, 'monitorSource' | 'sources'>,
  options: DnsSrvOptions = {}
): Promise<ResolvedMonitors> {
  const source = config.monitorSource
  switch (source.kind) {
    case 'mon_host':
      return resolveMonHost(parseMonHost(source.text), options)
    case 'mon_addr':
      return { monitors: source.monitors, errors: [] }
    case 'dns_srv':
      try {
        return await resolveDnsSrv(source.srvName, options)
      } catch (error) {
        // A domain that was asked for is a fault of DNS; nobody asked for the default one.
        if (!(error instanceof DnsError) || config.sources['monitors'] !== 'default') throw error
        throw new ConfigError(`${source.advice} (${error.message})`, { option: 'mon_host', cause: error })
      }
  }
}
