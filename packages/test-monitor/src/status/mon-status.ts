import { CEPH_FEATURES_ALL, CephFeature, entityTypeName, haveFeature } from '@cephwire/codec'
import { monFeatureNames, monMapToJson } from '@cephwire/maps'
import type { CommandMonitor } from '../command/caller.js'
import type { JsonValue } from '../format/json-formatter.js'
import type { ClusterState } from '../state/cluster-state.js'

/** As `ceph tell mon.a mon_status` has it: src/mon/Monitor.cc, get_mon_status. */
export function monStatusJson(cluster: ClusterState, monitor: CommandMonitor): { readonly [name: string]: JsonValue } {
  const { monmap, quorum } = cluster
  const features = monFeatureNames(monmap.map.persistentFeatures)
  const members = monitor.inQuorum ? quorum.ranks : []
  return {
    name: monitor.name,
    rank: monitor.rank,
    state: monitor.state,
    election_epoch: quorum.epoch,
    quorum: members,
    ...(monitor.inQuorum ? { quorum_age: Math.floor(quorum.age / 1000) } : {}),
    features: {
      required_con: String(CephFeature.MSG_ADDR2),
      required_mon: features,
      quorum_con: String(CEPH_FEATURES_ALL),
      quorum_mon: features
    },
    outside_quorum: monitor.inQuorum ? [] : [monitor.name],
    extra_probe_peers: [],
    sync_provider: [],
    monmap: monMapToJson(monmap.map) as unknown as JsonValue,
    feature_map: featureMap([monitor]),
    stretch_mode: monmap.map.stretchModeEnabled
  }
}

/** Who is connected to these monitors, by type and features: as `ceph features`. */
export function featureMap(monitors: readonly CommandMonitor[]): { readonly [type: string]: JsonValue } {
  const counts = new Map<string, Map<bigint, number>>([['mon', new Map([[CEPH_FEATURES_ALL, monitors.length]])]])
  for (const { name, features } of monitors.flatMap(({ sessions }) => sessions)) {
    const type = entityTypeName(name.type)
    const byFeatures = counts.get(type) ?? new Map<bigint, number>()
    counts.set(type, byFeatures.set(features, (byFeatures.get(features) ?? 0) + 1))
  }
  return Object.fromEntries(
    [...counts].map(([type, byFeatures]) => [
      type,
      [...byFeatures].map(([features, num]) => ({
        features: `0x${features.toString(16)}`,
        release: featureRelease(features),
        num
      }))
    ])
  )
}

/** ceph_release_from_features: what it is called that has these features. */
function featureRelease(features: bigint): string {
  if (haveFeature(features, CephFeature.SERVER_NAUTILUS)) return 'luminous'
  return haveFeature(features, CephFeature.SERVER_JEWEL) ? 'jewel' : 'unknown'
}
