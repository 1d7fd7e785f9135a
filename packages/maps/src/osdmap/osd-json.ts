import { entityAddrvecToJson, formatUtime, NIL_UUID } from '@cephwire/codec'
import { legacyText, stateJson } from './json-text.js'
import { OSD_IN, OsdState } from './osd-map-flag.js'
import { NO_OSD_INFO } from './osd-info.js'
import { NO_OSD_XINFO } from './osd-xinfo.js'
import type { EntityAddrvecJson } from '@cephwire/codec'
import type { OSDMap } from './osd-map.js'

/** An OSD in the output of `ceph osd dump -f json`. */
export interface OsdJson {
  readonly osd: number
  readonly uuid: string
  readonly up: number
  readonly in: number
  readonly weight: number
  readonly primary_affinity: number
  readonly last_clean_begin: number
  readonly last_clean_end: number
  readonly up_from: number
  readonly up_thru: number
  readonly down_at: number
  readonly lost_at: number
  readonly public_addrs: EntityAddrvecJson
  readonly cluster_addrs: EntityAddrvecJson
  readonly heartbeat_back_addrs: EntityAddrvecJson
  readonly heartbeat_front_addrs: EntityAddrvecJson
  readonly public_addr: string
  readonly cluster_addr: string
  readonly heartbeat_back_addr: string
  readonly heartbeat_front_addr: string
  readonly state: readonly string[]
}

/** The other half of it. Numbers past 2^53 are rounded. */
export interface OsdXinfoJson {
  readonly osd: number
  readonly down_stamp: string
  readonly laggy_probability: number
  readonly laggy_interval: number
  readonly features: number
  readonly old_weight: number
  readonly last_purged_snaps_scrub: string
  readonly dead_epoch: number
}

/** Numbers of the OSDs that exist. */
export function existingOsds({ osdState }: Pick<OSDMap, 'osdState'>): number[] {
  return [...osdState].flatMap((state, osd) => ((state & OsdState.EXISTS) === 0 ? [] : [osd]))
}

export function osdJson(map: OSDMap, osd: number): OsdJson {
  const [state, weight] = [map.osdState.at(osd) ?? 0, map.osdWeight.at(osd) ?? 0]
  const info = map.osdInfo.at(osd) ?? NO_OSD_INFO
  const [client, cluster] = [map.clientAddrs.at(osd) ?? [], map.clusterAddrs.at(osd) ?? []]
  const [back, front] = [map.hbBackAddrs.at(osd) ?? [], map.hbFrontAddrs.at(osd) ?? []]
  return {
    osd,
    uuid: map.osdUuid.at(osd) ?? NIL_UUID,
    up: (state & OsdState.UP) === 0 ? 0 : 1,
    in: weight === 0 ? 0 : 1,
    weight: Math.fround(weight) / OSD_IN,
    primary_affinity: Math.fround(map.osdPrimaryAffinity.at(osd) ?? OSD_IN) / OSD_IN,
    last_clean_begin: info.lastCleanBegin,
    last_clean_end: info.lastCleanEnd,
    up_from: info.upFrom,
    up_thru: info.upThru,
    down_at: info.downAt,
    lost_at: info.lostAt,
    public_addrs: entityAddrvecToJson(client),
    cluster_addrs: entityAddrvecToJson(cluster),
    heartbeat_back_addrs: entityAddrvecToJson(back),
    heartbeat_front_addrs: entityAddrvecToJson(front),
    public_addr: legacyText(client),
    cluster_addr: legacyText(cluster),
    heartbeat_back_addr: legacyText(back),
    heartbeat_front_addr: legacyText(front),
    state: stateJson(state)
  }
}

export function osdXinfoJson(map: OSDMap, osd: number): OsdXinfoJson {
  const xinfo = map.osdXinfo.at(osd) ?? NO_OSD_XINFO
  return {
    osd,
    down_stamp: formatUtime(xinfo.downStamp),
    laggy_probability: Math.fround(xinfo.laggyProbability),
    laggy_interval: xinfo.laggyInterval,
    features: Number(BigInt.asIntN(64, xinfo.features)),
    old_weight: xinfo.oldWeight,
    last_purged_snaps_scrub: formatUtime(xinfo.lastPurgedSnapsScrub),
    dead_epoch: xinfo.deadEpoch
  }
}
