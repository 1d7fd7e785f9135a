import { formatUtime } from '@cephwire/codec'
import { formatFlags } from './osd-flags.js'
import { formatPool } from '../pool/pool-text.js'
import type { ClusterState } from '../../state/index.js'

/** OSDMap::print of a map without OSDs. */
export function formatOSDDump({ fsid, osdmap }: ClusterState): string {
  const lines = [
    `epoch ${osdmap.epoch}`,
    `fsid ${fsid}`,
    `created ${formatUtime(osdmap.created)}`,
    `modified ${formatUtime(osdmap.modified)}`,
    `flags ${formatFlags(osdmap.flags)}`,
    'crush_version 1',
    'full_ratio 0.95',
    'backfillfull_ratio 0.9',
    'nearfull_ratio 0.85',
    'require_min_compat_client luminous',
    'min_compat_client jewel',
    'require_osd_release pacific',
    'stretch_mode_enabled false',
    ...osdmap.pools.map(formatPool),
    'max_osd 0',
    ...[...osdmap.blocklist].map(([addr, until]) => `blocklist ${addr} expires ${formatUtime(until)}`)
  ]
  return lines.map(line => `${line}\n`).join('')
}
