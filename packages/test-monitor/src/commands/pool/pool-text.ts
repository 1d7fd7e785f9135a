import { formatPoolFlags } from './pool-flags.js'
import type { Pool } from '../../state/index.js'

/** A pool in a line, as `osd dump` and `osd pool ls detail` have it: src/osd/osd_types.cc */
export function formatPool(pool: Pool): string {
  const options = [...pool.options].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name} ${value}`)
  const apps = [...pool.applications.keys()].sort().join(',')
  const words = [
    `pool ${pool.id} '${pool.name}' ${pool.type}${pool.type === 'erasure' ? ' profile default' : ''}`,
    `size ${pool.size} min_size ${pool.minSize} crush_rule ${pool.crushRule} object_hash rjenkins`,
    `pg_num ${pool.pgNum} pgp_num ${pool.pgpNum} autoscale_mode ${pool.autoscaleMode} last_change ${pool.lastChange}`,
    ...(pool.flags.size > 0 ? [`flags ${formatPoolFlags(pool.flags)}`] : []),
    `stripe_width ${pool.type === 'erasure' ? 8192 : 0}`,
    ...options,
    ...(apps === '' ? [] : [`application ${apps}`])
  ]
  return words.join(' ')
}
