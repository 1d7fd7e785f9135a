import { findPool } from './find-pool.js'
import { formatPool } from './pool-text.js'
import { poolChange } from './pool-set.js'
import { poolJson } from './pool-json.js'
import { poolVar, poolVars } from './pool-vars.js'
import { getChoices, setChoices } from './pool-choices.js'
import { jsonLine } from '../text/json-line.js'
import { CommandFlag } from '../../command-table.js'
import type { CommandContext, CommandInit, CommandResult } from '../../command-table.js'

const module = 'osd'

function get({ cluster, args, json }: CommandContext): CommandResult {
  const pool = findPool(cluster, args.string('pool'))
  const name = args.string('var')
  const vars = name === 'all' ? poolVars(pool) : [poolVar(pool, name)]
  if (!json) return { output: vars.map(({ name, value, text }) => `${name}: ${text ?? String(value)}\n`).join('') }
  const values = Object.fromEntries(vars.map(({ name, value }) => [name, value]))
  return { output: { pool: pool.name, pool_id: pool.id, ...values } }
}

function set({ cluster, args }: CommandContext): CommandResult {
  const pool = findPool(cluster, args.string('pool'))
  const [name, val] = [args.string('var'), args.string('val')]
  cluster.osdmap.updatePool(pool.id, poolChange(pool, name, val, args.bool('yes_i_really_mean_it')))
  return { status: `set pool ${pool.id} ${name} to ${val}` }
}

function list({ cluster: { osdmap }, args, json }: CommandContext): CommandResult {
  const { pools } = osdmap
  if (!args.has('detail')) {
    return { output: json ? pools.map(({ name }) => name) : pools.map(({ name }) => `${name}\n`).join('') }
  }
  if (json) return { output: pools.map(pool => poolJson(pool, 'pool_id')) }
  return { output: `${pools.map(pool => `${formatPool(pool)}\n`).join('')}\n` }
}

export const poolCommands: readonly CommandInit[] = [
  {
    signature: 'osd pool ls name=detail,type=CephChoices,strings=detail,req=false',
    help: 'the pools',
    module,
    handler: list
  },
  {
    signature: 'osd lspools',
    help: 'the pools with their numbers',
    module,
    flags: CommandFlag.Deprecated,
    handler: ({ cluster: { osdmap }, json, format }) => ({
      output: json
        ? jsonLine(
            osdmap.pools.map(({ id, name }) => ({ poolnum: id, poolname: name })),
            format
          )
        : osdmap.pools.map(({ id, name }) => `${id} ${name}\n`).join('')
    })
  },
  {
    signature: `osd pool get name=pool,type=CephPoolname name=var,type=CephChoices,strings=${getChoices}`,
    help: 'a variable of a pool',
    module,
    handler: get
  },
  {
    signature: `osd pool set name=pool,type=CephPoolname name=var,type=CephChoices,strings=${setChoices} name=val,type=CephString name=yes_i_really_mean_it,type=CephBool,req=false`,
    help: 'sets a variable of a pool',
    module,
    perm: 'rw',
    handler: set
  }
]
