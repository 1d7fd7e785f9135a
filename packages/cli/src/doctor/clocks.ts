import { ok, skipped, warning } from './check.js'
import { list } from './words.js'
import type { Check } from './check.js'
import type { Answers } from './questions.js'

interface Skew {
  /** Seconds ahead of the leader. */
  readonly skew?: unknown
  readonly health?: unknown
}

/** Whether the clocks of the monitors agree; that of a client counts for nothing. */
export function examineClocks({ timeSync, health }: Pick<Answers, 'timeSync' | 'health'>): Check {
  if (!('value' in timeSync)) return skipped('clocks', 'The cluster did not say')
  const { time_skew_status: each = {} } = timeSync.value as { time_skew_status?: Readonly<Record<string, Skew>> }
  const bad = Object.entries(each).filter(([, { health }]) => health !== undefined && health !== 'HEALTH_OK')
  const seen = bad.map(([name, { skew }]) => `mon.${name} is ${seconds(skew)} off`)
  if (seen.length === 0) {
    const summary = summaryOf(health, 'MON_CLOCK_SKEW')
    if (summary === undefined) return ok('clocks', 'The monitors agree what time it is')
    seen.push(summary)
  }
  return warning('clocks', {
    problem: 'clock-skew',
    seen: list(seen),
    meaning: 'Monitors whose clocks differ by more than 0.05 s lose the quorum again and again, and tickets end early.',
    advice: [
      'Let the hosts of the monitors take their time from the same servers; on each:',
      '  systemctl enable --now chrony',
      '  chronyc tracking',
      'and look again after five minutes:',
      '  ceph time-sync-status'
    ]
  })
}

function seconds(skew: unknown): string {
  return `${Math.abs(Number(skew)).toFixed(3)} s`
}

/** The text of a health check that is raised and not muted. */
function summaryOf(health: Answers['health'], code: string): string | undefined {
  if (!('value' in health)) return undefined
  const { checks = {} } = health.value as { checks?: Readonly<Record<string, { summary?: { message?: unknown } }>> }
  return Object.hasOwn(checks, code) ? String(checks[code]?.summary?.message) : undefined
}
