import { crc32c, formatUtime } from '@cephwire/codec'
import { monMapToJson } from '@cephwire/maps'
import { formatJson } from '../../format/json-formatter.js'
import { fsMapJson } from '../mgr/fs-map-json.js'
import { healthJson } from '../../status/health-json.js'
import { osdDumpJson } from '../osd/osd-dump-json.js'
import { versionParts } from '../mon/mon-metadata.js'
import type { JsonValue } from '../../format/json-formatter.js'
import type { ClusterState } from '../../state/index.js'
import type { CommandInit } from '../../command-table.js'

/** The maps of the monitors; what Ceph adds about placement groups and CRUSH is left out. */
export const reportCommand: CommandInit = {
  signature: 'report name=tags,type=CephString,n=N,req=false',
  help: 'all that the monitors know, in one',
  handler: ({ cluster, args, json, format }) => {
    const report = reportJson(cluster, args.strings('tags').join(' '))
    const output = formatJson(report, !json || format === 'json-pretty')
    return { status: `report ${crc32c(0xffffffff, new TextEncoder().encode(output))}`, output }
  }
}

function reportJson(cluster: ClusterState, tag: string): JsonValue {
  const { monmap, osdmap, fsmap, servicemap, quorum, auth } = cluster
  const { version, commit } = versionParts(cluster.cephVersion)
  return {
    cluster_fingerprint: cluster.fsid,
    version,
    commit,
    timestamp: formatUtime(cluster.now()),
    tag,
    health: healthJson(cluster, true),
    monmap_first_committed: monmap.firstCommitted,
    monmap_last_committed: monmap.epoch,
    monmap: monMapToJson(monmap.map) as unknown as JsonValue,
    quorum: quorum.ranks,
    osdmap: osdDumpJson(cluster),
    osd_metadata: [],
    osdmap_first_committed: osdmap.firstCommitted,
    osdmap_last_committed: osdmap.epoch,
    fsmap: fsMapJson(fsmap.epoch),
    mdsmap_first_committed: fsmap.firstCommitted,
    mdsmap_last_committed: fsmap.epoch,
    auth: { first_committed: 1, last_committed: auth.version, num_secrets: auth.entries.length },
    num_pg: 0,
    num_pg_active: 0,
    num_pg_unknown: 0,
    num_osd: 0,
    servicemap: { epoch: servicemap.epoch, modified: formatUtime(osdmap.created), services: {} }
  }
}
