import { span } from './span.js'
import { pad, widthOf } from './width.js'
import type { Line, Style } from './span.js'

export interface Column<Row> {
  readonly title: string
  readonly text: (row: Row) => string
  readonly style?: (row: Row) => Style
  /** Default: left. */
  readonly align?: 'left' | 'right'
  /** How much it counts when there are too few columns: the lowest is left out first; default: never. */
  readonly rank?: number
  /** May be made narrower than its longest text, to no less than this. */
  readonly least?: number
  /** Is no narrower than this, so that what stands behind it keeps its place when numbers change. */
  readonly floor?: number
}

const GAP = 2

/**
 * A table, its titles first, as wide as its texts need and no wider than `columns`: what is too long is cut where a column
 * allows it, and after that columns are left out.
 */
export function table<Row>(rows: readonly Row[], given: readonly Column<Row>[], columns: number): Line[] {
  let shown = given.map(column => {
    const texts = rows.map(column.text)
    return { column, texts, width: Math.max(column.floor ?? 0, widthOf(column.title), ...texts.map(widthOf)) }
  })
  const least = ({ column, width }: (typeof shown)[number]): number => Math.min(width, column.least ?? width)
  const sum = (widths: readonly number[]): number => widths.reduce((a, b) => a + b + GAP, -GAP)
  for (;;) {
    const dispensable = shown.filter(({ column }) => column.rank !== undefined)
    if (dispensable.length === 0 || sum(shown.map(least)) <= columns) break
    const lowest = dispensable.reduce((a, b) => (b.column.rank! < a.column.rank! ? b : a))
    shown = shown.filter(each => each !== lowest)
  }
  let surplus = Math.max(0, sum(shown.map(({ width }) => width)) - columns)
  const widths = shown.map(each => {
    const given = Math.min(surplus, each.width - least(each))
    surplus -= given
    return each.width - given
  })
  const line = (text: (i: number) => string, style: (i: number) => Style): Line =>
    shown.flatMap(({ column }, i) => {
      const last = i === shown.length - 1 && column.align !== 'right'
      const cell = last ? pad(text(i), widths[i]!).trimEnd() : pad(text(i), widths[i]!, column.align)
      return i === 0 ? [span(cell, style(i))] : [span(' '.repeat(GAP)), span(cell, style(i))]
    })
  const head = line(
    i => shown[i]!.column.title,
    () => 'dim'
  )
  return [
    head,
    ...rows.map((row, r) =>
      line(
        i => shown[i]!.texts[r]!,
        i => shown[i]!.column.style?.(row) ?? 'plain'
      )
    )
  ]
}
