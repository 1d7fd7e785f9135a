import { isInQuorum } from './mon-status.js'
import type { KnownCluster, KnownMonitor, MonStatus } from './mon-status.js'
import type { Probe } from './probe.js'

/** What all probes together tell of the cluster. */
export interface ClusterView {
  /** By the newest monmap that was seen; undefined when no monitor told anything. */
  readonly cluster: KnownCluster | undefined
  /** Ids of all clusters that were seen. */
  readonly fsids: readonly string[]
  /** Of each monitor that answered a ping, once. */
  readonly statuses: readonly MonStatus[]
  readonly authenticated: readonly Probe[]
}

export function viewOf(probes: readonly Probe[]): ClusterView {
  const clusters = probes.flatMap(({ cluster, status }) =>
    [cluster, status?.cluster].filter(known => known !== undefined)
  )
  const statuses = new Map(
    probes.flatMap(({ status }) => (status === undefined ? [] : [[status.name, status] as const]))
  )
  return {
    cluster: clusters.toSorted((a, b) => b.epoch - a.epoch)[0],
    fsids: [...new Set(clusters.map(({ fsid }) => fsid))],
    statuses: [...statuses.values()],
    authenticated: probes.filter(isAuthenticated)
  }
}

/** On msgr2 the messenger is ready only then; on msgr1 messages follow. */
export function isAuthenticated({ phase, protocol }: Probe): boolean {
  return protocol === 'msgr1' ? phase === 'MONMAP' || phase === 'DONE' : protocol !== undefined
}

/** The monitor at an address. */
export function monitorAt(cluster: KnownCluster | undefined, text: string): KnownMonitor | undefined {
  return cluster?.monitors.find(({ addrs }) => addrs.includes(text))
}

/** The names in the quorum; undefined when no monitor says that there is one. */
export function quorumOf({ statuses }: ClusterView): readonly string[] | undefined {
  return statuses.find(isInQuorum)?.quorum
}
