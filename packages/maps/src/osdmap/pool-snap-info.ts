/*
  pool_snap_info_t                           src/osd/osd_types.cc
    ENCODE_START(2, 2)                         struct_v 1: the u8 alone, for a peer without PGPOOL3
      u64 snapid
      utime_t stamp
      string name
*/
import { CephFeature, haveFeature, utimeCodec } from '@cephwire/codec'
import { readTail } from '../struct-encoding.js'
import type { Codec, Utime, Writer, Features } from '@cephwire/codec'
import type { StructEncoding } from '../struct-encoding.js'

/** A snapshot of a whole pool. */
export interface PoolSnapInfo {
  readonly snapid: bigint
  /** When it was made. */
  readonly stamp: Utime
  readonly name: string
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}

const STRUCT_V = 2

/** The fewest bytes that one takes. */
export const MIN_POOL_SNAP_BYTES = 21

function encodeBody(w: Writer, snap: PoolSnapInfo, features: Features): void {
  w.u64(snap.snapid)
  utimeCodec.encode(w, snap.stamp, features)
  w.string(snap.name)
}

export const poolSnapInfoCodec: Codec<PoolSnapInfo> = {
  encode(w, snap, features) {
    const { encoding } = snap
    if (encoding?.structV === 1 || !haveFeature(features, CephFeature.PGPOOL3)) {
      encodeBody(w.u8(1), snap, features)
      return
    }
    w.versioned(encoding?.structV ?? STRUCT_V, STRUCT_V, w => {
      encodeBody(w, snap, features)
      if (encoding !== undefined) w.bytes(encoding.tail)
    })
  },
  decode(r) {
    return r.versionedLegacy(STRUCT_V, { compatV: 2, lenV: 2 }, (r, structV) => ({
      snapid: r.field('snapid', r => r.u64()),
      stamp: r.field('stamp', utimeCodec.decode),
      name: r.field('name', r => r.string()),
      encoding: { structV, tail: structV >= 2 ? readTail(r) : new Uint8Array(0) }
    }))
  }
}
