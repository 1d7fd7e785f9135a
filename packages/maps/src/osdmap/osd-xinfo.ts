/*
  osd_xinfo_t                                src/osd/OSDMap.cc
    ENCODE_START(4, 1)
      utime_t down_stamp
      u32 laggy_probability                    of 2^32
      u32 laggy_interval
      u64 features                             since struct_v 2
      u32 old_weight                           since struct_v 3
      utime_t last_purged_snaps_scrub          since struct_v 4
      u32 dead_epoch                           since struct_v 4

  For a peer before Octopus struct_v is 3.
*/
import { CephFeature, haveFeature, utimeCodec } from '@cephwire/codec'
import { readTail } from '../struct-encoding.js'
import type { Codec, Features, Utime } from '@cephwire/codec'
import type { StructEncoding } from '../struct-encoding.js'

/** What else is known of an OSD. */
export interface OsdXinfo {
  /** When it went down the last time. */
  readonly downStamp: Utime
  /** 0 to 1: how likely it is that it was only slow when it was reported down. */
  readonly laggyProbability: number
  /** Seconds that it takes to recover when it is slow, on average. */
  readonly laggyInterval: number
  /** What it advertised when it came up; 0: unknown. */
  readonly features: Features
  /** Its weight before it was marked out by itself, of 0x10000; 0 for none. */
  readonly oldWeight: number
  readonly lastPurgedSnapsScrub: Utime
  /** Epoch in which it was known to be dead; 0 for none. */
  readonly deadEpoch: number
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}

const STRUCT_V = 4
const STRUCT_COMPAT = 1
const OCTOPUS_V = 4
const LAGGY_UNIT = 2 ** 32

const NO_TIME: Utime = Object.freeze({ sec: 0, nsec: 0 })

export const NO_OSD_XINFO: OsdXinfo = Object.freeze({
  downStamp: NO_TIME,
  laggyProbability: 0,
  laggyInterval: 0,
  features: 0n,
  oldWeight: 0,
  lastPurgedSnapsScrub: NO_TIME,
  deadEpoch: 0
})

export const osdXinfoCodec: Codec<OsdXinfo> = {
  encode(w, xinfo, features) {
    const newest = haveFeature(features, CephFeature.SERVER_OCTOPUS) ? 0xff : OCTOPUS_V - 1
    const asBefore = xinfo.encoding !== undefined && xinfo.encoding.structV <= newest ? xinfo.encoding : undefined
    const structV = asBefore?.structV ?? Math.min(newest, STRUCT_V)
    w.versioned(structV, STRUCT_COMPAT, w => {
      utimeCodec.encode(w, xinfo.downStamp, features)
      w.u32(Math.min(0xffffffff, Math.floor(xinfo.laggyProbability * LAGGY_UNIT))).u32(xinfo.laggyInterval)
      if (structV >= 2) w.u64(xinfo.features)
      if (structV >= 3) w.u32(xinfo.oldWeight)
      if (structV >= 4) {
        utimeCodec.encode(w, xinfo.lastPurgedSnapsScrub, features)
        w.u32(xinfo.deadEpoch)
      }
      if (asBefore !== undefined) w.bytes(asBefore.tail)
    })
  },
  decode(r) {
    return r.versioned(STRUCT_V, (r, structV) => ({
      downStamp: r.field('down_stamp', utimeCodec.decode),
      laggyProbability: r.field('laggy_probability', r => r.u32()) / LAGGY_UNIT,
      laggyInterval: r.field('laggy_interval', r => r.u32()),
      features: structV >= 2 ? r.field('features', r => r.u64()) : 0n,
      oldWeight: structV >= 3 ? r.field('old_weight', r => r.u32()) : 0,
      lastPurgedSnapsScrub: structV >= 4 ? r.field('last_purged_snaps_scrub', utimeCodec.decode) : NO_TIME,
      deadEpoch: structV >= 4 ? r.field('dead_epoch', r => r.u32()) : 0,
      encoding: { structV, tail: readTail(r) }
    }))
  }
}
