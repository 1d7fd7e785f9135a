/*
  What an increment does to the OSDs         src/osd/OSDMap.cc, apply_incremental()
*/
import { CodecError, LimitError, NIL_UUID } from '@cephwire/codec'
import { Edit } from './edit.js'
import { OSD_IN, OsdState } from './osd-map-flag.js'
import { NO_OSD_INFO } from './osd-info.js'
import { NO_OSD_XINFO } from './osd-xinfo.js'
import type { EntityAddrvec, Features, Uuid } from '@cephwire/codec'
import type { OSDMapIncremental } from './osd-map-incremental.js'
import type { OsdInfo } from './osd-info.js'
import type { OsdXinfo } from './osd-xinfo.js'
import type { ByteVector } from './byte-vector.js'
import type { NumberVector } from './number-vector.js'

/** The vectors of a decoded map. */
export interface OsdVectors {
  readonly osdState: NumberVector
  readonly osdWeight: NumberVector
  readonly osdPrimaryAffinity: NumberVector
  readonly clientAddrs: ByteVector<EntityAddrvec>
  readonly clusterAddrs: ByteVector<EntityAddrvec>
  readonly hbBackAddrs: ByteVector<EntityAddrvec>
  readonly hbFrontAddrs: ByteVector<EntityAddrvec>
  readonly osdInfo: ByteVector<OsdInfo>
  readonly osdXinfo: ByteVector<OsdXinfo>
  readonly osdUuid: ByteVector<Uuid>
}

const NO_ADDRS: EntityAddrvec = []

/** More OSDs than any cluster has: an increment of a few bytes could ask for room for two thousand million. */
const MAX_OSDS = 250_000

function resized(all: OsdVectors, length: number, features: Features): OsdVectors {
  return {
    osdState: all.osdState.resized(length, 0),
    osdWeight: all.osdWeight.resized(length, 0),
    osdPrimaryAffinity:
      all.osdPrimaryAffinity.length === 0 ? all.osdPrimaryAffinity : all.osdPrimaryAffinity.resized(length, OSD_IN),
    clientAddrs: all.clientAddrs.resized(length, NO_ADDRS, features),
    clusterAddrs: all.clusterAddrs.resized(length, NO_ADDRS, features),
    hbBackAddrs: all.hbBackAddrs.resized(length, NO_ADDRS, features),
    hbFrontAddrs: all.hbFrontAddrs.resized(length, NO_ADDRS, features),
    osdInfo: all.osdInfo.resized(length, NO_OSD_INFO, features),
    osdXinfo: all.osdXinfo.resized(length, NO_OSD_XINFO, features),
    osdUuid: all.osdUuid.resized(length, NIL_UUID, features)
  }
}

/** @throws CodecError for an OSD that the map has no place for */
function checkOsds(inc: OSDMapIncremental, length: number): void {
  const maps = [
    ...[inc.newWeight, inc.newPrimaryAffinity, inc.newState, inc.newUpClient, inc.newUpCluster, inc.newUpThru],
    ...[inc.newLastCleanInterval, inc.newLost, inc.newXinfo, inc.newUuid]
  ]
  for (const map of maps) {
    for (const osd of map.keys()) {
      if (osd < 0 || osd >= length) throw new CodecError(`An increment has osd.${osd}, its map ${length} OSDs`)
    }
  }
}

type Edits = { readonly [K in keyof OsdVectors]: Edit<NonNullable<ReturnType<OsdVectors[K]['at']>>> }

function editsOf(all: OsdVectors): Edits {
  return {
    osdState: new Edit(all.osdState),
    osdWeight: new Edit(all.osdWeight),
    osdPrimaryAffinity: new Edit(all.osdPrimaryAffinity),
    clientAddrs: new Edit(all.clientAddrs),
    clusterAddrs: new Edit(all.clusterAddrs),
    hbBackAddrs: new Edit(all.hbBackAddrs),
    hbFrontAddrs: new Edit(all.hbFrontAddrs),
    osdInfo: new Edit(all.osdInfo),
    osdXinfo: new Edit(all.osdXinfo),
    osdUuid: new Edit(all.osdUuid)
  }
}

function applyWeights(edits: Edits, inc: OSDMapIncremental): void {
  for (const [osd, weight] of inc.newWeight) {
    edits.osdWeight.set(osd, weight)
    if (weight === 0) continue
    edits.osdState.set(osd, (edits.osdState.get(osd) & ~(OsdState.AUTOOUT | OsdState.NEW)) | OsdState.EXISTS)
    const xinfo = edits.osdXinfo.get(osd)
    if (xinfo.oldWeight !== 0) edits.osdXinfo.set(osd, { ...xinfo, oldWeight: 0 })
  }
}

/** An OSD that is no more. */
function destroy(edits: Edits, osd: number): void {
  edits.osdUuid.set(osd, NIL_UUID)
  edits.osdInfo.set(osd, NO_OSD_INFO)
  edits.osdXinfo.set(osd, NO_OSD_XINFO)
  edits.osdPrimaryAffinity.set(osd, OSD_IN)
  for (const addrs of [edits.clientAddrs, edits.clusterAddrs, edits.hbFrontAddrs, edits.hbBackAddrs]) {
    addrs.set(osd, NO_ADDRS)
  }
  edits.osdState.set(osd, 0)
}

function applyStates(edits: Edits, inc: OSDMapIncremental): void {
  for (const [osd, bits] of inc.newState) {
    const change = bits === 0 ? OsdState.UP : bits
    const both = edits.osdState.get(osd) & change
    if ((both & OsdState.UP) !== 0) {
      edits.osdInfo.set(osd, { ...edits.osdInfo.get(osd), downAt: inc.epoch })
      edits.osdXinfo.set(osd, { ...edits.osdXinfo.get(osd), downStamp: inc.modified })
    }
    if ((both & OsdState.EXISTS) !== 0) destroy(edits, osd)
    else edits.osdState.set(osd, (edits.osdState.get(osd) ^ change) >>> 0)
  }
}

function applyUps(edits: Edits, inc: OSDMapIncremental): void {
  for (const [osd, addrs] of inc.newUpClient) {
    edits.osdState.set(osd, ((edits.osdState.get(osd) | OsdState.EXISTS | OsdState.UP) & ~OsdState.STOP) >>> 0)
    edits.clientAddrs.set(osd, addrs)
    edits.hbBackAddrs.set(osd, inc.newHbBackUp.get(osd) ?? NO_ADDRS)
    edits.hbFrontAddrs.set(osd, inc.newHbFrontUp.get(osd) ?? NO_ADDRS)
    edits.osdInfo.set(osd, { ...edits.osdInfo.get(osd), upFrom: inc.epoch })
  }
  edits.clusterAddrs.setAll(inc.newUpCluster)
}

function applyInfos({ osdInfo }: Edits, inc: OSDMapIncremental): void {
  for (const [osd, upThru] of inc.newUpThru) osdInfo.set(osd, { ...osdInfo.get(osd), upThru })
  for (const [osd, [lastCleanBegin, lastCleanEnd]] of inc.newLastCleanInterval) {
    osdInfo.set(osd, { ...osdInfo.get(osd), lastCleanBegin, lastCleanEnd })
  }
  for (const [osd, lostAt] of inc.newLost) osdInfo.set(osd, { ...osdInfo.get(osd), lostAt })
}

/** Primary affinities come into being with the first that is set. */
function affinities({ osdPrimaryAffinity }: OsdVectors, { changes }: Edit<number>, length: number): NumberVector {
  if (changes.size === 0) return osdPrimaryAffinity
  const all = osdPrimaryAffinity.length > 0 ? osdPrimaryAffinity : osdPrimaryAffinity.resized(length, OSD_IN)
  return all.with(changes)
}

/** @throws CodecError for an OSD that the map has no place for; LimitError for too many */
export function applyToOsds(
  before: OsdVectors,
  inc: OSDMapIncremental,
  features: Features
): OsdVectors & { readonly maxOsd: number } {
  const maxOsd = inc.newMaxOsd >= 0 ? inc.newMaxOsd : before.osdState.length
  if (inc.newMaxOsd > MAX_OSDS) throw new LimitError(`${maxOsd} OSDs are over the limit of ${MAX_OSDS}`)
  checkOsds(inc, maxOsd)
  const all = resized(before, maxOsd, features)
  const edits = editsOf(all)
  applyWeights(edits, inc)
  edits.osdPrimaryAffinity.setAll(inc.newPrimaryAffinity)
  applyStates(edits, inc)
  applyUps(edits, inc)
  applyInfos(edits, inc)
  edits.osdXinfo.setAll(inc.newXinfo)
  edits.osdUuid.setAll(inc.newUuid)
  return {
    maxOsd,
    osdState: all.osdState.with(edits.osdState.changes),
    osdWeight: all.osdWeight.with(edits.osdWeight.changes),
    osdPrimaryAffinity: affinities(all, edits.osdPrimaryAffinity, maxOsd),
    clientAddrs: all.clientAddrs.with(edits.clientAddrs.changes, features),
    clusterAddrs: all.clusterAddrs.with(edits.clusterAddrs.changes, features),
    hbBackAddrs: all.hbBackAddrs.with(edits.hbBackAddrs.changes, features),
    hbFrontAddrs: all.hbFrontAddrs.with(edits.hbFrontAddrs.changes, features),
    osdInfo: all.osdInfo.with(edits.osdInfo.changes, features),
    osdXinfo: all.osdXinfo.with(edits.osdXinfo.changes, features),
    osdUuid: all.osdUuid.with(edits.osdUuid.changes, features)
  }
}
