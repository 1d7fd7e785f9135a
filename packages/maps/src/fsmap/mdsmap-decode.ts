/*
  MDSMap                                     src/mds/MDSMap.cc, decode()
    DECODE_START_LEGACY_COMPAT_LEN_16(5, 4, 4)
      u32 epoch
      u32 flags
      u32 last_failure
      s32 root
      u32 session_timeout
      u32 session_autoclose
      u64 max_file_size
      s32 max_mds
      map<u64, mds_info_t> mds_info
      vector<s64> data_pools                   before struct_v 3 of u32
      s64 cas_pool                             before struct_v 3 s32
      u16 ev                                   since struct_v 2; for a peer without PGID64 the map ends here
      CompatSet compat                         since ev 3
      s64 metadata_pool                        before ev 5 u32
      utime_t created
      utime_t modified
      s32 tableserver
      set<s32> in
      map<s32, s32> inc
      map<s32, u64> up
      set<s32> failed
      set<s32> stopped
      u32 last_failure_osd_epoch               since ev 4
      u8  ever_allowed_features                since ev 6; before ev 10 whether snapshots are
      u8  explicitly_allowed_features          since ev 6; before ev 10 whether snapshots are
      u8  inline_data_enabled                  since ev 7
      u8  enabled                              since ev 8
      string fs_name                           since ev 8
      set<s32> damaged                         since ev 9
      string balancer                          since ev 11
      s32 standby_count_wanted                 since ev 12
      s32 old_max_mds                          since ev 13
      u8  min_compat_client                    since ev 14
      feature_bitset_t required_client_features    since ev 16: u32 length, bytes
      string bal_rank_mask                     since ev 17
      u64 max_xattr_size                       since ev 18
      u64 qdb_cluster_leader                   since ev 19
      unordered_set<u64> qdb_cluster_members   since ev 19
*/
import { utimeCodec } from '@cephwire/codec'
import { readTail } from '../struct-encoding.js'
import { compatSetCodec } from './compat-set.js'
import { BASE_COMPAT } from './mds-compat.js'
import { mdsInfoCodec } from './mds-info.js'
import { MDSMapFlag } from './mdsmap.js'
import type { Decode, Reader } from '@cephwire/codec'
import type { MDSMap } from './mdsmap.js'

const STRUCT_V = 5
/** The first struct_v with a length. */
const LEN_V = 4
/** global_id and a mds_info_t of struct_v 1 */
const MIN_INFO_BYTES = 64

/** Of a map that has no name for its file system. */
const DEFAULT_FS_NAME = 'cephfs'

const decodeRanks: Decode<Set<number>> = r => r.set(r => r.s32(), 4)

/** What clients in the kernel read. */
function decodeFront(r: Reader, structV: number) {
  return {
    epoch: r.field('epoch', r => r.u32()),
    flags: r.field('flags', r => r.u32()),
    lastFailure: r.field('last_failure', r => r.u32()),
    root: r.field('root', r => r.s32()),
    sessionTimeout: r.field('session_timeout', r => r.u32()),
    sessionAutoclose: r.field('session_autoclose', r => r.u32()),
    maxFileSize: r.field('max_file_size', r => r.u64()),
    maxMds: r.field('max_mds', r => r.s32()),
    mdsInfo: r.field('mds_info', r => r.map(r => r.u64(), mdsInfoCodec.decode, MIN_INFO_BYTES)),
    dataPools: r.field('data_pools', r => (structV < 3 ? r.list(r => BigInt(r.u32()), 4) : r.list(r => r.s64(), 8))),
    casPool: r.field('cas_pool', r => (structV < 3 ? BigInt(r.s32()) : r.s64()))
  }
}

/** What is behind `ev`, up to where it was in Bobtail. */
function decodeMiddle(r: Reader, ev: number) {
  return {
    compat: ev >= 3 ? r.field('compat', compatSetCodec.decode) : BASE_COMPAT,
    metadataPool: r.field('metadata_pool', r => (ev < 5 ? BigInt(r.u32()) : r.s64())),
    created: r.field('created', utimeCodec.decode),
    modified: r.field('modified', utimeCodec.decode),
    tableserver: r.field('tableserver', r => r.s32()),
    in: r.field('in', decodeRanks),
    inc: r.field('inc', r =>
      r.map(
        r => r.s32(),
        r => r.s32(),
        8
      )
    ),
    up: r.field('up', r =>
      r.map(
        r => r.s32(),
        r => r.u64(),
        12
      )
    ),
    failed: r.field('failed', decodeRanks),
    stopped: r.field('stopped', decodeRanks),
    lastFailureOsdEpoch: ev >= 4 ? r.field('last_failure_osd_epoch', r => r.u32()) : 0
  }
}

const NO_MIDDLE: ReturnType<typeof decodeMiddle> = {
  compat: BASE_COMPAT,
  metadataPool: 0n,
  created: { sec: 0, nsec: 0 },
  modified: { sec: 0, nsec: 0 },
  tableserver: 0,
  in: new Set(),
  inc: new Map(),
  up: new Map(),
  failed: new Set(),
  stopped: new Set(),
  lastFailureOsdEpoch: 0
}

function decodeAllowed(r: Reader, ev: number): number {
  if (ev < 6) return 0
  if (ev >= 10) return r.u8()
  return r.bool() ? MDSMapFlag.ALLOW_SNAPS : 0
}

function decodeSinceReef(r: Reader, ev: number): Pick<MDSMap, 'balRankMask' | 'maxXattrSize'> {
  return {
    ...(ev >= 17 ? { balRankMask: r.field('bal_rank_mask', r => r.string()) } : {}),
    ...(ev >= 18 ? { maxXattrSize: r.field('max_xattr_size', r => r.u64()) } : {})
  }
}

function decodeSinceSquid(r: Reader): Pick<MDSMap, 'qdbClusterLeader' | 'qdbClusterMembers'> {
  return {
    qdbClusterLeader: r.field('qdb_cluster_leader', r => r.u64()),
    qdbClusterMembers: r.field('qdb_cluster_members', r => r.set(r => r.u64(), 8))
  }
}

/** What came with Emperor and later. */
function decodeRest(r: Reader, ev: number, epoch: number) {
  return {
    everAllowedFeatures: r.field('ever_allowed_features', r => decodeAllowed(r, ev)),
    explicitlyAllowedFeatures: r.field('explicitly_allowed_features', r => decodeAllowed(r, ev)),
    inlineDataEnabled: ev >= 7 ? r.field('inline_data_enabled', r => r.bool()) : false,
    enabled: ev >= 8 ? r.field('enabled', r => r.bool()) : epoch > 1,
    fsName: ev >= 8 ? r.field('fs_name', r => r.string()) : DEFAULT_FS_NAME,
    damaged: ev >= 9 ? r.field('damaged', decodeRanks) : new Set<number>(),
    balancer: ev >= 11 ? r.field('balancer', r => r.string()) : '',
    standbyCountWanted: ev >= 12 ? r.field('standby_count_wanted', r => r.s32()) : -1,
    oldMaxMds: ev >= 13 ? r.field('old_max_mds', r => r.s32()) : 0,
    minCompatClient: ev >= 14 ? r.field('min_compat_client', r => r.u8()) : 0,
    requiredClientFeatures: ev >= 16 ? r.field('required_client_features', r => r.blob().slice()) : new Uint8Array(0),
    ...decodeSinceReef(r, ev),
    ...(ev >= 19 ? decodeSinceSquid(r) : {})
  }
}

function decodeBody(r: Reader, structV: number): MDSMap {
  const front = decodeFront(r, structV)
  const noMore = structV < 3 && r.remaining === 0
  const ev = noMore ? undefined : structV < 2 ? 1 : r.field('ev', r => r.u16())
  const middle = ev === undefined ? NO_MIDDLE : decodeMiddle(r, ev)
  const rest = decodeRest(r, ev ?? 0, front.epoch)
  const tail = structV < LEN_V ? new Uint8Array(0) : readTail(r)
  return { ...front, ...middle, ...rest, encoding: { structV, ev, tail } }
}

export const decodeMdsMap: Decode<MDSMap> = r =>
  r.versionedLegacy(STRUCT_V, { compatV: LEN_V, lenV: LEN_V, wide: true }, decodeBody)
