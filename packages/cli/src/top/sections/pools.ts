import { span } from '../../screen/span.js'
import { table } from '../../screen/table.js'
import { formatBytes, formatCount } from '../../screen/units.js'
import { escapeLine } from '../../escape.js'
import type { Column } from '../../screen/table.js'
import type { IoView, PoolView, TopModel } from '../model.js'
import type { Section } from './section.js'

const RANK = 5

const rate =
  (text: (io: IoView) => string) =>
  ({ io }: PoolView): string =>
    io === undefined ? '-' : text(io)

/** `1023 MiB` and `999k`: numbers that change do not move the table. */
const BYTES = 8
const COUNT = 5

const pools: readonly Column<PoolView>[] = [
  { title: 'POOL', text: ({ name }) => escapeLine(name), style: () => 'bold', least: 12 },
  { title: 'ID', text: ({ id }) => String(id), align: 'right', rank: 2 },
  { title: 'PGS', text: ({ pgs }) => (pgs === undefined ? '-' : String(pgs)), align: 'right', rank: 3 },
  { title: 'STORED', text: ({ stored }) => formatBytes(stored), align: 'right', rank: 1, floor: BYTES },
  { title: 'OBJECTS', text: ({ objects }) => formatCount(objects), align: 'right', rank: 4 },
  { title: 'USED', text: ({ used }) => formatBytes(used), align: 'right', floor: BYTES },
  {
    title: '%USED',
    text: ({ usedShare }) => (usedShare * 100).toFixed(2),
    align: 'right',
    style: ({ usedShare }) => (usedShare >= 0.85 ? 'bad' : usedShare >= 0.7 ? 'warning' : 'plain')
  },
  { title: 'MAX AVAIL', text: ({ avail }) => formatBytes(avail), align: 'right', rank: 5 },
  { title: 'READ/S', text: rate(({ readBytes }) => formatBytes(readBytes)), align: 'right', floor: BYTES },
  { title: 'WRITE/S', text: rate(({ writeBytes }) => formatBytes(writeBytes)), align: 'right', floor: BYTES },
  { title: 'OP/S', text: rate(({ reads, writes }) => formatCount(reads + writes)), align: 'right', floor: COUNT }
]

/** The pools, the busiest first. */
export function poolSection({ usage }: TopModel, columns: number): Section {
  if (usage === undefined || usage.pools.length === 0) return { rank: RANK, least: 0, most: 0, lines: () => [] }
  const ordered = [...usage.pools].sort((a, b) => opsOf(b) - opsOf(a) || b.used - a.used || a.id - b.id)
  return {
    rank: RANK,
    least: Math.min(3, ordered.length + 1),
    most: ordered.length + 1,
    lines: rows => {
      const hidden = ordered.length + 1 - rows
      if (hidden <= 0) return table(ordered, pools, columns)
      const shown = table(ordered.slice(0, Math.max(0, rows - 2)), pools, columns)
      return [...shown, [span(`… ${hidden + 1} more pools`, 'dim')]]
    }
  }
}

function opsOf({ io }: PoolView): number {
  return io === undefined ? 0 : Math.round(io.reads + io.writes)
}
