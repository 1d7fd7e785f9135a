import { lineWidth, span } from './span.js'
import type { Line } from './span.js'

const GAP = 2

/**
 * Puts short pieces one behind the other on lines of so many cells; no piece is broken. What does not fit into `rows` lines
 * is counted at the end of the last one.
 */
export function flow(pieces: readonly Line[], columns: number, rows: number): Line[] {
  const lines: Line[] = []
  let shown = 0
  for (const piece of pieces) {
    const last = lines.at(-1)
    const left = pieces.length - shown
    const onLast = lines.length === rows
    // The last line keeps room to say how many there are besides.
    const room = onLast && left > 1 ? columns - moreWidth(left - 1) : columns
    if (last !== undefined && lineWidth(last) + GAP + lineWidth(piece) <= room) {
      lines[lines.length - 1] = [...last, span(' '.repeat(GAP)), ...piece]
    } else if (lines.length < rows) lines.push(piece)
    else break
    shown++
  }
  const hidden = pieces.length - shown
  if (hidden > 0 && lines.length > 0) {
    lines[lines.length - 1] = [...lines.at(-1)!, span(' '.repeat(GAP)), span(`… ${hidden} more`, 'dim')]
  }
  return lines
}

const moreWidth = (count: number): number => GAP + `… ${count} more`.length
