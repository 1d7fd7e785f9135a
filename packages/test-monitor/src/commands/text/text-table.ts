/** A column: text is put to the right unless `left`. */
export interface Column {
  readonly heading: string
  readonly left?: boolean
}

/** Lines in columns as Ceph prints them: src/common/TextTable.cc */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map(({ heading }, i) => Math.max(heading.length, ...rows.map(row => row[i]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ left }, i) => (left ? (cells[i] ?? '').padEnd(widths[i]!) : (cells[i] ?? '').padStart(widths[i]!)))
      .join('  ')
  return [columns.map(({ heading }) => heading), ...rows].map(cells => `${line(cells)}\n`).join('')
}
