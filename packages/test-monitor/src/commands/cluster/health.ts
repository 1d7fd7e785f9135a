import { healthJson } from '../../status/health-json.js'
import type { HealthState } from '../../state/index.js'
import type { CommandInit } from '../../command-table.js'

export const healthCommand: CommandInit = {
  signature: 'health name=detail,type=CephChoices,strings=detail,req=false',
  help: 'what is wrong with the cluster',
  handler: ({ cluster, args, json }) => {
    const detail = args.has('detail')
    if (json) return { output: healthJson(cluster, detail) }
    const { health } = cluster
    return { output: `${formatHealth(health, ' ', '; ')}\n${detail ? formatDetail(health) : ''}` }
  }
}

/** `HEALTH_WARN` and what is wrong. @param first stands before the first, `between` before each of the others */
export function formatHealth({ checks, status }: HealthState, first: string, between: string): string {
  const entries = [...checks]
  const summaries = entries.filter(([, { muted }]) => !muted).map(([, { summary }]) => summary)
  const muted = entries.filter(([, { muted }]) => muted).map(([code]) => ` ${code}`)
  const parts = muted.length === 0 ? summaries : [...summaries, `(muted:${muted.join('')})`]
  return status + (parts.length === 0 ? '' : first + parts.join(between))
}

const short = { HEALTH_OK: '[OK]', HEALTH_WARN: '[WRN]', HEALTH_ERR: '[ERR]' } as const

function formatDetail({ checks }: HealthState): string {
  const lines = [...checks].flatMap(([code, { severity, summary, detail, muted }]) => [
    `${muted ? '(MUTED) ' : ''}${short[severity]} ${code}: ${summary}\n`,
    ...detail.map(line => `    ${line}\n`)
  ])
  return lines.join('')
}
