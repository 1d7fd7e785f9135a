import { formatUtime } from '@cephwire/codec'
import { flagsMask, formatFlags } from './osd-flags.js'
import { poolJson } from '../pool/pool-json.js'
import type { JsonValue } from '../../format/json-formatter.js'
import type { ClusterState } from '../../state/index.js'

export const NEVER = '0.000000'

/** OSDMap::dump of a map without OSDs. Ratios are floats in the map, and printed as doubles. */
export function osdDumpJson({ fsid, osdmap }: ClusterState): JsonValue {
  const { flags } = osdmap
  return {
    epoch: osdmap.epoch,
    fsid,
    created: formatUtime(osdmap.created),
    modified: formatUtime(osdmap.modified),
    last_up_change: NEVER,
    last_in_change: NEVER,
    flags: formatFlags(flags),
    flags_num: flagsMask(flags),
    flags_set: [...flags].sort(),
    crush_version: 1,
    full_ratio: Math.fround(0.95),
    backfillfull_ratio: Math.fround(0.9),
    nearfull_ratio: Math.fround(0.85),
    cluster_snapshot: '',
    pool_max: osdmap.maxPoolId,
    max_osd: 0,
    require_min_compat_client: 'luminous',
    min_compat_client: 'jewel',
    require_osd_release: 'pacific',
    pools: osdmap.pools.map(pool => poolJson(pool, 'pool')),
    osds: [],
    osd_xinfo: [],
    pg_upmap: [],
    pg_upmap_items: [],
    pg_temp: [],
    primary_temp: [],
    blocklist: Object.fromEntries([...osdmap.blocklist].map(([addr, until]) => [addr, formatUtime(until)])),
    range_blocklist: {},
    erasure_code_profiles: { default: { k: '2', m: '2', plugin: 'jerasure', technique: 'reed_sol_van' } },
    removed_snaps_queue: [],
    new_removed_snaps: [],
    new_purged_snaps: [],
    crush_node_flags: {},
    device_class_flags: {},
    stretch_mode: {
      stretch_mode_enabled: false,
      stretch_bucket_count: 0,
      degraded_stretch_mode: 0,
      recovering_stretch_mode: 0,
      stretch_mode_bucket: 0
    }
  }
}
