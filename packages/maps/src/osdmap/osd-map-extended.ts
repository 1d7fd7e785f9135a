/*
  OSDMap, section for OSDs                   src/osd/OSDMap.cc
    ENCODE_START(9, 1)                         10 in stretch mode, 11 with a range_blocklist, 12 with allow_crimson
      vector<entity_addrvec_t> hb_back_addrs   before struct_v 7 vector<entity_addr_t>, as the two below
      vector<osd_info_t> osd_info
      map<entity_addr_t, utime_t> blocklist
      vector<entity_addrvec_t> cluster_addrs
      u32 cluster_snapshot_epoch
      string cluster_snapshot
      vector<uuid> osd_uuid
      vector<osd_xinfo_t> osd_xinfo
      vector<entity_addrvec_t> hb_front_addrs
      f32 nearfull_ratio, full_ratio           since struct_v 2
      f32 backfillfull_ratio                   since struct_v 3
      string require_min_compat_client         struct_v 4 alone
      u8  require_min_compat_client            since struct_v 5
      u8  require_osd_release                  since struct_v 5
      map<s64, interval_set>                   since struct_v 6: removed_snaps_queue
      map<s32, u32> crush_node_flags           since struct_v 8
      map<s32, u32> device_class_flags         since struct_v 9
      u8  stretch_mode_enabled                 since struct_v 10
      u32 stretch_bucket_count                 since struct_v 10
      u32 degraded_stretch_mode                since struct_v 10
      u32 recovering_stretch_mode              since struct_v 10
      s32 stretch_mode_bucket                  since struct_v 10
      map<entity_addr_t, utime_t>              since struct_v 11: range_blocklist
      u8  allow_crimson                        since struct_v 12
*/
import { parseCephRelease } from '../releases.js'
import { readTail } from '../struct-encoding.js'
import { byNumber, decodeSnapsByPool } from './osd-map-client.js'
import { decodeAddrvecs, decodeBlocklist, decodeInfos, decodeUuids, decodeXinfos } from './osd-map-parts.js'
import { OSD_V } from './osd-map-form.js'
import { releaseOfFlags } from './release-flags.js'
import type { Decode, Reader, Writer } from '@cephwire/codec'
import type { OSDMap } from './osd-map.js'
import type { Seen } from './osd-map-parts.js'

export const decodeNodeFlags: Decode<Map<number, number>> = r =>
  r.map(
    r => r.s32(),
    r => r.u32(),
    8
  )

export function encodeNodeFlags(w: Writer, flags: ReadonlyMap<number, number>): void {
  w.list(byNumber(flags), (w, [id, mask]) => w.s32(id).u32(mask))
}

type BaseFields =
  | 'hbBackAddrs'
  | 'osdInfo'
  | 'blocklist'
  | 'clusterAddrs'
  | 'clusterSnapshotEpoch'
  | 'clusterSnapshot'
  | 'osdUuid'
  | 'osdXinfo'
  | 'hbFrontAddrs'

type Fields = Partial<{ -readonly [K in keyof OSDMap]: OSDMap[K] }>

export interface ExtendedSection {
  readonly fields: Fields & Pick<OSDMap, 'requireOsdRelease'>
  readonly structV: number
  readonly tail: Uint8Array
}

function decodeBase(r: Reader, seen: Seen): Pick<OSDMap, BaseFields> {
  return {
    hbBackAddrs: r.field('hb_back_addrs', r => decodeAddrvecs(r, seen)),
    osdInfo: r.field('osd_info', decodeInfos),
    blocklist: r.field('blocklist', r => decodeBlocklist(r, seen)),
    clusterAddrs: r.field('cluster_addrs', r => decodeAddrvecs(r, seen)),
    clusterSnapshotEpoch: r.field('cluster_snapshot_epoch', r => r.u32()),
    clusterSnapshot: r.field('cluster_snapshot', r => r.string()),
    osdUuid: r.field('osd_uuid', decodeUuids),
    osdXinfo: r.field('osd_xinfo', r => decodeXinfos(r, seen)),
    hbFrontAddrs: r.field('hb_front_addrs', r => decodeAddrvecs(r, seen))
  }
}

function decodeReleases(r: Reader, structV: number, flags: number): Fields & Pick<OSDMap, 'requireOsdRelease'> {
  const min = structV === 4 ? { requireMinCompatClient: parseCephRelease(r.string()) ?? 0 } : {}
  if (structV < 5) return { ...min, requireOsdRelease: releaseOfFlags(flags) }
  return {
    requireMinCompatClient: r.field('require_min_compat_client', r => r.u8()),
    requireOsdRelease: r.field('require_osd_release', r => r.u8())
  }
}

function decodeSinceNautilus(r: Reader, structV: number, seen: Seen, fields: Fields): void {
  if (structV >= 8) fields.crushNodeFlags = r.field('crush_node_flags', decodeNodeFlags)
  if (structV >= 9) fields.deviceClassFlags = r.field('device_class_flags', decodeNodeFlags)
  if (structV >= 10) {
    fields.stretchModeEnabled = r.field('stretch_mode_enabled', r => r.bool())
    fields.stretchBucketCount = r.field('stretch_bucket_count', r => r.u32())
    fields.degradedStretchMode = r.field('degraded_stretch_mode', r => r.u32())
    fields.recoveringStretchMode = r.field('recovering_stretch_mode', r => r.u32())
    fields.stretchModeBucket = r.field('stretch_mode_bucket', r => r.s32())
  }
  if (structV >= 11) fields.rangeBlocklist = r.field('range_blocklist', r => decodeBlocklist(r, seen))
  if (structV >= 12) fields.allowCrimson = r.field('allow_crimson', r => r.bool())
}

export function decodeExtendedSection(r: Reader, seen: Seen, client: OSDMap): ExtendedSection {
  return r.versioned(OSD_V, (r, structV) => {
    const fields: Fields = decodeBase(r, seen)
    if (structV >= 2) [fields.nearfullRatio, fields.fullRatio] = [r.f32(), r.f32()]
    if (structV >= 3) fields.backfillfullRatio = r.f32()
    const releases = decodeReleases(r, structV, client.flags)
    if (structV >= 6) fields.removedSnapsQueue = r.field('removed_snaps_queue', decodeSnapsByPool)
    decodeSinceNautilus(r, structV, seen, fields)
    return { fields: { ...fields, ...releases }, structV, tail: readTail(r) }
  })
}
