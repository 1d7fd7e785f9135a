import { formatUtime, sortedByNumber, sortedNumbers } from '@cephwire/codec'
import { cephFsFeatureNames } from './cephfs-feature.js'
import { compatSetToJson } from './compat-set.js'
import { PACIFIC_COMPAT, isEmptyCompat, withInline } from './mds-compat.js'
import { mdsInfoToJson } from './mds-info-json.js'
import { MDSMapFlag } from './mdsmap.js'
import type { CompatSet, CompatSetJson, FeatureSetJson } from './compat-set.js'
import type { MdsInfo } from './mds-info.js'
import type { MdsInfoJson } from './mds-info-json.js'
import type { MDSMap } from './mdsmap.js'

/** Flags of a MDSMap by name, as Ceph dumps them. */
export interface MDSMapFlagsJson {
  readonly joinable: boolean
  readonly allow_snaps: boolean
  readonly allow_multimds_snaps: boolean
  readonly allow_standby_replay: boolean
  readonly refuse_client_session: boolean
  readonly refuse_standby_for_another_fs: boolean
  readonly balance_automate: boolean
}

/** `mdsmap` in the output of `ceph fs dump -f json`. */
export interface MDSMapJson {
  readonly epoch: number
  readonly flags: number
  /** Since Reef. */
  readonly flags_state?: MDSMapFlagsJson
  readonly ever_allowed_features: number
  readonly explicitly_allowed_features: number
  readonly created: string
  readonly modified: string
  readonly tableserver: number
  readonly root: number
  readonly session_timeout: number
  readonly session_autoclose: number
  readonly required_client_features: FeatureSetJson
  readonly max_file_size: number
  /** Since Reef. */
  readonly max_xattr_size?: number
  readonly last_failure: number
  readonly last_failure_osd_epoch: number
  readonly compat: CompatSetJson
  readonly max_mds: number
  readonly in: readonly number[]
  /** global_id by `mds_` and the rank. */
  readonly up: Readonly<Record<string, number>>
  readonly failed: readonly number[]
  readonly damaged: readonly number[]
  readonly stopped: readonly number[]
  /** By `gid_` and the global_id. */
  readonly info: Readonly<Record<string, MdsInfoJson>>
  readonly data_pools: readonly number[]
  readonly metadata_pool: number
  readonly enabled: boolean
  readonly fs_name: string
  readonly balancer: string
  /** Since Reef. */
  readonly bal_rank_mask?: string
  readonly standby_count_wanted: number
  /** Since Squid. */
  readonly qdb_leader?: number
  readonly qdb_cluster?: readonly number[]
}

function flagsState(flags: number): MDSMapFlagsJson {
  const has = (flag: number): boolean => (flags & flag) !== 0
  return {
    joinable: !has(MDSMapFlag.NOT_JOINABLE),
    allow_snaps: has(MDSMapFlag.ALLOW_SNAPS),
    allow_multimds_snaps: has(MDSMapFlag.ALLOW_MULTIMDS_SNAPS),
    allow_standby_replay: has(MDSMapFlag.ALLOW_STANDBY_REPLAY),
    refuse_client_session: has(MDSMapFlag.REFUSE_CLIENT_SESSION),
    refuse_standby_for_another_fs: has(MDSMapFlag.REFUSE_STANDBY_FOR_ANOTHER_FS),
    balance_automate: has(MDSMapFlag.BALANCE_AUTOMATE)
  }
}

/** What a monitor takes a daemon to know: it asks the map about those that say nothing. */
function infoCompat(info: MdsInfo, ofMap: CompatSet): CompatSet {
  const own = info.compat ?? PACIFIC_COMPAT
  return withInline(isEmptyCompat(own) ? ofMap : own)
}

function requiredFeatures(bits: Uint8Array): FeatureSetJson {
  return Object.fromEntries(Array.from(cephFsFeatureNames(bits), ([bit, name]) => [`feature_${bit}`, name]))
}

function infos(map: MDSMap, compat: CompatSet): Record<string, MdsInfoJson> {
  const pairs = Array.from(sortedByNumber(map.mdsInfo), ([gid, info]) => [
    `gid_${gid}`,
    mdsInfoToJson(info, infoCompat(info, compat))
  ])
  return Object.fromEntries(pairs) as Record<string, MdsInfoJson>
}

function qdb(map: MDSMap): Partial<Pick<MDSMapJson, 'qdb_leader' | 'qdb_cluster'>> {
  if (map.qdbClusterLeader === undefined) return {}
  return { qdb_leader: Number(map.qdbClusterLeader), qdb_cluster: [...(map.qdbClusterMembers ?? [])].map(Number) }
}

/**
 * The map of one file system as `ceph fs dump -f json` prints it, names and order included: src/mds/MDSMap.cc, dump().
 *
 * A map with the fields of Reef or Squid is printed as those do, others as Pacific does. Numbers are as JSON.parse
 * reads what Ceph prints: beyond 2⁵³ the nearest one.
 */
export function mdsMapToJson(map: MDSMap): MDSMapJson {
  const reef = map.maxXattrSize !== undefined
  const compat = withInline(map.compat)
  return {
    epoch: map.epoch,
    flags: map.flags,
    ...(reef ? { flags_state: flagsState(map.flags) } : {}),
    ever_allowed_features: map.everAllowedFeatures,
    explicitly_allowed_features: map.explicitlyAllowedFeatures,
    created: formatUtime(map.created),
    modified: formatUtime(map.modified),
    tableserver: map.tableserver,
    root: map.root,
    session_timeout: map.sessionTimeout,
    session_autoclose: map.sessionAutoclose,
    required_client_features: requiredFeatures(map.requiredClientFeatures),
    max_file_size: Number(BigInt.asIntN(64, map.maxFileSize)),
    ...(reef ? { max_xattr_size: Number(BigInt.asIntN(64, map.maxXattrSize ?? 0n)) } : {}),
    last_failure: map.lastFailure,
    last_failure_osd_epoch: map.lastFailureOsdEpoch,
    compat: compatSetToJson(compat),
    max_mds: map.maxMds,
    in: sortedNumbers(map.in),
    up: Object.fromEntries(Array.from(sortedByNumber(map.up), ([rank, gid]) => [`mds_${rank}`, Number(gid)])),
    failed: sortedNumbers(map.failed),
    damaged: sortedNumbers(map.damaged),
    stopped: sortedNumbers(map.stopped),
    info: infos(map, compat),
    data_pools: map.dataPools.map(Number),
    metadata_pool: Number(map.metadataPool),
    enabled: map.enabled,
    fs_name: map.fsName,
    balancer: map.balancer,
    ...(reef ? { bal_rank_mask: map.balRankMask ?? '' } : {}),
    standby_count_wanted: Math.max(0, map.standbyCountWanted),
    ...qdb(map)
  }
}
