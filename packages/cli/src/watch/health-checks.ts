import { fields, list, text } from '../json-reader.js'

/** A health check, and what is below it in `ceph health detail`. */
export interface Check {
  /** `MON_DOWN` */
  readonly code: string
  /** `HEALTH_WARN` or `HEALTH_ERR` */
  readonly severity: string
  readonly message: string
  readonly detail: readonly string[]
  readonly muted: boolean
}

/** The checks of a health as monitors push it; what has another form than theirs counts as empty. */
export function checksOf(health: { readonly checks: unknown }): readonly Check[] {
  return Object.entries(fields(health.checks)).map(([code, check]) => {
    const { severity, summary, detail, muted } = fields(check)
    return {
      code,
      severity: text(severity),
      message: text(fields(summary)['message']),
      detail: list(detail).map(each => text(fields(each)['message'])),
      muted: muted === true
    }
  })
}

const tags: ReadonlyMap<string, string> = new Map([
  ['HEALTH_OK', '[INF]'],
  ['HEALTH_WARN', '[WRN]'],
  ['HEALTH_ERR', '[ERR]']
])

/** `[WRN]`, as the cluster log and `ceph health detail` have it. */
export function severityTag(severity: string): string {
  return tags.get(severity) ?? '[???]'
}
