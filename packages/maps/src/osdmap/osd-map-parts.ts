/*
  Parts of an OSDMap that are decoded when they are asked for.
*/
import {
  CEPH_FEATURES_ALL,
  CephFeature,
  entityAddrCodec,
  entityAddrvecCodec,
  utimeCodec,
  uuidCodec
} from '@cephwire/codec'
import { compareWrittenAddrs } from './addr-order.js'
import { ByteVector } from './byte-vector.js'
import { blocklistKind, pgOsdKind, pgOsdsKind, pgUpmapItemsKind, poolsKind } from './entry-kinds.js'
import { EntryMap } from './entry-map.js'
import { OSD_INFO_BYTES, osdInfoCodec } from './osd-info.js'
import { osdXinfoCodec } from './osd-xinfo.js'
import { decodePgPoolBody, PG_POOL_HEADER, PG_POOL_V } from './pg-pool-decode.js'
import { readAddrvec, skipAddrvec } from './addrvec-bytes.js'
import { peek, skipVersioned, walk, walkAddrvecs, walkPgMap } from './walk.js'
import type { EntityAddr, EntityAddrvec, Reader, Utime, Uuid } from '@cephwire/codec'
import type { ItemKind } from './byte-vector.js'
import type { PgUpmapItem } from './osd-map.js'
import type { OsdInfo } from './osd-info.js'
import type { OsdXinfo } from './osd-xinfo.js'
import type { PgPool } from './pg-pool.js'

const addrvecKind: ItemKind<EntityAddrvec> = { codec: entityAddrvecCodec, read: readAddrvec }
const infoKind: ItemKind<OsdInfo> = { codec: osdInfoCodec }
const xinfoKind: ItemKind<OsdXinfo> = { codec: osdXinfoCodec }
const uuidKind: ItemKind<Uuid> = { codec: uuidCodec }

/** Collects of what kind the parts of a map are. */
export interface Seen {
  readonly pools: Set<number>
  readonly xinfos: Set<number>
  readonly addrs: Set<number>
}

const UUID_BYTES = 16
/** marker, count */
const MIN_ADDRVEC_BYTES = 5
/** header, two times, three numbers */
const MIN_XINFO_BYTES = 22
/** id and the shortest pool */
const MIN_POOL_BYTES = 60
/** The shorter of the two forms of entity_addr_t, and a time. */
const MIN_BLOCKLIST_BYTES = 27

export function decodeAddrvecs(r: Reader, seen: Seen): ByteVector<EntityAddrvec> {
  const count = r.count(MIN_ADDRVEC_BYTES)
  const { bytes, offsets, markers } = walkAddrvecs(r, count)
  for (const marker of [0, 1, 2]) if ((markers & (1 << marker)) !== 0) seen.addrs.add(marker)
  return ByteVector.fromBytes(addrvecKind, count, bytes, offsets)
}

export function decodeInfos(r: Reader): ByteVector<OsdInfo> {
  const count = r.count(OSD_INFO_BYTES)
  const { bytes, offsets } = walk(
    r,
    count,
    (b, at) => (b[at] === 1 ? at + OSD_INFO_BYTES : -1),
    r => void osdInfoCodec.decode(r)
  )
  return ByteVector.fromBytes(infoKind, count, bytes, offsets)
}

export function decodeXinfos(r: Reader, seen: Seen): ByteVector<OsdXinfo> {
  const count = r.count(MIN_XINFO_BYTES)
  let last = -1
  const { bytes, offsets } = walk(
    r,
    count,
    (b, at) => {
      if (b[at] !== last) seen.xinfos.add((last = b[at]!))
      return b[at] === 3 || b[at] === 4 ? skipVersioned(b, at) : -1
    },
    r => void osdXinfoCodec.decode(r)
  )
  return ByteVector.fromBytes(xinfoKind, count, bytes, offsets)
}

export function decodeUuids(r: Reader): ByteVector<Uuid> {
  const count = r.count(UUID_BYTES)
  return ByteVector.fromBytes(uuidKind, count, r.bytes(count * UUID_BYTES), UUID_BYTES)
}

export function decodePools(r: Reader, seen: Seen): ReadonlyMap<bigint, PgPool> {
  const count = r.count(MIN_POOL_BYTES)
  const ids: bigint[] = []
  const none = (): number => -1
  const { bytes, offsets } = walk(r, count, none, r => {
    const id = r.s64()
    const last = ids.at(-1)
    if (last !== undefined && id <= last) r.fail('Pools out of order')
    ids.push(id)
    r.versionedLegacy(PG_POOL_V, PG_POOL_HEADER, (r, structV) => {
      seen.pools.add(structV)
      if (structV >= PG_POOL_HEADER.lenV) r.skip(r.remaining)
      else decodePgPoolBody(r, structV)
    })
  })
  return EntryMap.fromBytes(poolsKind, bytes, offsets)
}

export function decodePgOsds(r: Reader): ReadonlyMap<string, readonly number[]> {
  const { bytes, offsets } = walkPgMap(r, 4, true)
  return EntryMap.fromBytes(pgOsdsKind, bytes, offsets)
}

export function decodePgOsd(r: Reader): ReadonlyMap<string, number> {
  const { bytes, offsets } = walkPgMap(r, 4, false)
  return EntryMap.fromBytes(pgOsdKind, bytes, offsets)
}

export function decodePgUpmapItems(r: Reader): ReadonlyMap<string, readonly PgUpmapItem[]> {
  const { bytes, offsets } = walkPgMap(r, 8, true)
  return EntryMap.fromBytes(pgUpmapItemsKind, bytes, offsets)
}

/** Before it was sorted, the order was that of a hash table, and addresses had their old form. */
function sortedBlocklist(
  entries: readonly (readonly [EntityAddr, Utime])[],
  bytes: Uint8Array
): ReadonlyMap<EntityAddr, Utime> {
  return EntryMap.from(blocklistKind, entries, CEPH_FEATURES_ALL & ~CephFeature.MSG_ADDR2, bytes)
}

const UTIME_BYTES = 8

export function decodeBlocklist(r: Reader, seen: Seen): ReadonlyMap<EntityAddr, Utime> {
  const count = r.count(MIN_BLOCKLIST_BYTES)
  const here = peek(r)
  const all = Buffer.from(here.buffer, here.byteOffset, here.length)
  const old: (readonly [EntityAddr, Utime])[] = []
  /** Where the last address of the form that a monitor writes starts and ends. */
  const last = { from: -1, to: -1 }
  const skip = (b: Uint8Array, at: number): number => {
    const end = old.length > 0 || b[at] !== 1 ? -1 : skipAddrvec(b, at)
    if (end < 0 || end + UTIME_BYTES > b.length) return -1
    if (last.from >= 0 && compareWrittenAddrs(all, last.from, last.to, at, end) >= 0) return -1
    Object.assign(last, { from: at, to: end })
    seen.addrs.add(1)
    return end + UTIME_BYTES
  }
  const readOld = (r: Reader): void => {
    const isOld = peek(r)[0] === 0 && last.from < 0
    const addr = entityAddrCodec.decode(r)
    if (!isOld) r.fail('An address of the blocklist of unknown form or out of order')
    seen.addrs.add(0)
    old.push([addr, utimeCodec.decode(r)])
  }
  const { bytes, offsets } = walk(r, count, skip, readOld)
  return old.length > 0 ? sortedBlocklist(old, bytes) : EntryMap.fromBytes(blocklistKind, bytes, offsets)
}
