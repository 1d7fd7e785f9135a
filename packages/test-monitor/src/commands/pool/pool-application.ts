import { CommandError } from '../../command/command-error.js'
import { Errno } from '../../command/errno.js'
import { findPool } from './find-pool.js'
import type { JsonValue } from '../../format/json-formatter.js'
import type { Pool } from '../../state/index.js'
import type { CommandContext, CommandHandler, CommandInit, CommandResult } from '../../command-table.js'

function enable({ cluster, args }: CommandContext): CommandResult {
  const pool = findPool(cluster, args.string('pool'))
  const app = args.string('app')
  const others = [...pool.applications.keys()].some(name => name !== app)
  if (others && !args.bool('yes_i_really_mean_it')) {
    const already = `Are you SURE? Pool '${pool.name}' already has an enabled application`
    throw new CommandError(-Errno.EPERM, `${already}; pass --yes-i-really-mean-it to proceed anyway`)
  }
  if (!pool.applications.has(app)) {
    cluster.osdmap.updatePool(pool.id, { applications: new Map([...pool.applications, [app, new Map()]]) })
  }
  return { status: `enabled application '${app}' on pool '${pool.name}'` }
}

const applicationsJson = ({ applications }: Pool): JsonValue =>
  Object.fromEntries([...applications].map(([app, data]) => [app, Object.fromEntries(data)]))

const get: CommandHandler = ({ cluster, args }) => {
  const name = args.string('pool', undefined)
  if (name !== undefined) return { output: applicationsJson(findPool(cluster, name)) }
  return { output: Object.fromEntries(cluster.osdmap.pools.map(pool => [pool.name, applicationsJson(pool)])) }
}

export const poolApplicationCommands: readonly CommandInit[] = [
  {
    signature:
      'osd pool application enable name=pool,type=CephPoolname name=app,type=CephString,goodchars=[A-Za-z0-9-_.] name=yes_i_really_mean_it,type=CephBool,req=false',
    help: 'says what a pool is for',
    module: 'osd',
    perm: 'rw',
    handler: enable
  },
  {
    signature: 'osd pool application get name=pool,type=CephPoolname,req=false',
    help: 'what pools are for',
    module: 'osd',
    handler: get
  }
]
