/*
  Maps and lists of an OSDMap::Incremental, each in both directions.
*/
import { entityAddrCodec, entityAddrvecCodec, utimeCodec, uuidCodec } from '@cephwire/codec'
import { s32Codec, s32ListCodec, s64Codec, u32Codec } from './entry-kinds.js'
import { legacyAddrCodec } from './osd-map-write.js'
import { osdXinfoCodec } from './osd-xinfo.js'
import { pgPoolCodec } from './pg-pool-codec.js'
import { encodePgPoolAnew } from './pg-pool-encode.js'
import { comparePgText, decodePgText, encodePgText } from './pg-id.js'
import { compareAddrs } from './addr-order.js'
import type { Codec, EntityAddr, Features, Reader, Writer } from '@cephwire/codec'
import type { PgUpmapItem } from './osd-map.js'
import type { OsdXinfo } from './osd-xinfo.js'
import type { PgPool } from './pg-pool.js'

/** A map whose entries are written in the order of their keys. */
function mapCodec<K, V>(
  key: Codec<K>,
  value: Codec<V>,
  compare: (a: K, b: K) => number,
  minBytes: number
): Codec<ReadonlyMap<K, V>> {
  return {
    encode(w, map, features) {
      w.list(
        [...map].sort(([a], [b]) => compare(a, b)),
        (w, [k, v]) => {
          key.encode(w, k, features)
          value.encode(w, v, features)
        }
      )
    },
    decode: r => r.map(key.decode, value.decode, minBytes)
  }
}

const byOrder = <T extends number | bigint>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0)

/** A map by number of an OSD. */
export const byOsd = <V>(value: Codec<V>, minBytes: number): Codec<ReadonlyMap<number, V>> =>
  mapCodec(s32Codec, value, byOrder, 4 + minBytes)

const pgTextCodec: Codec<string> = { encode: encodePgText, decode: decodePgText }

const byPg = <V>(value: Codec<V>, minBytes: number): Codec<ReadonlyMap<string, V>> =>
  mapCodec(pgTextCodec, value, comparePgText, 17 + minBytes)

const upmapItemsCodec: Codec<readonly PgUpmapItem[]> = {
  encode: (w, items) => void w.list(items, (w, { from, to }) => w.s32(from).s32(to)),
  decode: r => r.list(r => ({ from: r.s32(), to: r.s32() }), 8)
}

const u8Codec: Codec<number> = { encode: (w, value) => void w.u8(value & 0xff), decode: r => r.u8() }

const intervalCodec: Codec<readonly [number, number]> = {
  encode: (w, [first, last]) => void w.u32(first).u32(last),
  decode: r => [r.u32(), r.u32()]
}

const MIN_POOL_BYTES = 52

export const poolsCodec: Codec<ReadonlyMap<bigint, PgPool>> = mapCodec(s64Codec, pgPoolCodec, byOrder, MIN_POOL_BYTES)
/** As a monitor writes pools, whichever way they came. */
export const poolsAnewCodec: Codec<ReadonlyMap<bigint, PgPool>> = mapCodec(
  s64Codec,
  { ...pgPoolCodec, encode: encodePgPoolAnew },
  byOrder,
  MIN_POOL_BYTES
)
/** Numbers of OSDs with their addresses. */
export const addrvecsCodec = byOsd(entityAddrvecCodec, 5)
/** The same with one address each, as before Nautilus. */
export const addrsCodec = byOsd(legacyAddrCodec, 5)
export const osdU32Codec = byOsd(u32Codec, 4)
const allStatesCodec = byOsd(u8Codec, 1)
/** States before Luminous, without those that change only what was not known then. */
export const osdU8Codec: Codec<ReadonlyMap<number, number>> = {
  ...allStatesCodec,
  encode(w, states, features) {
    const known = [...states].filter(([, state]) => state === 0 || (state & 0xff) !== 0)
    allStatesCodec.encode(w, new Map(known), features)
  }
}
export const cleanIntervalsCodec = byOsd(intervalCodec, 8)
export const uuidsCodec = byOsd(uuidCodec, 16)
export const xinfosCodec = byOsd(osdXinfoCodec, 22)
const xinfoAnewCodec: Codec<OsdXinfo> = {
  ...osdXinfoCodec,
  encode(w, xinfo, features) {
    osdXinfoCodec.encode(w, { ...xinfo, encoding: undefined }, features)
  }
}
export const xinfosAnewCodec = byOsd(xinfoAnewCodec, 22)
export const pgOsdsCodec = byPg(s32ListCodec, 4)
export const pgOsdCodec = byPg(s32Codec, 4)
export const pgUpmapItemsCodec = byPg(upmapItemsCodec, 4)
export const blocklistCodec = mapCodec(entityAddrCodec, utimeCodec, compareAddrs, 27)

export function readPgs(r: Reader): Set<string> {
  return r.set(decodePgText, 17)
}

export function writePgs(w: Writer, pgs: ReadonlySet<string>): void {
  w.list([...pgs].sort(comparePgText), encodePgText)
}

export function readAddrs(r: Reader): EntityAddr[] {
  return r.list(entityAddrCodec.decode, 19)
}

export function writeAddrList(w: Writer, addrs: readonly EntityAddr[], features: Features): void {
  w.list(addrs, (w, addr) => {
    entityAddrCodec.encode(w, addr, features)
  })
}
