/*
  pg_t                                       src/osd/osd_types.h
    u8  version 1
    u64 pool
    u32 seed
    s32 preferred        always -1

  old_pg_t, before PGID64                    src/osd/osd_types.h, struct ceph_pg
    u16 preferred        always -1
    u16 seed
    u32 pool
*/
import { CodecError } from '@cephwire/codec'
import type { Codec, Decode, Writer } from '@cephwire/codec'

/** A placement group: one of the `pg_num` parts of a pool. */
export interface PgId {
  /** Number of the pool. */
  readonly pool: bigint
  readonly seed: number
}

/** Bytes of a pg_t; all have as many. */
export const PG_ID_BYTES = 17
const PREFERRED = -1

export const pgIdCodec: Codec<PgId> = {
  encode: (w, pg) => void w.u8(1).u64(pg.pool).u32(pg.seed).s32(PREFERRED),
  decode(r) {
    const version = r.u8()
    if (version !== 1) r.fail(`pg_t of version ${version}, expected 1`)
    const pg = { pool: r.u64(), seed: r.u32() }
    const preferred = r.s32()
    if (preferred !== PREFERRED) r.fail(`A pg that prefers osd.${preferred}, expected none`)
    return pg
  }
}

/** A pg_t as its text. */
export const decodePgText: Decode<string> = r => formatPgId(pgIdCodec.decode(r))

/** @throws CodecError when the text is no pg */
export function encodePgText(w: Writer, text: string): void {
  const pg = parsePgId(text)
  w.u8(1).u64(pg.pool).u32(pg.seed).s32(PREFERRED)
}

/** An old_pg_t as the text of a pg. */
export const decodeOldPgText: Decode<string> = r => {
  const preferred = r.s16()
  if (preferred !== PREFERRED) r.fail(`A pg that prefers osd.${preferred}, expected none`)
  const seed = r.u16()
  return formatPgId({ pool: BigInt(r.u32()), seed })
}

/** @throws CodecError when the text is no pg, or pool or seed are too large for an old_pg_t */
export function encodeOldPgText(w: Writer, text: string): void {
  const pg = parsePgId(text)
  w.s16(PREFERRED).u16(pg.seed).u32(Number(pg.pool))
}

/** As Ceph prints it: `2.1f` for seed 31 of pool 2. */
export function formatPgId({ pool, seed }: PgId): string {
  return `${pool}.${seed.toString(16)}`
}

/** @throws CodecError when the text is not POOL.SEED, the seed in hexadecimal */
export function parsePgId(text: string): PgId {
  const [, digits = '', hex = ''] = /^(\d{1,20})\.([0-9a-f]{1,8})$/.exec(text) ?? []
  const pool = BigInt(digits)
  if (hex === '' || BigInt.asUintN(64, pool) !== pool) {
    throw new CodecError(`Not a pg: ${JSON.stringify(text)} (expected such as 2.1f)`)
  }
  return { pool, seed: Number.parseInt(hex, 16) }
}

/** Order of pg_t: by pool, then by seed. */
export function comparePgText(a: string, b: string): number {
  const [x, y] = [parsePgId(a), parsePgId(b)]
  if (x.pool !== y.pool) return x.pool < y.pool ? -1 : 1
  return x.seed - y.seed
}
