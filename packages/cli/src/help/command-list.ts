import { CommandFlag } from '../argparse/descriptions.js'
import { usageOf } from '../argparse/usage.js'
import { wrap } from './wrap.js'
import type { CommandDescription } from '../argparse/descriptions.js'

/** Columns for both: less has no room for a line and the space in front of it. */
const NARROWEST = 6

const unseen = CommandFlag.Obsolete | CommandFlag.Deprecated | CommandFlag.Hidden

/**
 * The commands that begin as the words do, in two columns as `ceph -h` prints them: usage and help. Words that no
 * command begins with are dropped from the end until some are left.
 *
 * @param columns of the terminal, or 80
 */
export function commandList(
  descriptions: readonly CommandDescription[],
  words: readonly string[],
  columns: number
): string {
  const shown = descriptions
    .filter(({ help, flags }) => help !== '' && (flags & unseen) === 0)
    .map(({ sig, help }) => ({ usage: usageOf(sig), help }))
    .sort((a, b) => (a.usage < b.usage ? -1 : a.usage > b.usage ? 1 : 0))
  for (let count = words.length; ; count--) {
    const beginning = words.slice(0, count).join(' ')
    const fitting = shown.filter(({ usage }) => usage.startsWith(beginning))
    if (fitting.length > 0 || count === 0) return fitting.map(row => twoColumns(row, columns)).join('')
  }
}

function twoColumns({ usage, help }: { readonly usage: string; readonly help: string }, columns: number): string {
  const width = Math.max(columns - 1, NARROWEST)
  const left = Math.floor(width / 2)
  const usageLines = wrap(usage, left)
  const helpLines = wrap(help, left + (width % 2))
  let text = ''
  for (let i = 0; i < Math.max(usageLines.length, helpLines.length); i++) {
    text += `${(usageLines[i] ?? '').padEnd(left)} ${helpLines[i] ?? ''}\n`
  }
  return text
}
