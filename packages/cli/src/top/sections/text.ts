import { escapeLine } from '../../escape.js'
import { span } from '../../screen/span.js'
import type { Span, Style } from '../../screen/span.js'

/** Text from the cluster, such that it cannot steer the terminal. */
export function outside(text: string, style: Style = 'plain'): Span {
  return span(escapeLine(text), style)
}

/** `HEALTH_ERR` and the like. */
export function severityStyle(severity: string): Style {
  if (severity === 'HEALTH_OK') return 'good'
  return severity === 'HEALTH_WARN' ? 'warning' : 'bad'
}

/** `15:25:07`, by the clock of this place. */
export function clock(millis: number, utcOffset: number): string {
  const moved = new Date(millis + utcOffset * 60_000)
  return Number.isNaN(moved.getTime()) ? '--:--:--' : moved.toISOString().slice(11, 19)
}
