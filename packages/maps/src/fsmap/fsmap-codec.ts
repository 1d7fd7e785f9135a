/*
  FSMap                                      src/mds/FSMap.cc
    ENCODE_START(8, 6)                         before Squid ENCODE_START(7, 6)
      u32 epoch
      u64 next_filesystem_id
      s32 legacy_client_fscid
      CompatSet default_compat
      u8  enable_multiple
      vector<Filesystem> filesystems           by fscid
      map<u64, s32> mds_roles
      map<u64, mds_info_t> standby_daemons
      map<u64, u32> standby_epochs
      u8  ever_enabled_multiple                since struct_v 7
      utime_t btime                            since struct_v 8
*/
import { LimitError, sortedByNumber, utimeCodec } from '@cephwire/codec'
import { readTail } from '../struct-encoding.js'
import { compatSetCodec } from './compat-set.js'
import { MIN_FILESYSTEM_BYTES, filesystemCodec } from './filesystem.js'
import { mdsInfoCodec } from './mds-info.js'
import type { Codec, Features, Reader, Writer } from '@cephwire/codec'
import type { Filesystem } from './filesystem.js'
import type { FSMap } from './fsmap.js'

const STRUCT_V = 8
const STRUCT_COMPAT = 6
/** Older ones are those of Jewel's beginnings, or a MDSMap. */
const OLDEST_V = 6
/** global_id and a mds_info_t of struct_v 1 */
const MIN_INFO_BYTES = 64
const MIN_ROLE_BYTES = 12
/** More file systems than any cluster has. */
const MAX_FILESYSTEMS = 1024

function encodeBody(w: Writer, map: FSMap, features: Features, structV: number): void {
  w.u32(map.epoch).u64(map.nextFilesystemId).s32(map.legacyClientFscid)
  compatSetCodec.encode(w, map.defaultCompat, features)
  w.bool(map.enableMultiple)
  w.list(sortedByNumber(map.filesystems).values(), (w, fs) => {
    filesystemCodec.encode(w, fs, features)
  })
  w.map(
    sortedByNumber(map.mdsRoles),
    (w, gid) => w.u64(gid),
    (w, fscid) => w.s32(fscid)
  )
  w.map(
    sortedByNumber(map.standbyDaemons),
    (w, gid) => w.u64(gid),
    (w, info) => {
      mdsInfoCodec.encode(w, info, features)
    }
  )
  w.map(
    sortedByNumber(map.standbyEpochs),
    (w, gid) => w.u64(gid),
    (w, epoch) => w.u32(epoch)
  )
  if (structV >= 7) w.bool(map.everEnabledMultiple)
  if (structV >= 8) utimeCodec.encode(w, map.btime ?? { sec: 0, nsec: 0 }, features)
}

function decodeFilesystems(r: Reader): Map<number, Filesystem> {
  const count = r.count(MIN_FILESYSTEM_BYTES)
  if (count > MAX_FILESYSTEMS) {
    throw new LimitError(`${count} file systems are over the limit of ${MAX_FILESYSTEMS}`, r.place())
  }
  const filesystems = new Map<number, Filesystem>()
  for (let i = 0; i < count; i++) {
    const fs = r.field(`[${i}]`, filesystemCodec.decode)
    if (filesystems.has(fs.fscid)) r.fail(`Two file systems with the number ${fs.fscid}`)
    filesystems.set(fs.fscid, fs)
  }
  return filesystems
}

function decodeBody(r: Reader, structV: number): FSMap {
  if (structV < OLDEST_V) r.fail(`FSMap of struct_v ${structV} is from before Jewel`)
  const map = {
    epoch: r.field('epoch', r => r.u32()),
    nextFilesystemId: r.field('next_filesystem_id', r => r.u64()),
    legacyClientFscid: r.field('legacy_client_fscid', r => r.s32()),
    defaultCompat: r.field('default_compat', compatSetCodec.decode),
    enableMultiple: r.field('enable_multiple', r => r.bool()),
    filesystems: r.field('filesystems', decodeFilesystems),
    mdsRoles: r.field('mds_roles', r =>
      r.map(
        r => r.u64(),
        r => r.s32(),
        MIN_ROLE_BYTES
      )
    ),
    standbyDaemons: r.field('standby_daemons', r => r.map(r => r.u64(), mdsInfoCodec.decode, MIN_INFO_BYTES)),
    standbyEpochs: r.field('standby_epochs', r =>
      r.map(
        r => r.u64(),
        r => r.u32(),
        MIN_ROLE_BYTES
      )
    ),
    everEnabledMultiple: structV >= 7 ? r.field('ever_enabled_multiple', r => r.bool()) : false
  }
  const btime = structV >= 8 ? { btime: r.field('btime', utimeCodec.decode) } : {}
  return { ...map, ...btime, encoding: { structV, tail: readTail(r) } }
}

/**
 * FSMap as monitors have written it since Jewel.
 *
 * `encode` writes what a monitor would write for a peer with these features. A decoded map comes out byte for byte,
 * what newer releases appended included, for features of the kind that it was written for.
 */
export const fsMapCodec: Codec<FSMap> = {
  encode(w, map, features) {
    const made = { structV: map.btime === undefined ? 7 : STRUCT_V, tail: new Uint8Array(0) }
    const { structV, tail } = map.encoding ?? made
    w.versioned(structV, STRUCT_COMPAT, w => {
      encodeBody(w, map, features, structV)
      w.bytes(tail)
    })
  },
  decode: r => r.versioned(STRUCT_V, decodeBody)
}
