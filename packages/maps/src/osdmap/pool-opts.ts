/*
  pool_opts_t                                src/osd/osd_types.cc
    ENCODE_START(2, 1)                         struct_v 1 for a peer before Nautilus
      u32 count
      …
        s32 key
        s32 type           0 string, 1 int, 2 double
        string, s64 (s32 in struct_v 1) or f64
*/
import { CephFeature, haveFeature } from '@cephwire/codec'
import { readTail } from '../struct-encoding.js'
import type { Codec, Reader, Writer } from '@cephwire/codec'
import type { StructEncoding } from '../struct-encoding.js'

/** The value of an option; which it is stands on the wire. */
export type PoolOptValue =
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'int'; readonly value: bigint }
  | { readonly type: 'double'; readonly value: number }

/** Options that are set for a pool. */
export interface PoolOpts {
  /** By number: see poolOptNames. */
  readonly values: ReadonlyMap<number, PoolOptValue>
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}

/** Names of options by number: src/osd/osd_types.h, pool_opts_t::key_t */
export const poolOptNames: ReadonlyMap<number, string> = new Map(
  [
    'scrub_min_interval',
    'scrub_max_interval',
    'deep_scrub_interval',
    'recovery_priority',
    'recovery_op_priority',
    'scrub_priority',
    'compression_mode',
    'compression_algorithm',
    'compression_required_ratio',
    'compression_max_blob_size',
    'compression_min_blob_size',
    'csum_type',
    'csum_max_block',
    'csum_min_block',
    'fingerprint_algorithm',
    'pg_num_min',
    'target_size_bytes',
    'target_size_ratio',
    'pg_autoscale_bias',
    'read_lease_interval',
    'dedup_tier',
    'dedup_chunk_algorithm',
    'dedup_cdc_chunk_size',
    'pg_num_max',
    'read_ratio',
    'pct_update_delay'
  ].map((name, key) => [key, name])
)

const STRUCT_V = 2
const STRUCT_COMPAT = 1
const types = ['string', 'int', 'double'] as const
/** key, type and the shortest value */
const MIN_OPT_BYTES = 12

function readValue(r: Reader, structV: number): PoolOptValue {
  const type = types[r.s32()] ?? r.fail('A pool option of unknown type')
  switch (type) {
    case 'string':
      return { type, value: r.string() }
    case 'int':
      return { type, value: structV >= 2 ? r.s64() : BigInt(r.s32()) }
    case 'double':
      return { type, value: r.f64() }
  }
}

function writeValue(w: Writer, { type, value }: PoolOptValue, structV: number): void {
  w.s32(types.indexOf(type))
  switch (type) {
    case 'string':
      w.string(value)
      break
    case 'int':
      if (structV >= 2) w.s64(value)
      else w.s32(Number(BigInt.asIntN(32, value)))
      break
    case 'double':
      w.f64(value)
  }
}

export const poolOptsCodec: Codec<PoolOpts> = {
  encode(w, { values, encoding }, features) {
    const newest = haveFeature(features, CephFeature.SERVER_NAUTILUS) ? 0xff : 1
    const asBefore = encoding !== undefined && encoding.structV <= newest ? encoding : undefined
    const structV = asBefore?.structV ?? Math.min(newest, STRUCT_V)
    const sorted = [...values].sort(([a], [b]) => a - b)
    w.versioned(structV, STRUCT_COMPAT, w => {
      w.list(sorted, (w, [key, value]) => {
        writeValue(w.s32(key), value, structV)
      })
      if (asBefore !== undefined) w.bytes(asBefore.tail)
    })
  },
  decode(r) {
    return r.versioned(STRUCT_V, (r, structV) => ({
      values: r.map(
        r => r.s32(),
        r => readValue(r, structV),
        MIN_OPT_BYTES
      ),
      encoding: { structV, tail: readTail(r) }
    }))
  }
}
