/*
  OSDMap::Incremental, section for OSDs      src/osd/OSDMap.cc
    ENCODE_START(9, 1)                         10 with a change of stretch mode, 11 of the range_blocklist, 12 of
                                               allow_crimson
      map<s32, entity_addrvec_t>               new_hb_back_up; before struct_v 7 entity_addr_t, as the two below
      map<s32, u32> new_up_thru
      map<s32, pair<u32, u32>>                 new_last_clean_interval
      map<s32, u32> new_lost
      map<entity_addr_t, utime_t>              new_blocklist
      vector<entity_addr_t> old_blocklist
      map<s32, entity_addrvec_t>               new_up_cluster
      string cluster_snapshot
      map<s32, uuid> new_uuid
      map<s32, osd_xinfo_t> new_xinfo
      map<s32, entity_addrvec_t>               new_hb_front_up
      u64 features                             since struct_v 2: those of this very encoding
      f32 new_nearfull_ratio, new_full_ratio   since struct_v 3
      f32 new_backfillfull_ratio               since struct_v 4
      string new_require_min_compat_client     struct_v 5 alone
      u8  new_require_min_compat_client        since struct_v 6
      u8  new_require_osd_release              since struct_v 6
      map<s32, u32> new_crush_node_flags       since struct_v 8
      map<s32, u32> new_device_class_flags     since struct_v 9
      u8  change_stretch_mode                  since struct_v 10
      u32 new_stretch_bucket_count             since struct_v 10
      u32 new_degraded_stretch_mode            since struct_v 10
      u32 new_recovering_stretch_mode          since struct_v 10
      s32 new_stretch_mode_bucket              since struct_v 10
      u8  stretch_mode_enabled                 since struct_v 10
      map<entity_addr_t, utime_t>              since struct_v 11: new_range_blocklist
      vector<entity_addr_t>                    since struct_v 11: old_range_blocklist
      u8  mutate_allow_crimson                 since struct_v 12
*/
import { CephFeature } from '@cephwire/codec'
import { cephReleaseName, parseCephRelease } from '../releases.js'
import {
  addrsCodec,
  addrvecsCodec,
  blocklistCodec,
  cleanIntervalsCodec,
  osdU32Codec,
  readAddrs,
  uuidsCodec,
  writeAddrList,
  xinfosAnewCodec,
  xinfosCodec
} from './incremental-fields.js'
import { decodeNodeFlags, encodeNodeFlags } from './osd-map-extended.js'
import { releaseOfFlags } from './release-flags.js'
import type { Reader, Writer } from '@cephwire/codec'
import type { IncrementalStyle } from './incremental-client.js'
import type { OSDMapIncremental } from './osd-map-incremental.js'

type Fields = Partial<{ -readonly [K in keyof OSDMapIncremental]: OSDMapIncremental[K] }>

/** First struct_v with address vectors. */
const ADDRVEC_V = 7
/** Number for a release that is not known. */
const NO_CHANGE = 255

function decodeBase(r: Reader): Fields {
  return {
    newHbBackUp: r.field('new_hb_back_up', addrvecsCodec.decode),
    newUpThru: r.field('new_up_thru', osdU32Codec.decode),
    newLastCleanInterval: r.field('new_last_clean_interval', cleanIntervalsCodec.decode),
    newLost: r.field('new_lost', osdU32Codec.decode),
    newBlocklist: r.field('new_blocklist', blocklistCodec.decode),
    oldBlocklist: r.field('old_blocklist', readAddrs),
    newUpCluster: r.field('new_up_cluster', addrvecsCodec.decode),
    clusterSnapshot: r.field('cluster_snapshot', r => r.string()),
    newUuid: r.field('new_uuid', uuidsCodec.decode),
    newXinfo: r.field('new_xinfo', xinfosCodec.decode),
    newHbFrontUp: r.field('new_hb_front_up', addrvecsCodec.decode)
  }
}

function decodeReleases(r: Reader, structV: number, newFlags: number, fields: Fields): void {
  if (structV === 5) fields.newRequireMinCompatClient = parseCephRelease(r.string()) ?? NO_CHANGE
  if (structV >= 6) {
    fields.newRequireMinCompatClient = r.field('new_require_min_compat_client', r => r.u8())
    fields.newRequireOsdRelease = r.field('new_require_osd_release', r => r.u8())
    return
  }
  const release = newFlags < 0 ? 0 : releaseOfFlags(newFlags)
  fields.newRequireOsdRelease = release === 0 ? NO_CHANGE : release
}

function decodeSinceNautilus(r: Reader, structV: number, fields: Fields): void {
  if (structV >= 8) fields.newCrushNodeFlags = r.field('new_crush_node_flags', decodeNodeFlags)
  if (structV >= 9) fields.newDeviceClassFlags = r.field('new_device_class_flags', decodeNodeFlags)
  if (structV >= 10) {
    fields.changeStretchMode = r.field('change_stretch_mode', r => r.bool())
    fields.newStretchBucketCount = r.field('new_stretch_bucket_count', r => r.u32())
    fields.newDegradedStretchMode = r.field('new_degraded_stretch_mode', r => r.u32())
    fields.newRecoveringStretchMode = r.field('new_recovering_stretch_mode', r => r.u32())
    fields.newStretchModeBucket = r.field('new_stretch_mode_bucket', r => r.s32())
    fields.stretchModeEnabled = r.field('stretch_mode_enabled', r => r.bool())
  }
  if (structV >= 11) {
    fields.newRangeBlocklist = r.field('new_range_blocklist', blocklistCodec.decode)
    fields.oldRangeBlocklist = r.field('old_range_blocklist', readAddrs)
  }
  if (structV >= 12) fields.mutateAllowCrimson = r.field('mutate_allow_crimson', r => r.u8())
}

export function decodeIncrementalExtended(r: Reader, structV: number, newFlags: number): Fields {
  const fields = decodeBase(r)
  fields.encodeFeatures =
    structV >= 2 ? r.field('encode_features', r => r.u64()) : CephFeature.PGID64 | CephFeature.OSDMAP_ENC
  if (structV >= 3) [fields.newNearfullRatio, fields.newFullRatio] = [r.f32(), r.f32()]
  if (structV >= 4) fields.newBackfillfullRatio = r.f32()
  decodeReleases(r, structV, newFlags, fields)
  decodeSinceNautilus(r, structV, fields)
  return fields
}

function encodeBase(w: Writer, inc: OSDMapIncremental, structV: number, { features, anew }: IncrementalStyle): void {
  const addrs = structV >= ADDRVEC_V ? addrvecsCodec : addrsCodec
  addrs.encode(w, inc.newHbBackUp, features)
  osdU32Codec.encode(w, inc.newUpThru, features)
  cleanIntervalsCodec.encode(w, inc.newLastCleanInterval, features)
  osdU32Codec.encode(w, inc.newLost, features)
  blocklistCodec.encode(w, inc.newBlocklist, features)
  writeAddrList(w, inc.oldBlocklist, features)
  addrs.encode(w, inc.newUpCluster, features)
  w.string(inc.clusterSnapshot)
  uuidsCodec.encode(w, inc.newUuid, features)
  const xinfos = anew ? xinfosAnewCodec : xinfosCodec
  xinfos.encode(w, inc.newXinfo, features)
  addrs.encode(w, inc.newHbFrontUp, features)
}

function releaseWord(release: number): string {
  return release === 0 || release === NO_CHANGE ? '' : cephReleaseName(release)
}

export function encodeIncrementalExtended(
  w: Writer,
  inc: OSDMapIncremental,
  structV: number,
  style: IncrementalStyle
): void {
  encodeBase(w, inc, structV, style)
  if (structV >= 2) w.u64(style.features)
  if (structV >= 3) w.f32(inc.newNearfullRatio).f32(inc.newFullRatio)
  if (structV >= 4) w.f32(inc.newBackfillfullRatio)
  if (structV === 5) w.string(releaseWord(inc.newRequireMinCompatClient))
  if (structV >= 6) w.u8(inc.newRequireMinCompatClient).u8(inc.newRequireOsdRelease)
  if (structV >= 8) encodeNodeFlags(w, inc.newCrushNodeFlags)
  if (structV >= 9) encodeNodeFlags(w, inc.newDeviceClassFlags)
  if (structV >= 10) {
    w.bool(inc.changeStretchMode).u32(inc.newStretchBucketCount).u32(inc.newDegradedStretchMode)
    w.u32(inc.newRecoveringStretchMode).s32(inc.newStretchModeBucket).bool(inc.stretchModeEnabled)
  }
  if (structV >= 11) {
    blocklistCodec.encode(w, inc.newRangeBlocklist, style.features)
    writeAddrList(w, inc.oldRangeBlocklist, style.features)
  }
  if (structV >= 12) w.u8(inc.mutateAllowCrimson)
}
