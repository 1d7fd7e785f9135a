import type { Io } from './io.js'

/** The size of the terminal that is read from; else that of old ones. */
export function terminalSize({ stdout, stderr }: Pick<Io, 'stdout' | 'stderr'>): {
  readonly rows: number
  readonly columns: number
} {
  // Some terminals say 0.
  const { rows = stderr.rows, columns = stderr.columns } = stdout
  return { rows: rows || 25, columns: columns || 80 }
}
