import { formatUtime } from '@cephwire/codec'
import { cephReleaseName } from '@cephwire/maps'
import { ENABLED_MODULES } from '../mgr/mgr-modules.js'
import { formatHealth } from './health.js'
import { healthJson } from '../../status/health-json.js'
import { jsonLine } from '../text/json-line.js'
import { formatBytes } from '../text/byte-size.js'
import { formatTimespan } from '../text/timespan.js'
import { formatOSDSummary, osdSummary } from '../osd/osd-stat.js'
import { rawUsage } from './usage.js'
import type { JsonValue } from '../../format/json-formatter.js'
import type { ClusterState } from '../../state/index.js'
import type { CommandInit } from '../../command-table.js'

export const statusCommand: CommandInit = {
  signature: 'status',
  help: 'the cluster at a glance',
  handler: ({ cluster, json, format }) => ({
    output: json ? jsonLine(statusJson(cluster), format) : formatStatus(cluster)
  })
}

/** As src/mon/Monitor.cc, get_cluster_status, of a cluster without OSDs, managers and file systems. */
export function statusJson(cluster: ClusterState): JsonValue {
  const { monmap, quorum, fsmap, servicemap, osdmap } = cluster
  const { total, used, avail, objects } = rawUsage(cluster)
  return {
    fsid: cluster.fsid,
    health: healthJson(cluster),
    election_epoch: quorum.epoch,
    quorum: quorum.ranks,
    quorum_names: quorum.members,
    quorum_age: Math.floor(quorum.age / 1000),
    monmap: {
      epoch: monmap.epoch,
      min_mon_release_name: cephReleaseName(monmap.map.minMonRelease),
      num_mons: monmap.names.length
    },
    osdmap: osdSummary(osdmap),
    pgmap: {
      pgs_by_state: [],
      num_pgs: 0,
      num_pools: 0,
      num_objects: objects,
      data_bytes: 0,
      bytes_used: used,
      bytes_avail: avail,
      bytes_total: total
    },
    fsmap: { epoch: fsmap.epoch, by_rank: [], 'up:standby': 0 },
    mgrmap: { available: false, num_standbys: 0, modules: ENABLED_MODULES, services: {} },
    servicemap: { epoch: servicemap.epoch, modified: formatUtime(osdmap.created), services: {} },
    progress_events: {}
  }
}

function formatStatus(cluster: ClusterState): string {
  const { monmap, quorum, health, osdmap } = cluster
  const { total, used, avail, objects } = rawUsage(cluster)
  const away = monmap.names.filter(name => !quorum.has(name))
  const out = away.length === 0 ? '' : `, out of quorum: ${away.join(', ')}`
  const age = formatTimespan(quorum.age)
  return `  cluster:
    id:     ${cluster.fsid}
    health: ${formatHealth(health, '\n            ', '\n            ')}
 
  services:
    mon: ${monmap.names.length} daemons, quorum ${quorum.members.join(',')} (age ${age})${out}
    mgr: no daemons active
    osd: ${formatOSDSummary(osdmap, '         ')}
 
  data:
    pools:   0 pools, 0 pgs
    objects: ${objects} objects, 0 B
    usage:   ${formatBytes(used)} used, ${formatBytes(avail)} / ${formatBytes(total)} avail
    pgs:     
 
`
}
