import { formatUtime, sortedByKey } from '@cephwire/codec'
import { healthStatusName } from './health-status.js'
import type { HealthCheck, HealthCheckMap } from './health-check.js'
import type { HealthMute } from './health-mute.js'

/** A check as Ceph dumps it. */
export interface HealthCheckJson {
  readonly severity: string
  readonly summary: { readonly message: string; readonly count: number }
  readonly detail: readonly { readonly message: string }[]
}

/** A mute as Ceph dumps it. */
export interface HealthMuteJson {
  readonly code: string
  /** Of a mute that ends. */
  readonly ttl?: string
  readonly sticky: boolean
  readonly summary: string
  readonly count: number
}

/** health_check_t::dump; counts are numbers, as JSON.parse reads what Ceph prints. */
export function healthCheckToJson({ severity, summary, count, detail }: HealthCheck): HealthCheckJson {
  return {
    severity: healthStatusName(severity),
    summary: { message: summary, count: Number(count) },
    detail: detail.map(message => ({ message }))
  }
}

/** The checks by code, as in `ceph health detail -f json` but for `muted`: health_check_map_t::dump. */
export function healthCheckMapToJson({ checks }: HealthCheckMap): Record<string, HealthCheckJson> {
  const pairs = Array.from(sortedByKey(checks), ([code, check]) => [code, healthCheckToJson(check)] as const)
  return Object.fromEntries(pairs)
}

/** One of `mutes` in `ceph health -f json`: health_mute_t::dump. */
export function healthMuteToJson({ code, ttl, sticky, summary, count }: HealthMute): HealthMuteJson {
  const ends = ttl.sec !== 0 || ttl.nsec !== 0
  return { code, ...(ends ? { ttl: formatUtime(ttl) } : {}), sticky, summary, count: Number(count) }
}
