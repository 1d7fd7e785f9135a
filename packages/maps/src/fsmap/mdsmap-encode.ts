/*
  MDSMap                                     src/mds/MDSMap.cc, encode(); the fields are those of mdsmap-decode.ts
    for a peer without PGID64                  u16 2, and nothing behind cas_pool
    for a peer without MDSENC                  u16 3, with ev 5
    otherwise                                  ENCODE_START(5, 4), with ev 16 in Pacific, 18 in Reef, 19 since Squid
*/
import { CephFeature, haveFeature, sortedByNumber, sortedNumbers, utimeCodec } from '@cephwire/codec'
import { compatSetCodec } from './compat-set.js'
import { mdsInfoCodec } from './mds-info.js'
import type { Encode, Features, Writer } from '@cephwire/codec'
import type { MDSMap, MDSMapEncoding } from './mdsmap.js'

const STRUCT_V = 5
const STRUCT_COMPAT = 4
/** The first struct_v with a length. */
const LEN_V = 4

const NO_TAIL = new Uint8Array(0)

function encodeRanks(w: Writer, ranks: ReadonlySet<number>): void {
  w.list(sortedNumbers(ranks), (w, rank) => w.s32(rank))
}

function encodeFront(w: Writer, map: MDSMap, features: Features, structV: number): void {
  w.u32(map.epoch).u32(map.flags).u32(map.lastFailure).s32(map.root).u32(map.sessionTimeout).u32(map.sessionAutoclose)
  w.u64(map.maxFileSize).s32(map.maxMds)
  w.map(
    sortedByNumber(map.mdsInfo),
    (w, gid) => w.u64(gid),
    (w, info) => {
      mdsInfoCodec.encode(w, info, features)
    }
  )
  if (structV < 3) {
    // Ceph cuts the numbers of pools to their size here.
    w.list(map.dataPools, (w, pool) => w.u32(Number(BigInt.asUintN(32, pool))))
    w.s32(Number(BigInt.asIntN(32, map.casPool)))
  } else {
    w.list(map.dataPools, (w, pool) => w.s64(pool)).s64(map.casPool)
  }
}

function encodeMiddle(w: Writer, map: MDSMap, features: Features, ev: number): void {
  if (ev >= 3) compatSetCodec.encode(w, map.compat, features)
  if (ev < 5) w.u32(Number(BigInt.asUintN(32, map.metadataPool)))
  else w.s64(map.metadataPool)
  utimeCodec.encode(w, map.created, features)
  utimeCodec.encode(w, map.modified, features)
  w.s32(map.tableserver)
  encodeRanks(w, map.in)
  w.map(
    sortedByNumber(map.inc),
    (w, rank) => w.s32(rank),
    (w, inc) => w.s32(inc)
  )
  w.map(
    sortedByNumber(map.up),
    (w, rank) => w.s32(rank),
    (w, gid) => w.u64(gid)
  )
  encodeRanks(w, map.failed)
  encodeRanks(w, map.stopped)
  if (ev >= 4) w.u32(map.lastFailureOsdEpoch)
}

function encodeAllowed(w: Writer, flags: number, ev: number): void {
  if (ev >= 10) w.u8(flags)
  else if (ev >= 6) w.bool(flags !== 0)
}

function encodeRest(w: Writer, map: MDSMap, ev: number): void {
  encodeAllowed(w, map.everAllowedFeatures, ev)
  encodeAllowed(w, map.explicitlyAllowedFeatures, ev)
  if (ev >= 7) w.bool(map.inlineDataEnabled)
  if (ev >= 8) w.bool(map.enabled).string(map.fsName)
  if (ev >= 9) encodeRanks(w, map.damaged)
  if (ev >= 11) w.string(map.balancer)
  if (ev >= 12) w.s32(map.standbyCountWanted)
  if (ev >= 13) w.s32(map.oldMaxMds)
  if (ev >= 14) w.u8(map.minCompatClient)
  if (ev >= 16) w.blob(map.requiredClientFeatures)
  if (ev >= 17) w.string(map.balRankMask ?? '')
  if (ev >= 18) w.u64(map.maxXattrSize ?? 0n)
  if (ev >= 19) w.u64(map.qdbClusterLeader ?? 0n).list(map.qdbClusterMembers ?? [], (w, gid) => w.u64(gid))
}

/** The newest ev whose fields the value has. */
function fullEv(map: MDSMap): number {
  if (map.qdbClusterLeader !== undefined) return 19
  if (map.maxXattrSize !== undefined) return 18
  return map.balRankMask === undefined ? 16 : 17
}

/** Versions for a peer: those that the map came in, where they are of this kind. */
function encodingFor(map: MDSMap, features: Features): MDSMapEncoding {
  const { encoding } = map
  if (!haveFeature(features, CephFeature.MDSENC)) {
    const made = haveFeature(features, CephFeature.PGID64)
      ? { structV: 3, ev: 5, tail: NO_TAIL }
      : { structV: 2, ev: undefined, tail: NO_TAIL }
    return encoding?.structV === made.structV ? encoding : made
  }
  const asBefore = encoding !== undefined && encoding.structV >= LEN_V
  return asBefore ? encoding : { structV: STRUCT_V, ev: fullEv(map), tail: NO_TAIL }
}

export const encodeMdsMap: Encode<MDSMap> = (w, map, features) => {
  const { structV, ev, tail } = encodingFor(map, features)
  const encodeBody = (w: Writer): void => {
    encodeFront(w, map, features, structV)
    if (ev === undefined) return
    encodeMiddle(w.u16(ev), map, features, ev)
    encodeRest(w, map, ev)
    w.bytes(tail)
  }
  if (structV < LEN_V) encodeBody(w.u16(structV))
  else w.versioned(structV, STRUCT_COMPAT, encodeBody)
}
