/*
  health_mute_t                              src/mon/health_check.h
    DENC_START(1, 1)
      string code
      utime_t ttl
      u8  sticky
      string summary
      s64 count
*/
import { sortedByKey, utimeCodec } from '@cephwire/codec'
import { readTail } from '../struct-encoding.js'
import type { Codec, Utime } from '@cephwire/codec'
import type { StructEncoding } from '../struct-encoding.js'

/** A check that an operator does not want to hear of. */
export interface HealthMute {
  readonly code: string
  /** Until when; 0 for ever. */
  readonly ttl: Utime
  /** Whether it stays when the check goes, or gets worse. */
  readonly sticky: boolean
  /** Of the check, when it was muted. */
  readonly summary: string
  /** Of the check, when it was muted. */
  readonly count: bigint
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}

const STRUCT_V = 1
const STRUCT_COMPAT = 1
/** Key, header and the fields with empty texts. */
const MIN_MUTE_BYTES = 35

export const healthMuteCodec: Codec<HealthMute> = {
  encode(w, { code, ttl, sticky, summary, count, encoding }, features) {
    const { structV, tail } = encoding ?? { structV: STRUCT_V, tail: new Uint8Array(0) }
    w.versioned(structV, STRUCT_COMPAT, w => {
      utimeCodec.encode(w.string(code), ttl, features)
      w.bool(sticky).string(summary).s64(count).bytes(tail)
    })
  },
  decode: r =>
    r.versioned(STRUCT_V, (r, structV) => ({
      code: r.field('code', r => r.string()),
      ttl: r.field('ttl', utimeCodec.decode),
      sticky: r.field('sticky', r => r.bool()),
      summary: r.field('summary', r => r.string()),
      count: r.field('count', r => r.s64()),
      encoding: { structV, tail: readTail(r) }
    }))
}

/** All mutes by code, as monitors store them: map<string, health_mute_t>. */
export const healthMutesCodec: Codec<ReadonlyMap<string, HealthMute>> = {
  encode(w, mutes, features) {
    w.map(
      sortedByKey(mutes),
      (w, code) => w.string(code),
      (w, mute) => {
        healthMuteCodec.encode(w, mute, features)
      }
    )
  },
  decode: r => r.map(r => r.string(), healthMuteCodec.decode, MIN_MUTE_BYTES)
}
