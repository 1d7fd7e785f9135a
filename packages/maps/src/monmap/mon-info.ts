/*
  mon_info_t                                 src/mon/MonMap.cc
    ENCODE_START(6, 1)
      string name
      entity_addrvec_t public_addrs            before struct_v 3 entity_addr_t
      u16 priority                             since struct_v 2
      u16 weight                               since struct_v 4
      map<string, string> crush_loc            since struct_v 5
      utime_t time_added                       since struct_v 6

  For a peer before Nautilus struct_v is 2; a monitor appends what is newer even so.
*/
import { CephFeature, entityAddrCodec, entityAddrvecCodec, haveFeature, sortedByKey, utimeCodec } from '@cephwire/codec'
import { readTail } from '../struct-encoding.js'
import { asLegacyAddr } from './legacy-addr.js'
import type { Codec, Decode, EntityAddrvec, Features, Utime, Writer } from '@cephwire/codec'
import type { StructEncoding } from '../struct-encoding.js'

/** One monitor of a monmap. */
export interface MonInfo {
  /** What stands behind `mon.` */
  readonly name: string
  /** Where it serves clients and the other monitors. */
  readonly publicAddrs: EntityAddrvec
  /** Clients try those with the lowest number only. */
  readonly priority: number
  /** Among those of one priority, how often it is chosen. */
  readonly weight: number
  /** Bucket by type: `datacenter` → `dc1`. */
  readonly crushLoc: ReadonlyMap<string, string>
  /** When it joined; undefined before struct_v 6 (Tentacle). */
  readonly timeAdded?: Utime | undefined
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}

const STRUCT_V = 6
const STRUCT_COMPAT = 1
/** Since which struct_v a monitor has an addrvec. */
const ADDRVEC_V = 3

const decodeWord: Decode<string> = r => r.string()

const NO_TAIL = new Uint8Array(0)

function encodeSinceWeight(w: Writer, info: MonInfo, features: Features, structV: number): void {
  if (structV >= 4) w.u16(info.weight)
  if (structV >= 5) {
    w.map(
      sortedByKey(info.crushLoc),
      (w, type) => w.string(type),
      (w, bucket) => w.string(bucket)
    )
  }
  if (structV >= 6) utimeCodec.encode(w, info.timeAdded ?? { sec: 0, nsec: 0 }, features)
}

/** The newest struct_v whose fields the value has. */
const fullV = (info: MonInfo): number => (info.timeAdded === undefined ? 5 : STRUCT_V)

function encodeLegacy(w: Writer, info: MonInfo, features: Features): void {
  const { encoding } = info
  const asBefore = encoding !== undefined && encoding.structV < ADDRVEC_V
  const structV = asBefore ? encoding.structV : 2
  w.versioned(structV, STRUCT_COMPAT, w => {
    w.string(info.name)
    entityAddrCodec.encode(w, asLegacyAddr(info.publicAddrs), features)
    if (structV >= 2) w.u16(info.priority)
    if (asBefore) w.bytes(encoding.tail)
    else encodeSinceWeight(w, info, features, fullV(info))
  })
}

export const monInfoCodec: Codec<MonInfo> = {
  encode(w, info, features) {
    if (!haveFeature(features, CephFeature.SERVER_NAUTILUS)) {
      encodeLegacy(w, info, features)
      return
    }
    const made = { structV: fullV(info), tail: NO_TAIL }
    const { structV, tail } = info.encoding === undefined || info.encoding.structV < ADDRVEC_V ? made : info.encoding
    w.versioned(structV, STRUCT_COMPAT, w => {
      w.string(info.name)
      entityAddrvecCodec.encode(w, info.publicAddrs, features)
      w.u16(info.priority)
      encodeSinceWeight(w, info, features, structV)
      w.bytes(tail)
    })
  },
  decode(r) {
    return r.versioned(STRUCT_V, (r, structV) => {
      const info = {
        name: r.field('name', r => r.string()),
        publicAddrs: r.field('public_addrs', entityAddrvecCodec.decode),
        priority: structV >= 2 ? r.field('priority', r => r.u16()) : 0,
        weight: structV >= 4 ? r.field('weight', r => r.u16()) : 0,
        crushLoc: structV >= 5 ? r.field('crush_loc', r => r.map(decodeWord, decodeWord, 8)) : new Map<string, string>()
      }
      const timeAdded = structV >= 6 ? { timeAdded: r.field('time_added', utimeCodec.decode) } : {}
      return { ...info, ...timeAdded, encoding: { structV, tail: readTail(r) } }
    })
  }
}
