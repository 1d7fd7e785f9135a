import { formatAuthEntity } from '@cephwire/auth'
import { EntityType } from '@cephwire/codec'
import { CommandError } from '../../command/command-error.js'
import { Errno } from '../../command/errno.js'
import { entityArg } from './auth-args.js'
import { entryJson, formatKeyring, formatListed } from './auth-format.js'
import { CommandFlag } from '../../command-table.js'
import type { AuthEntry, ClusterState } from '../../state/index.js'
import type { CommandContext, CommandHandler, CommandInit, CommandResult } from '../../command-table.js'

/** A key of type none, as Ceph prints one that is not there. */
const NO_KEY = 'AAAAAAAAAAAAAAAA'

/** By type, then name. The monitors' own key is not among them: it is in their keyring. */
const listed = ({ auth }: ClusterState): AuthEntry[] =>
  auth.entries.filter(({ entity }) => entity.type !== EntityType.Mon).sort((a, b) => a.entity.type - b.entity.type)

const entityOf = ({ args }: CommandContext): string => {
  const text = args.string('entity')
  return formatAuthEntity(entityArg(text, `invalid entity_auth ${text}`))
}

/** @throws CommandError −2 */
function find(context: CommandContext, status: (name: string) => string): AuthEntry {
  const name = entityOf(context)
  const entry = context.cluster.auth.get(name)
  if (entry === undefined) throw new CommandError(-Errno.ENOENT, status(name))
  return entry
}

const list: CommandHandler = ({ cluster, json }) => {
  const entries = listed(cluster)
  if (json) return { output: { auth_dump: entries.map(entryJson) } }
  return { status: 'installed auth entries:\n', output: entries.map(formatListed).join('') }
}

const keyring = (entries: readonly AuthEntry[], json: boolean): CommandResult['output'] =>
  json ? entries.map(entryJson) : entries.map(entry => formatKeyring(entry, { caps: true })).join('')

const get: CommandHandler = context => {
  const entry = find(context, name => `failed to find ${name} in keyring`)
  return { status: `exported keyring for ${formatAuthEntity(entry.entity)}`, output: keyring([entry], context.json) }
}

const exportKeyring: CommandHandler = context => {
  if (!context.args.has('entity')) {
    return { status: 'exported master keyring', output: keyring(listed(context.cluster), context.json) }
  }
  const entry = find(context, () => `no key for auth(key=${NO_KEY})`)
  return { status: `export auth(key=${entry.key.toBase64()})`, output: keyring([entry], context.json) }
}

/** Without a newline, so that it can go into a file. */
const getKey: CommandHandler = context => {
  const key = find(context, name => `don't have ${name}`).key.toBase64()
  return { output: context.json ? { key } : key }
}

const ENTITY = 'name=entity,type=CephString'
const auth = { module: 'auth', perm: 'rx' } as const

export const authReadCommands: readonly CommandInit[] = [
  {
    signature: `auth export ${ENTITY},req=false`,
    help: 'a keyring, of all if nobody is named',
    ...auth,
    handler: exportKeyring
  },
  { signature: `auth get ${ENTITY}`, help: 'the keyring of somebody', ...auth, handler: get },
  { signature: `auth get-key ${ENTITY}`, help: 'the key of somebody', ...auth, handler: getKey },
  { signature: `auth print-key ${ENTITY}`, help: 'the key of somebody', ...auth, handler: getKey },
  { signature: `auth print_key ${ENTITY}`, help: 'the key of somebody', ...auth, handler: getKey },
  { signature: 'auth list', help: 'who may log in', ...auth, flags: CommandFlag.Deprecated, handler: list },
  { signature: 'auth ls', help: 'who may log in', ...auth, handler: list }
]
