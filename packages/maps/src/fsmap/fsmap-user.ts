/*
  FSMapUser                                  src/mds/FSMapUser.cc
    ENCODE_START(1, 1)
      u32 epoch
      s32 legacy_client_fscid
      vector<fs_info_t> filesystems            by cid

  FSMapUser::fs_info_t
    ENCODE_START(1, 1)
      s32 cid
      string name
*/
import { sortedByNumber } from '@cephwire/codec'
import { readTail } from '../struct-encoding.js'
import type { Codec, Decode } from '@cephwire/codec'
import type { StructEncoding } from '../struct-encoding.js'

/** The name of one file system. */
export interface FsInfo {
  readonly cid: number
  readonly name: string
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}

/** The file systems of a cluster, as clients get to see them. */
export interface FSMapUser {
  readonly epoch: number
  /** The file system of clients that do not name one; -1 for none. */
  readonly legacyClientFscid: number
  /** By number. */
  readonly filesystems: ReadonlyMap<number, FsInfo>
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}

const STRUCT_V = 1
const STRUCT_COMPAT = 1
const MIN_INFO_BYTES = 14

const MADE: StructEncoding = { structV: STRUCT_V, tail: new Uint8Array(0) }

const decodeInfo: Decode<FsInfo> = r =>
  r.versioned(STRUCT_V, (r, structV) => ({
    cid: r.field('cid', r => r.s32()),
    name: r.field('name', r => r.string()),
    encoding: { structV, tail: readTail(r) }
  }))

const decodeInfos: Decode<Map<number, FsInfo>> = r => {
  const list = r.list(decodeInfo, MIN_INFO_BYTES)
  const infos = new Map(list.map(info => [info.cid, info]))
  if (infos.size !== list.length) r.fail('Two file systems with one number')
  return infos
}

export const fsMapUserCodec: Codec<FSMapUser> = {
  encode(w, { epoch, legacyClientFscid, filesystems, encoding = MADE }) {
    w.versioned(encoding.structV, STRUCT_COMPAT, w => {
      w.u32(epoch).s32(legacyClientFscid)
      w.list(sortedByNumber(filesystems).values(), (w, { cid, name, encoding = MADE }) => {
        w.versioned(encoding.structV, STRUCT_COMPAT, w => {
          w.s32(cid).string(name).bytes(encoding.tail)
        })
      })
      w.bytes(encoding.tail)
    })
  },
  decode: r =>
    r.versioned(STRUCT_V, (r, structV) => ({
      epoch: r.field('epoch', r => r.u32()),
      legacyClientFscid: r.field('legacy_client_fscid', r => r.s32()),
      filesystems: r.field('filesystems', decodeInfos),
      encoding: { structV, tail: readTail(r) }
    }))
}
