import { formatBytes } from '../text/byte-size.js'
import { formatTable } from '../text/text-table.js'
import { jsonLine } from '../text/json-line.js'
import { rawUsage } from './usage.js'
import type { RawUsage } from './usage.js'
import type { JsonValue } from '../../format/json-formatter.js'
import type { CommandInit } from '../../command-table.js'

/** What pools hold is known to managers alone: without one there are none in the list. */
export const dfCommand: CommandInit = {
  signature: 'df name=detail,type=CephChoices,strings=detail,req=false',
  help: 'how full the cluster is',
  handler: ({ cluster, args, json, format }) => ({
    output: json ? jsonLine(dfJson(rawUsage(cluster)), format) : formatDf(rawUsage(cluster), args.has('detail'))
  })
}

const usedRatio = ({ total, used }: RawUsage): number => (total === 0n ? 0 : Number(used) / Number(total))

const dfJson = (usage: RawUsage): JsonValue => ({
  stats: {
    total_bytes: usage.total,
    total_avail_bytes: usage.avail,
    total_used_bytes: usage.used,
    total_used_raw_bytes: usage.used,
    total_used_raw_ratio: usedRatio(usage),
    num_osds: 0,
    num_per_pool_osds: 0,
    num_per_pool_omap_osds: 0
  },
  stats_by_class: {},
  pools: []
})

const rawColumns = ['SIZE', 'AVAIL', 'USED', 'RAW USED', '%RAW USED'].map(heading => ({ heading }))
const poolColumns = ['ID', 'PGS', 'STORED', 'OBJECTS', 'USED', '%USED', 'MAX AVAIL'].map(heading => ({ heading }))
const detailColumns = [
  ...['ID', 'PGS', 'STORED', '(DATA)', '(OMAP)', 'OBJECTS', 'USED', '(DATA)', '(OMAP)', '%USED', 'MAX AVAIL'],
  ...['QUOTA OBJECTS', 'QUOTA BYTES', 'DIRTY', 'USED COMPR', 'UNDER COMPR']
].map(heading => ({ heading }))

function formatDf(usage: RawUsage, detail: boolean): string {
  const { total, avail, used } = usage
  const percent = Number((usedRatio(usage) * 100).toFixed(2))
  const row = ['TOTAL', ...[total, avail, used, used].map(formatBytes), String(percent)]
  const raw = formatTable([{ heading: 'CLASS', left: true }, ...rawColumns], [row])
  const pools = formatTable([{ heading: 'POOL', left: true }, ...(detail ? detailColumns : poolColumns)], [])
  return `--- RAW STORAGE ---\n${raw} \n--- POOLS ---\n${pools}`
}
