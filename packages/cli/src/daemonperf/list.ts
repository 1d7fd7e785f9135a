import type { Counter } from './schema.js'

/** A table of counters, as ceph draws it. */
export function listCounters(counters: readonly Counter[]): string {
  const rows = counters.map(({ section, name, nick, priority }) => [section, name, nick, String(priority)])
  const all = [['section', 'name', 'nick', 'prio'], ...rows]
  const widths = [0, 1, 2, 3].map(column => all.reduce((most, row) => Math.max(most, row[column]!.length), 0))
  const line = (row: readonly string[]): string =>
    `| ${row.map((text, i) => aligned(text, widths[i]!, i)).join(' | ')} |\n`
  const rule = `+${widths.map(width => '-'.repeat(width + 2)).join('+')}+\n`
  return `${line(all[0]!)}${rule}${all.slice(1).map(line).join('')}`
}

/** The last column has numbers. */
function aligned(text: string, width: number, column: number): string {
  return column === 3 ? text.padStart(width) : text.padEnd(width)
}
