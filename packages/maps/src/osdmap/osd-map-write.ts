/*
  Writing the parts of an OSDMap: as the bytes that they came in, or value by value for the features of a peer.
*/
import { entityAddrCodec, entityAddrvecCodec, legacyAddr, BLANK_ADDR, uuidCodec } from '@cephwire/codec'
import { ByteVector } from './byte-vector.js'
import { blocklistKind, pgOsdKind, pgOsdsKind, pgUpmapItemsKind, poolsAnewKind, poolsKind } from './entry-kinds.js'
import { EntryMap } from './entry-map.js'
import { NumberVector } from './number-vector.js'
import { osdInfoCodec } from './osd-info.js'
import { osdXinfoCodec } from './osd-xinfo.js'
import type { Codec, EntityAddr, EntityAddrvec, Features, Utime, Uuid, Writer } from '@cephwire/codec'
import type { EntryKind } from './entry-map.js'
import type { PgUpmapItem } from './osd-map.js'
import type { OsdInfo } from './osd-info.js'
import type { OsdVector } from './osd-vector.js'
import type { OsdXinfo } from './osd-xinfo.js'
import type { PgPool } from './pg-pool.js'

/** How parts are written. */
export interface Style {
  readonly features: Features
  /** Parts that still are bytes are written as these bytes. */
  readonly asIs: boolean
  /** Every struct_v is that which goes with the features, whatever it was when it was read. */
  readonly anew: boolean
  /** Addresses are vectors, not one address each. */
  readonly addrvecs: boolean
}

function writeVector<T>(w: Writer, values: OsdVector<T>, codec: Codec<T>, { features, asIs }: Style): void {
  if (asIs && values instanceof ByteVector) {
    values.encodeAsIs(w)
    return
  }
  w.list(values, (w, value) => {
    codec.encode(w, value, features)
  })
}

/** One address for each OSD, as before Nautilus. */
export const legacyAddrCodec: Codec<EntityAddrvec> = {
  encode(w, addrs, features) {
    entityAddrCodec.encode(w, legacyAddr(addrs) ?? BLANK_ADDR, features)
  },
  decode: entityAddrvecCodec.decode
}

export function writeAddrs(w: Writer, values: OsdVector<EntityAddrvec>, style: Style): void {
  writeVector(w, values, style.addrvecs ? entityAddrvecCodec : legacyAddrCodec, style)
}

export function writeInfos(w: Writer, values: OsdVector<OsdInfo>, style: Style): void {
  writeVector(w, values, osdInfoCodec, style)
}

const xinfoAnewCodec: Codec<OsdXinfo> = {
  ...osdXinfoCodec,
  encode(w, xinfo, features) {
    osdXinfoCodec.encode(w, { ...xinfo, encoding: undefined }, features)
  }
}

export function writeXinfos(w: Writer, values: OsdVector<OsdXinfo>, style: Style): void {
  writeVector(w, values, style.anew ? xinfoAnewCodec : osdXinfoCodec, style)
}

export function writeUuids(w: Writer, values: OsdVector<Uuid>, style: Style): void {
  writeVector(w, values, uuidCodec, style)
}

export function writeNumbers(w: Writer, values: OsdVector<number>, width: 1 | 4): void {
  NumberVector.from(values).encode(w, width)
}

function writeMap<K, V>(w: Writer, map: ReadonlyMap<K, V>, kind: EntryKind<K, V>, { features, asIs }: Style): void {
  if (asIs && map instanceof EntryMap) {
    map.encodeAsIs(w)
    return
  }
  const sorted = [...map].sort(([a], [b]) => kind.compare(a, b))
  w.list(sorted, (w, [key, value]) => {
    kind.key.encode(w, key, features)
    kind.value.encode(w, value, features)
  })
}

export function writePools(w: Writer, pools: ReadonlyMap<bigint, PgPool>, style: Style): void {
  writeMap(w, pools, style.anew ? poolsAnewKind : poolsKind, style)
}

/** What a map by pg holds does not depend on the peer. */
const asTheyAre = (style: Style): Style => ({ ...style, asIs: true })

export function writePgOsds(w: Writer, map: ReadonlyMap<string, readonly number[]>, style: Style): void {
  writeMap(w, map, pgOsdsKind, asTheyAre(style))
}

export function writePgOsd(w: Writer, map: ReadonlyMap<string, number>, style: Style): void {
  writeMap(w, map, pgOsdKind, asTheyAre(style))
}

export function writePgUpmapItems(w: Writer, map: ReadonlyMap<string, readonly PgUpmapItem[]>, style: Style): void {
  writeMap(w, map, pgUpmapItemsKind, asTheyAre(style))
}

export function writeBlocklist(w: Writer, blocklist: ReadonlyMap<EntityAddr, Utime>, style: Style): void {
  writeMap(w, blocklist, blocklistKind, style)
}
