/*
  health_check_t                             src/mon/health_check.h
    DENC_START(2, 1)
      u8  severity
      string summary
      list<string> detail
      s64 count                                since struct_v 2

  health_check_map_t
    DENC_START(1, 1)
      map<string, health_check_t> checks
*/
import { sortedByKey } from '@cephwire/codec'
import { readTail } from '../struct-encoding.js'
import type { Codec } from '@cephwire/codec'
import type { StructEncoding } from '../struct-encoding.js'

/** One thing that is not well. */
export interface HealthCheck {
  /** A HealthStatus; other numbers are kept as they come. */
  readonly severity: number
  readonly summary: string
  readonly detail: readonly string[]
  /** How much of it there is; 0 before struct_v 2 (Octopus). */
  readonly count: bigint
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}

/** Everything that is not well, as one part of a cluster sees it. */
export interface HealthCheckMap {
  /** By its code, such as `OSD_DOWN`. */
  readonly checks: ReadonlyMap<string, HealthCheck>
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}

const CHECK_V = 2
const CHECK_COMPAT = 1
const MAP_V = 1
const MAP_COMPAT = 1
/** Code, header, severity, summary and detail. */
const MIN_CHECK_BYTES = 19

export const healthCheckCodec: Codec<HealthCheck> = {
  encode(w, { severity, summary, detail, count, encoding }) {
    const { structV, tail } = encoding ?? { structV: CHECK_V, tail: new Uint8Array(0) }
    w.versioned(structV, CHECK_COMPAT, w => {
      w.u8(severity)
        .string(summary)
        .list(detail, (w, text) => w.string(text))
      if (structV >= 2) w.s64(count)
      w.bytes(tail)
    })
  },
  decode: r =>
    r.versioned(CHECK_V, (r, structV) => ({
      severity: r.field('severity', r => r.u8()),
      summary: r.field('summary', r => r.string()),
      detail: r.field('detail', r => r.list(r => r.string(), 4)),
      count: structV >= 2 ? r.field('count', r => r.s64()) : 0n,
      encoding: { structV, tail: readTail(r) }
    }))
}

export const healthCheckMapCodec: Codec<HealthCheckMap> = {
  encode(w, { checks, encoding }, features) {
    const { structV, tail } = encoding ?? { structV: MAP_V, tail: new Uint8Array(0) }
    w.versioned(structV, MAP_COMPAT, w => {
      w.map(
        sortedByKey(checks),
        (w, code) => w.string(code),
        (w, check) => {
          healthCheckCodec.encode(w, check, features)
        }
      )
      w.bytes(tail)
    })
  },
  decode: r =>
    r.versioned(MAP_V, (r, structV) => ({
      checks: r.field('checks', r => r.map(r => r.string(), healthCheckCodec.decode, MIN_CHECK_BYTES)),
      encoding: { structV, tail: readTail(r) }
    }))
}
