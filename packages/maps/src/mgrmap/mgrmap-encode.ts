/*
  MgrMap                                     src/mon/MgrMap.h, encode(); the layout is in mgrmap-decode
    for a peer before Nautilus ENCODE_START(5, 1)
    otherwise ENCODE_START(14, 6); Pacific (12, 6), Reef (13, 6)
*/
import { sortedByKey } from '@cephwire/codec'
import {
  BLANK_ADDR,
  CephFeature,
  entityAddrCodec,
  entityAddrvecCodec,
  haveFeature,
  legacyAddr,
  utimeCodec
} from '@cephwire/codec'
import { mgrModuleInfoCodec } from './module-info.js'
import { mgrStandbyInfoCodec, moduleNames } from './standby-info.js'
import { writeStrings } from '../strings.js'
import type { Encode, Features, Writer } from '@cephwire/codec'
import type { MgrClient, MgrMap } from './mgrmap.js'

/** The newest struct_v with a single address, for peers before Nautilus. */
const LEGACY_V = 5
const ADDRVEC_COMPAT = 6

function encodeStandbys(w: Writer, { standbys }: MgrMap, features: Features): void {
  const byGid = [...standbys].sort(([a], [b]) => (a < b ? -1 : 1))
  w.list(byGid, (w, [gid, info]) => {
    mgrStandbyInfoCodec.encode(w.u64(gid), info, features)
  })
}

function encodeModules(w: Writer, map: MgrMap, features: Features, structV: number): void {
  if (structV >= 2) writeStrings(w, map.modules)
  if (structV >= 2 && structV <= LEGACY_V) writeStrings(w, moduleNames(map.availableModules))
  if (structV >= 3) {
    w.map(
      sortedByKey(map.services),
      (w, module) => w.string(module),
      (w, uri) => w.string(uri)
    )
  }
  if (structV >= 4) w.list(map.availableModules, (w, module) => mgrModuleInfoCodec.encode(w, module, features))
}

function encodeAlwaysOn(w: Writer, { alwaysOnModules }: MgrMap): void {
  const byRelease = [...alwaysOnModules].sort(([a], [b]) => a - b)
  w.list(byRelease, (w, [release, modules]) => {
    writeStrings(w.u32(release), modules)
  })
}

function encodeClients(w: Writer, clients: readonly MgrClient[], features: Features, structV: number): void {
  w.list(clients, (w, { addrs }) => entityAddrvecCodec.encode(w, addrs, features))
  if (structV >= 12) w.list(clients, (w, { name }) => w.string(name ?? ''))
}

function encodeBody(w: Writer, map: MgrMap, features: Features, structV: number): void {
  w.u32(map.epoch)
  if (structV <= LEGACY_V) entityAddrCodec.encode(w, legacyAddr(map.activeAddrs) ?? BLANK_ADDR, features)
  else entityAddrvecCodec.encode(w, map.activeAddrs, features)
  w.u64(map.activeGid).bool(map.available).string(map.activeName)
  encodeStandbys(w, map, features)
  encodeModules(w, map, features, structV)
  if (structV >= 7) utimeCodec.encode(w, map.activeChange, features)
  if (structV >= 8) encodeAlwaysOn(w, map)
  if (structV >= 9) w.u64(map.activeMgrFeatures)
  if (structV >= 10) w.u32(map.lastFailureOsdEpoch)
  if (structV >= 11) encodeClients(w, map.clients, features, structV)
  if (structV >= 13) w.u64(map.flags ?? 0n)
  if (structV >= 14) writeStrings(w, map.forceDisabledModules ?? [])
}

/** The newest struct_v whose fields the value has. */
function fullV({ flags, forceDisabledModules }: MgrMap): number {
  if (forceDisabledModules !== undefined) return 14
  return flags === undefined ? 12 : 13
}

export const encodeMgrMap: Encode<MgrMap> = (w, map, features) => {
  const { encoding } = map
  const legacy = !haveFeature(features, CephFeature.SERVER_NAUTILUS)
  const asBefore = encoding !== undefined && (encoding.structV <= LEGACY_V || !legacy)
  const structV = asBefore ? encoding.structV : legacy ? LEGACY_V : fullV(map)
  w.versioned(structV, structV <= LEGACY_V ? 1 : ADDRVEC_COMPAT, w => {
    encodeBody(w, map, features, structV)
    if (asBefore) w.bytes(encoding.tail)
  })
}
