import type { ClusterState } from '../state/cluster-state.js'
import type { JsonValue } from '../format/json-formatter.js'

/** As `ceph health` and the mgrdigest have it: src/mon/HealthMonitor.cc, get_health_status. */
export function healthJson({ health }: ClusterState, detail = false): { readonly [name: string]: JsonValue } {
  const checks = [...health.checks].map(([code, { severity, summary, count, detail: lines, muted }]) => [
    code,
    {
      severity,
      summary: { message: summary, count: count ?? Math.max(1, lines.length) },
      ...(detail ? { detail: lines.map(message => ({ message })) } : {}),
      muted
    }
  ])
  const mutes = [...health.checks].filter(([, { muted }]) => muted)
  return {
    status: health.status,
    checks: Object.fromEntries(checks) as JsonValue,
    mutes: mutes.map(([code, { summary, count, detail: lines }]) => ({
      code,
      sticky: false,
      summary,
      count: count ?? Math.max(1, lines.length)
    }))
  }
}
