import { formatAuthEntity } from '@cephwire/auth'
import { CommandError } from '../../command/command-error.js'
import { Errno } from '../../command/errno.js'
import { capsArg, entityArg } from './auth-args.js'
import { CommandFlag } from '../../command-table.js'
import type { CommandHandler, CommandInit } from '../../command-table.js'

const setCaps: CommandHandler = ({ cluster, args }) => {
  const caps = capsArg(args.strings('caps'))
  const entity = entityArg(args.string('entity'), 'bad entity name')
  const name = formatAuthEntity(entity)
  if (cluster.auth.get(entity) === undefined) throw new CommandError(-Errno.ENOENT, `couldn't find entry ${name}`)
  cluster.auth.set(entity, { caps })
  return { status: `updated caps for ${name}` }
}

/** What does not exist is gone already. */
const remove: CommandHandler = ({ cluster, args }) => {
  const entity = entityArg(args.string('entity'), 'bad entity name')
  const removed = cluster.auth.remove(entity)
  return { status: removed ? 'updated' : `entity ${formatAuthEntity(entity)} does not exist` }
}

const ENTITY = 'name=entity,type=CephString'
const auth = { module: 'auth', perm: 'rwx' } as const

export const authChangeCommands: readonly CommandInit[] = [
  {
    signature: `auth caps ${ENTITY} name=caps,type=CephString,n=N`,
    help: 'what somebody may do, from now on',
    ...auth,
    handler: setCaps
  },
  {
    signature: `auth del ${ENTITY}`,
    help: 'lets somebody log in no more',
    ...auth,
    flags: CommandFlag.Deprecated,
    handler: remove
  },
  { signature: `auth rm ${ENTITY}`, help: 'lets somebody log in no more', ...auth, handler: remove }
]
