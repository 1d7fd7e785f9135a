import { sgr } from './sgr.js'
import { clip, widthOf } from './width.js'

/** What a piece of a line means; without colours it looks like the others. */
export type Style = 'plain' | 'good' | 'warning' | 'bad' | 'dim' | 'bold' | 'alarm'

/** A piece of a line. Its text is shown as it is: what came from elsewhere is escaped before. */
export interface Span {
  readonly text: string
  readonly style: Style
}

/** One line of a screen. */
export type Line = readonly Span[]

export function span(text: string, style: Style = 'plain'): Span {
  return { text, style }
}

/** How many cells of a terminal it takes. */
export function lineWidth(line: Line): number {
  return line.reduce((sum, { text }) => sum + widthOf(text), 0)
}

/** The line, cut to so many cells. */
export function clipLine(line: Line, columns: number): Line {
  const clipped: Span[] = []
  let left = columns
  for (const [i, { text, style }] of line.entries()) {
    const width = widthOf(text)
    const last = line.slice(i + 1).every(({ text }) => text.trim() === '')
    // What follows needs a cell for the ellipsis: it would fit in no more otherwise.
    if (width > left || (width === left && !last)) {
      clipped.push({ text: width > left ? clip(text, left) : clip(`${text} `, left), style })
      break
    }
    clipped.push({ text, style })
    left -= width
  }
  return clipped
}

/** Left and right end of a line; where both do not fit, the right one is left out. */
export function spread(left: Line, right: Line, columns: number): Line {
  const blank = columns - lineWidth(left) - lineWidth(right)
  return blank < 2 ? left : [...left, span(' '.repeat(blank)), ...right]
}

export function plainText(line: Line): string {
  return line.map(({ text }) => text).join('')
}

/** The line for a terminal: with escape sequences for colours, or without any. */
export function paint(line: Line, colour: boolean): string {
  return colour ? line.map(painted).join('') : plainText(line)
}

const looks: Readonly<Record<Style, string | undefined>> = {
  plain: undefined,
  good: '32',
  warning: '33',
  bad: '1;31',
  dim: '2',
  bold: '1',
  alarm: '7;31'
}

function painted({ text, style }: Span): string {
  const look = looks[style]
  return look === undefined ? text : sgr(look, text)
}
