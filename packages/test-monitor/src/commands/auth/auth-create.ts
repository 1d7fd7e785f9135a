import { formatAuthEntity } from '@cephwire/auth'
import { CommandError } from '../../command/command-error.js'
import { Errno } from '../../command/errno.js'
import { capsArg, entityArg, invalid, keyringArg } from './auth-args.js'
import { entryJson, formatKeyring } from './auth-format.js'
import type { AuthEntity, CryptoKey } from '@cephwire/auth'
import type { AuthEntry } from '../../state/index.js'
import type { CommandContext, CommandHandler, CommandInit } from '../../command-table.js'

/** Who there is already, if they have the caps that are wanted; else a new one. */
function getOrCreate({ cluster, args }: CommandContext): AuthEntry {
  const caps = capsArg(args.strings('caps'))
  const entity = entityArg(args.string('entity'), 'bad entity name')
  const entry = cluster.auth.get(entity)
  if (entry === undefined) return cluster.auth.set(entity, { caps })
  for (const [service, text] of caps) {
    if (entry.caps.get(service) === text) continue
    throw invalid(`key for ${formatAuthEntity(entity)} exists but cap ${service} does not match`)
  }
  return entry
}

/** What `auth add` shall make. */
interface Wanted {
  readonly key: CryptoKey | undefined
  readonly caps: ReadonlyMap<string, string>
}

/** Key and caps from the keyring that is sent along, caps from the command if it has them. */
function wantedFrom({ args, input }: CommandContext, entity: AuthEntity): Wanted {
  const caps = capsArg(args.strings('caps'))
  if (input.length === 0) return { key: undefined, caps }
  const keyring = keyringArg(input, 'error decoding keyring')
  const key = keyring.get(entity)
  if (key === undefined) throw invalid(`key for ${formatAuthEntity(entity)} not found in provided keyring`)
  const given = keyring.caps(entity)
  if (caps.size > 0 && given.size > 0) throw invalid('caps cannot be specified both in keyring and in command')
  return { key, caps: caps.size > 0 ? caps : given }
}

/** Adding somebody once more changes nothing, and is refused if it should. */
function checkSame(existing: AuthEntry, { key, caps }: Wanted): void {
  const who = `entity ${formatAuthEntity(existing.entity)} exists but`
  if (key !== undefined && !key.equals(existing.key)) throw new CommandError(-Errno.EEXIST, `${who} key does not match`)
  if (caps.size !== existing.caps.size) throw invalid(`${who} caps do not match`)
  for (const [service, text] of caps) {
    if (existing.caps.get(service) !== text) throw invalid(`${who} cap ${service} does not match`)
  }
}

const add: CommandHandler = context => {
  const entity = entityArg(context.args.string('entity'), 'bad entity name')
  const wanted = wantedFrom(context, entity)
  const existing = context.cluster.auth.get(entity)
  if (existing !== undefined) {
    checkSame(existing, wanted)
    return {}
  }
  const { key, caps } = wanted
  context.cluster.auth.set(entity, key === undefined ? { caps } : { key, caps })
  return { status: `added key for ${formatAuthEntity(entity)}` }
}

const importKeyring: CommandHandler = ({ cluster, input }) => {
  if (input.length === 0) throw invalid('auth import: no data supplied')
  const keyring = keyringArg(input, 'error decoding keyring cannot parse buffer: Malformed input')
  for (const entity of keyring.entities()) {
    cluster.auth.set(entity, { key: keyring.require(entity), caps: keyring.caps(entity) })
  }
  return { status: 'imported keyring' }
}

const WHO = 'name=entity,type=CephString name=caps,type=CephString,n=N,req=false'
const auth = { module: 'auth', perm: 'rwx' } as const

const getOrCreateKey: CommandHandler = context => {
  const key = getOrCreate(context).key.toBase64()
  return { output: context.json ? { key } : `${key}\n` }
}

const getOrCreateKeyring: CommandHandler = context => {
  const entry = getOrCreate(context)
  return { output: context.json ? [entryJson(entry)] : formatKeyring(entry, { caps: false }) }
}

export const authCreateCommands: readonly CommandInit[] = [
  { signature: 'auth import', help: 'takes in a keyring', ...auth, handler: importKeyring },
  { signature: `auth add ${WHO}`, help: 'lets somebody log in', ...auth, handler: add },
  {
    signature: `auth get-or-create-key ${WHO}`,
    help: 'the key of somebody, who is added if need be',
    ...auth,
    handler: getOrCreateKey
  },
  {
    signature: `auth get-or-create ${WHO}`,
    help: 'the keyring of somebody, who is added if need be',
    ...auth,
    handler: getOrCreateKeyring
  }
]
