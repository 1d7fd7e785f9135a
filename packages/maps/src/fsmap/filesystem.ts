/*
  Filesystem                                 src/mds/FSMap.cc
    ENCODE_START(2, 1)
      s32 fscid
      bufferlist mds_map                       a MDSMap
      MirrorInfo mirror_info                   since struct_v 2
*/
import { readTail } from '../struct-encoding.js'
import { mdsMapCodec } from './mdsmap-codec.js'
import { mirrorInfoCodec } from './mirror-info.js'
import type { Codec } from '@cephwire/codec'
import type { StructEncoding } from '../struct-encoding.js'
import type { MDSMap } from './mdsmap.js'
import type { MirrorInfo } from './mirror-info.js'

/** One file system of a fsmap. */
export interface Filesystem {
  /** Its number in this cluster, from 1. */
  readonly fscid: number
  readonly mdsMap: MDSMap
  /** undefined before struct_v 2 (Pacific). */
  readonly mirrorInfo?: MirrorInfo | undefined
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}

const STRUCT_V = 2
const STRUCT_COMPAT = 1
/** Header, fscid, length of the map and the fields of a map of struct_v 2 */
export const MIN_FILESYSTEM_BYTES = 64

const NOT_MIRRORED: MirrorInfo = { mirrored: false, peers: [] }

export const filesystemCodec: Codec<Filesystem> = {
  encode(w, { fscid, mdsMap, mirrorInfo, encoding }, features) {
    const made = { structV: mirrorInfo === undefined ? 1 : STRUCT_V, tail: new Uint8Array(0) }
    const { structV, tail } = encoding ?? made
    w.versioned(structV, STRUCT_COMPAT, w => {
      w.s32(fscid).nested(w => {
        mdsMapCodec.encode(w, mdsMap, features)
      })
      if (structV >= 2) mirrorInfoCodec.encode(w, mirrorInfo ?? NOT_MIRRORED, features)
      w.bytes(tail)
    })
  },
  decode: r =>
    r.versioned(STRUCT_V, (r, structV) => {
      const fscid = r.field('fscid', r => r.s32())
      const mdsMap = r.field('mds_map', r => r.nested(mdsMapCodec.decode))
      const mirror = structV >= 2 ? { mirrorInfo: r.field('mirror_info', mirrorInfoCodec.decode) } : {}
      return { fscid, mdsMap, ...mirror, encoding: { structV, tail: readTail(r) } }
    })
}
