import { clipLine, span } from '../../screen/span.js'
import type { Line } from '../../screen/span.js'

/** A part of the screen that takes as many rows as there are for it. */
export interface Section {
  /** 0 is the most important. */
  readonly rank: number
  /** Rows below which it makes no sense. */
  readonly least: number
  readonly most: number
  /** @returns no more lines than `rows` */
  readonly lines: (rows: number) => readonly Line[]
}

/** What is shown whole where there is room, else as far as it goes. */
export function fixed(rank: number, lines: readonly Line[]): Section {
  return { rank, least: lines.length, most: lines.length, lines: rows => lines.slice(0, rows) }
}

/** Lines of which the last ones are counted where there is no room for them. */
export function shortened(rank: number, least: number, lines: readonly Line[], what = 'lines'): Section {
  return {
    rank,
    least: Math.min(least, lines.length),
    most: lines.length,
    lines: rows => {
      const hidden = lines.length - rows
      return hidden <= 0
        ? lines
        : [...lines.slice(0, Math.max(0, rows - 1)), [span(`… ${hidden + 1} more ${what}`, 'dim')]]
    }
  }
}

const GUTTER = 9

/** A section with its title on the left, on its first line. */
export function gutter(title: string, columns: number, inner: (columns: number) => Section): Section {
  const room = Math.max(0, columns - GUTTER)
  const section = inner(room)
  return {
    ...section,
    lines: rows =>
      section
        .lines(rows)
        .map((line, i) => [span((i === 0 ? title : '').padEnd(GUTTER), 'dim'), ...clipLine(line, room)])
  }
}
