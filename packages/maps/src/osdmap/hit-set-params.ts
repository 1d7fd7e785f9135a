/*
  HitSet::Params                             src/osd/HitSet.cc
    ENCODE_START(1, 1)
      u8  type             0 none, 1 explicit hash, 2 explicit object, 3 bloom
      ENCODE_START(1, 1)                       bloom alone
        u32 fpp_micro
        u64 target_size
        u64 seed
*/
import { readTail } from '../struct-encoding.js'
import type { Codec } from '@cephwire/codec'
import type { StructEncoding } from '../struct-encoding.js'

const types = ['none', 'explicit_hash', 'explicit_object', 'bloom'] as const

/** How a bloom filter is made. */
export interface BloomParams {
  /** How likely an object is found that was not inserted, in millionths. */
  readonly fppMicro: number
  /** How many objects are expected. */
  readonly targetSize: bigint
  readonly seed: bigint
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}

/** How a cache pool remembers which objects were used. */
export interface HitSetParams {
  readonly type: (typeof types)[number]
  /** For type `bloom`. */
  readonly bloom?: BloomParams | undefined
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}

const STRUCT_V = 1
const NO_TAIL = new Uint8Array(0)
const NEWEST: StructEncoding = { structV: STRUCT_V, tail: NO_TAIL }

const bloomCodec: Codec<BloomParams> = {
  encode(w, bloom) {
    const { structV, tail } = bloom.encoding ?? NEWEST
    w.versioned(structV, STRUCT_V, w => w.u32(bloom.fppMicro).u64(bloom.targetSize).u64(bloom.seed).bytes(tail))
  },
  decode: r =>
    r.versioned(STRUCT_V, (r, structV) => ({
      fppMicro: r.u32(),
      targetSize: r.u64(),
      seed: r.u64(),
      encoding: { structV, tail: readTail(r) }
    }))
}

const NO_BLOOM: BloomParams = { fppMicro: 0, targetSize: 0n, seed: 0n }

export const hitSetParamsCodec: Codec<HitSetParams> = {
  encode(w, { type, bloom, encoding }, features) {
    const { structV, tail } = encoding ?? NEWEST
    w.versioned(structV, STRUCT_V, w => {
      w.u8(types.indexOf(type))
      if (type === 'bloom') bloomCodec.encode(w, bloom ?? NO_BLOOM, features)
      w.bytes(tail)
    })
  },
  decode: r =>
    r.versioned(STRUCT_V, (r, structV) => {
      const type = types[r.u8()] ?? r.fail('A hit set of unknown type')
      const bloom = type === 'bloom' ? { bloom: r.field('bloom', bloomCodec.decode) } : {}
      return { type, ...bloom, encoding: { structV, tail: readTail(r) } }
    })
}
