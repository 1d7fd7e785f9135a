/*
  MDSMap::mds_info_t                         src/mds/MDSMap.cc
    ENCODE_START(10, 4)                        for a peer without MDSENC no more than u8 struct_v 3 in front
      u64 global_id
      string name
      s32 rank
      s32 inc
      s32 state
      u64 state_seq
      entity_addrvec_t addrs                   before struct_v 8, for a peer before Nautilus, entity_addr_t
      utime_t laggy_since
      s32 standby_for_rank                     -1 since Nautilus
      string standby_for_name                  empty since Nautilus
      set<s32> export_targets                  since struct_v 2
      u64 mds_features                         since struct_v 5
      s32 join_fscid                           since struct_v 6; standby_for_fscid before Nautilus
      u8  standby_replay                       since struct_v 7; 0 since Nautilus
      u64 flags                                since struct_v 9
      CompatSet compat                         since struct_v 10
*/
import { sortedNumbers } from '@cephwire/codec'
import {
  BLANK_ADDR,
  CephFeature,
  entityAddrCodec,
  entityAddrvecCodec,
  haveFeature,
  legacyAddr,
  utimeCodec
} from '@cephwire/codec'
import { readTail } from '../struct-encoding.js'
import { compatSetCodec } from './compat-set.js'
import { PACIFIC_COMPAT } from './mds-compat.js'
import type { Codec, Decode, EntityAddrvec, Features, Reader, Utime, Writer } from '@cephwire/codec'
import type { StructEncoding } from '../struct-encoding.js'
import type { CompatSet } from './compat-set.js'

/** One MDS daemon. */
export interface MdsInfo {
  /** Its global_id; a daemon that starts again has another one. */
  readonly globalId: bigint
  /** What stands behind `mds.` */
  readonly name: string
  /** The part of the file system that it serves; -1 for none. */
  readonly rank: number
  /** How often the rank was taken. */
  readonly inc: number
  /** A MdsState; other numbers are kept as they come. */
  readonly state: number
  /** Counts what the daemon asked for. */
  readonly stateSeq: bigint
  readonly addrs: EntityAddrvec
  /** Since when nothing was heard of it; 0 for a daemon that is well. */
  readonly laggySince: Utime
  /** The rank it stands by for, before Nautilus; -1 for any. */
  readonly standbyForRank: number
  /** The daemon it stands by for, before Nautilus. */
  readonly standbyForName: string
  /** Ranks that it may move directories to. */
  readonly exportTargets: ReadonlySet<number>
  /** Features of a connection; 0 before struct_v 5. */
  readonly mdsFeatures: bigint
  /** The file system it would rather serve; -1 for any. */
  readonly joinFscid: number
  /** Whether it follows a journal while it stands by, before Nautilus. */
  readonly standbyReplay: boolean
  /** 1: frozen, which keeps it from being replaced. 0 before struct_v 9. */
  readonly flags: bigint
  /** undefined before struct_v 10 (Pacific 16.2.5). */
  readonly compat?: CompatSet | undefined
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}

const STRUCT_V = 10
const STRUCT_COMPAT = 4
/** The first struct_v with a length. */
const LEN_V = 4
/** The first struct_v with an addrvec. */
const ADDRVEC_V = 8

function encodeAddrs(w: Writer, addrs: EntityAddrvec, features: Features, structV: number): void {
  if (structV >= ADDRVEC_V) entityAddrvecCodec.encode(w, addrs, features)
  else entityAddrCodec.encode(w, legacyAddr(addrs) ?? BLANK_ADDR, features)
}

function encodeBody(w: Writer, info: MdsInfo, features: Features, structV: number): void {
  w.u64(info.globalId).string(info.name).s32(info.rank).s32(info.inc).s32(info.state).u64(info.stateSeq)
  encodeAddrs(w, info.addrs, features, structV)
  utimeCodec.encode(w, info.laggySince, features)
  w.s32(info.standbyForRank).string(info.standbyForName)
  if (structV >= 2) w.list(sortedNumbers(info.exportTargets), (w, rank) => w.s32(rank))
  if (structV >= 5) w.u64(info.mdsFeatures)
  if (structV >= 6) w.s32(info.joinFscid)
  if (structV >= 7) w.bool(info.standbyReplay)
  if (structV >= 9) w.u64(info.flags)
  if (structV >= 10) compatSetCodec.encode(w, info.compat ?? PACIFIC_COMPAT, features)
}

/** The encoding that the value came in, if its struct_v is between the two. */
function encodingFor(info: MdsInfo, oldest: number, newest: number, made: number): StructEncoding {
  const { encoding } = info
  const asBefore = encoding !== undefined && encoding.structV >= oldest && encoding.structV <= newest
  return asBefore ? encoding : { structV: made, tail: NO_TAIL }
}

const NO_TAIL = new Uint8Array(0)
const decodeName: Decode<string> = r => r.string()
const decodeTargets: Decode<Set<number>> = r => r.set(r => r.s32(), 4)

/** One literal and few names of fields: a map may have thousands of these. */
function decodeBody(r: Reader, structV: number): MdsInfo {
  return {
    globalId: r.u64(),
    name: r.field('name', decodeName),
    rank: r.s32(),
    inc: r.s32(),
    state: r.s32(),
    stateSeq: r.u64(),
    addrs: r.field('addrs', entityAddrvecCodec.decode),
    laggySince: { sec: r.u32(), nsec: r.u32() },
    standbyForRank: r.s32(),
    standbyForName: r.field('standby_for_name', decodeName),
    exportTargets: structV >= 2 ? r.field('export_targets', decodeTargets) : new Set<number>(),
    mdsFeatures: structV >= 5 ? r.u64() : 0n,
    joinFscid: structV >= 6 ? r.s32() : -1,
    standbyReplay: structV >= 7 && r.bool(),
    flags: structV >= 9 ? r.u64() : 0n,
    compat: structV >= 10 ? r.field('compat', compatSetCodec.decode) : undefined,
    encoding: { structV, tail: structV < LEN_V ? NO_TAIL : readTail(r) }
  }
}

export const mdsInfoCodec: Codec<MdsInfo> = {
  encode(w, info, features) {
    if (!haveFeature(features, CephFeature.MDSENC)) {
      const { structV } = encodingFor(info, 1, LEN_V - 1, LEN_V - 1)
      // Ceph takes such a peer to know no other form of an address either.
      encodeBody(w.u8(structV), info, 0n, structV)
      return
    }
    const { structV, tail } = haveFeature(features, CephFeature.SERVER_NAUTILUS)
      ? encodingFor(info, ADDRVEC_V, 255, info.compat === undefined ? 9 : STRUCT_V)
      : encodingFor(info, LEN_V, ADDRVEC_V - 1, ADDRVEC_V - 1)
    w.versioned(structV, STRUCT_COMPAT, w => {
      encodeBody(w, info, features, structV)
      w.bytes(tail)
    })
  },
  decode: r => r.versionedLegacy(STRUCT_V, { compatV: LEN_V, lenV: LEN_V }, decodeBody)
}
