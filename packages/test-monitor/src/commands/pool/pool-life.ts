import { CommandError } from '../../command/command-error.js'
import { Errno } from '../../command/errno.js'
import { findPool } from './find-pool.js'
import { checkPgNum, defaultMinSize } from './pool-set.js'
import { CommandFlag } from '../../command-table.js'
import type { CommandContext, CommandHandler, CommandInit, CommandResult } from '../../command-table.js'

const DEFAULT_PG_NUM = 32
const DEFAULT_SIZE = 3
const ERASURE_SIZE = 4
const ERASURE_MIN_SIZE = 3

/** What is left out, or 0, is the default. */
function create({ cluster, args }: CommandContext): CommandResult {
  const name = args.string('pool')
  if (cluster.osdmap.pool(name) !== undefined) return { status: `pool '${name}' already exists` }
  const pgNum = checkPgNum(args.number('pg_num', 0) || DEFAULT_PG_NUM, 'pg_num')
  const pgpNum = checkPgNum(args.number('pgp_num', 0) || pgNum, 'pgp_num')
  const type = args.string('pool_type', 'replicated') === 'erasure' ? 'erasure' : 'replicated'
  const rule = args.string('rule', '')
  if (type === 'replicated' && rule !== '' && rule !== 'replicated_rule') {
    throw new CommandError(-Errno.ENOENT, `specified rule ${rule} doesn't exist`)
  }
  const size = type === 'erasure' ? ERASURE_SIZE : args.number('size', 0) || DEFAULT_SIZE
  const minSize = type === 'erasure' ? ERASURE_MIN_SIZE : defaultMinSize(size)
  const flags = new Set(['hashpspool', ...(args.bool('bulk') ? ['bulk'] : [])])
  const given = ['pg_num_min', 'pg_num_max', 'target_size_bytes', 'target_size_ratio'].filter(option =>
    args.has(option)
  )
  const options = new Map(given.map(option => [option, args.number(option)]))
  const autoscaleMode = args.string('autoscale_mode', 'on')
  cluster.osdmap.addPool(name, { pgNum, pgpNum, type, size, minSize, flags, options, autoscaleMode })
  return { status: `pool '${name}' created` }
}

/** What does not exist is gone already. */
const remove: CommandHandler = ({ cluster: { osdmap }, args }) => {
  const name = args.string('pool')
  const pool = osdmap.pool(name)
  if (pool === undefined) return { status: `pool '${name}' does not exist` }
  const sure =
    args.bool('yes_i_really_really_mean_it_not_faking') ||
    (args.bool('yes_i_really_really_mean_it') && args.string('pool2', '') === name)
  if (!sure) {
    const destroys = `WARNING: this will *PERMANENTLY DESTROY* all data stored in pool ${name}.`
    const how = 'pass the pool name *twice*, followed by --yes-i-really-really-mean-it.'
    throw new CommandError(-Errno.EPERM, `${destroys}  If you are *ABSOLUTELY CERTAIN* that is what you want, ${how}`)
  }
  if (pool.flags.has('nodelete')) {
    const first = 'you must unset nodelete flag for the pool first'
    throw new CommandError(-Errno.EPERM, `pool deletion is disabled; ${first}`)
  }
  osdmap.removePool(pool.id)
  return { status: `pool '${name}' removed` }
}

function rename({ cluster, args }: CommandContext): CommandResult {
  const [from, to] = [args.string('srcpool'), args.string('destpool')]
  const exists = cluster.osdmap.pool(to) !== undefined
  if (exists && cluster.osdmap.pool(from) === undefined) {
    return { status: `pool '${from}' does not exist; pool '${to}' does -- assuming successful rename` }
  }
  const pool = findPool(cluster, from)
  if (exists) throw new CommandError(-Errno.EEXIST, `pool '${to}' already exists`)
  // To Ceph a name is no part of the pool.
  cluster.osdmap.updatePool(pool.id, { name: to, lastChange: pool.lastChange })
  return { status: `pool '${from}' renamed to '${to}'` }
}

const int = (name: string): string => `name=${name},type=CephInt,range=0,req=false`
const REMOVE =
  'name=pool,type=CephPoolname name=pool2,type=CephPoolname,req=false name=yes_i_really_really_mean_it,type=CephBool,req=false name=yes_i_really_really_mean_it_not_faking,type=CephBool,req=false'
const CREATE = [
  'name=pool,type=CephPoolname',
  ...['pg_num', 'pgp_num'].map(int),
  'name=pool_type,type=CephChoices,strings=replicated|erasure,req=false',
  'name=erasure_code_profile,type=CephString,req=false,goodchars=[A-Za-z0-9-_.]',
  'name=rule,type=CephString,req=false',
  ...['expected_num_objects', 'size', 'pg_num_min', 'pg_num_max'].map(int),
  'name=autoscale_mode,type=CephChoices,strings=on|off|warn,req=false',
  'name=bulk,type=CephBool,req=false',
  int('target_size_bytes'),
  'name=target_size_ratio,type=CephFloat,range=0.0,req=false'
].join(' ')
const osd = { module: 'osd', perm: 'rw' } as const

export const poolLifeCommands: readonly CommandInit[] = [
  { signature: `osd pool create ${CREATE}`, help: 'makes a pool', ...osd, handler: create },
  {
    signature: `osd pool delete ${REMOVE}`,
    help: 'removes a pool',
    ...osd,
    flags: CommandFlag.Deprecated,
    handler: remove
  },
  { signature: `osd pool rm ${REMOVE}`, help: 'removes a pool', ...osd, handler: remove },
  {
    signature: 'osd pool rename name=srcpool,type=CephPoolname name=destpool,type=CephPoolname',
    help: 'gives a pool another name',
    ...osd,
    handler: rename
  }
]
