import { entityAddrCodec, utimeCodec } from '@cephwire/codec'
import { compareAddrs } from './addr-order.js'
import { comparePgText, decodePgText, encodePgText } from './pg-id.js'
import { pgPoolCodec } from './pg-pool-codec.js'
import { encodePgPoolAnew } from './pg-pool-encode.js'
import type { Codec, EntityAddr, Utime } from '@cephwire/codec'
import type { EntryKind } from './entry-map.js'
import type { PgUpmapItem } from './osd-map.js'
import type { PgPool } from './pg-pool.js'

export const s32Codec: Codec<number> = { encode: (w, value) => void w.s32(value), decode: r => r.s32() }
export const u32Codec: Codec<number> = { encode: (w, value) => void w.u32(value), decode: r => r.u32() }
export const u64Codec: Codec<bigint> = { encode: (w, value) => void w.u64(value), decode: r => r.u64() }
export const s64Codec: Codec<bigint> = { encode: (w, value) => void w.s64(value), decode: r => r.s64() }
export const stringCodec: Codec<string> = { encode: (w, value) => void w.string(value), decode: r => r.string() }

export const s32ListCodec: Codec<readonly number[]> = {
  encode: (w, list) => void w.list(list, (w, value) => w.s32(value)),
  decode: r => r.list(s32Codec.decode, 4)
}

const upmapItemsCodec: Codec<readonly PgUpmapItem[]> = {
  encode: (w, items) => void w.list(items, (w, { from, to }) => w.s32(from).s32(to)),
  decode: r => r.list(r => ({ from: r.s32(), to: r.s32() }), 8)
}

const pgTextCodec: Codec<string> = { encode: encodePgText, decode: decodePgText }

const compareBigint = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)

export const poolsKind: EntryKind<bigint, PgPool> = {
  key: s64Codec,
  value: pgPoolCodec,
  isSmall: false,
  compare: compareBigint
}
/** As a monitor writes pools, whichever way they came. */
export const poolsAnewKind: EntryKind<bigint, PgPool> = {
  ...poolsKind,
  value: { ...pgPoolCodec, encode: encodePgPoolAnew }
}

const pgKind = <V>(value: Codec<V>): EntryKind<string, V> => ({
  key: pgTextCodec,
  value,
  isSmall: true,
  compare: comparePgText
})

/** pg_temp and pg_upmap. */
export const pgOsdsKind = pgKind(s32ListCodec)
/** primary_temp and pg_upmap_primaries. */
export const pgOsdKind = pgKind(s32Codec)
export const pgUpmapItemsKind = pgKind(upmapItemsCodec)

export const blocklistKind: EntryKind<EntityAddr, Utime> = {
  key: entityAddrCodec,
  value: utimeCodec,
  isSmall: true,
  compare: compareAddrs
}
