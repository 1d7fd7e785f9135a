import { severityTag } from '../../watch/health-checks.js'
import { span } from '../../screen/span.js'
import { shortened } from './section.js'
import { outside, severityStyle } from './text.js'
import type { Line } from '../../screen/span.js'
import type { Check } from '../../watch/health-checks.js'
import type { TopModel } from '../model.js'
import type { Section } from './section.js'

const RANK = 1

/** The checks as `ceph health detail` prints them. With little room, their first lines before any details. */
export function healthSection({ health }: TopModel): Section {
  if (health === undefined) return shortened(RANK, 1, [[span('not told yet', 'dim')]])
  const checks = health.checks.toSorted((a, b) => weight(a) - weight(b))
  if (checks.length === 0) return shortened(RANK, 1, [[outside(health.status, severityStyle(health.status))]])
  const most = checks.reduce((sum, { detail }) => sum + 1 + detail.length, 0)
  return { rank: RANK, least: Math.min(checks.length, 3), most, lines: rows => checkLines(checks, rows) }
}

/** Errors first, what is muted last. */
function weight({ severity, muted }: Check): number {
  if (muted) return 2
  return severity === 'HEALTH_ERR' ? 0 : 1
}

function checkLines(checks: readonly Check[], rows: number): readonly Line[] {
  if (rows < checks.length) return shortened(RANK, 1, checks.map(headLine), 'checks').lines(rows)
  // Details share what the first lines leave, a line for each check in turn.
  const given = checks.map(() => 0)
  for (let left = rows - checks.length; left > 0;) {
    const wanting = checks.flatMap(({ detail }, i) => (given[i]! < detail.length ? [i] : []))
    if (wanting.length === 0) break
    for (const i of wanting.slice(0, left)) given[i]!++
    left -= Math.min(left, wanting.length)
  }
  return checks.flatMap((check, i) => [headLine(check), ...detailLines(check.detail, given[i]!)])
}

function headLine({ code, severity, message, muted }: Check): Line {
  const style = muted ? 'dim' : severityStyle(severity)
  return [outside(`${muted ? '(MUTED) ' : ''}${severityTag(severity)} ${code}`, style), outside(`: ${message}`)]
}

function detailLines(detail: readonly string[], rows: number): readonly Line[] {
  const hidden = detail.length - rows
  const shown = hidden > 0 ? detail.slice(0, Math.max(0, rows - 1)) : detail
  const lines = shown.map(text => [outside(`    ${text.trim()}`)])
  return hidden > 0 && rows > 0 ? [...lines, [span(`    … ${hidden + 1} more`, 'dim')]] : lines
}
