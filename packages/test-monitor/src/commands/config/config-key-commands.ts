import { CommandError } from '../../command/command-error.js'
import { Errno } from '../../command/errno.js'
import { jsonLine } from '../text/json-line.js'
import { CommandFlag } from '../../command-table.js'
import type { CommandHandler, CommandInit } from '../../command-table.js'

/** mon_config_key_max_entry_size */
const MAX_ENTRY_BYTES = 65_536
const EFBIG = 27

const set: CommandHandler = ({ cluster, args, input }) => {
  const key = args.string('key')
  const text = args.string('val', undefined)
  const value = text === undefined ? input : new TextEncoder().encode(text)
  if (value.length > MAX_ENTRY_BYTES) {
    const hint = "Use 'mon config key max entry size' to manually adjust"
    throw new CommandError(-EFBIG, `error: entry size limited to ${MAX_ENTRY_BYTES} bytes. ${hint}`)
  }
  cluster.configKey.set(key, value)
  return { status: `set ${key}` }
}

/** What does not exist is gone already. */
const remove: CommandHandler = ({ cluster, args }) => {
  cluster.configKey.delete(args.string('key'))
  return { status: 'key deleted' }
}

const list: CommandHandler = ({ cluster, format }) => ({
  output: jsonLine(
    cluster.configKey.entries().map(([key]) => key),
    format
  )
})

/** Printable ASCII; anything else is not shown. */
const isText = (value: Uint8Array): boolean => value.every(byte => byte >= 0x20 && byte < 0x7f)

const shown = (value: Uint8Array): string =>
  isText(value) ? Buffer.from(value).toString('latin1') : `<<< binary blob of length ${value.length} >>>`

const KEY = 'name=key,type=CephString'
const module = 'config-key'

const get: CommandHandler = ({ cluster, args }) => {
  const value = cluster.configKey.get(args.string('key'))
  if (value === undefined) throw new CommandError(-Errno.ENOENT, '')
  return { output: value }
}

const exists: CommandHandler = ({ cluster, args }) => {
  const key = args.string('key')
  if (!cluster.configKey.has(key)) throw new CommandError(-Errno.ENOENT, `key '${key}' doesn't exist`)
  return { status: `key '${key}' exists` }
}

export const configKeyCommands: readonly CommandInit[] = [
  {
    signature: `config-key get ${KEY}`,
    help: 'the value of a key',
    module,
    handler: get
  },
  {
    signature: `config-key set ${KEY} name=val,type=CephString,req=false`,
    help: 'sets a key',
    module,
    perm: 'rw',
    handler: set
  },
  {
    signature: `config-key put ${KEY} name=val,type=CephString,req=false`,
    help: 'sets a key',
    module,
    perm: 'rw',
    flags: CommandFlag.Deprecated,
    handler: set
  },
  {
    signature: `config-key del ${KEY}`,
    help: 'removes a key',
    module,
    perm: 'rw',
    flags: CommandFlag.Deprecated,
    handler: remove
  },
  { signature: `config-key rm ${KEY}`, help: 'removes a key', module, perm: 'rw', handler: remove },
  {
    signature: `config-key exists ${KEY}`,
    help: 'whether there is a key',
    module,
    handler: exists
  },
  { signature: 'config-key list', help: 'all keys', module, flags: CommandFlag.Deprecated, handler: list },
  { signature: 'config-key ls', help: 'all keys', module, handler: list },
  {
    signature: 'config-key dump name=key,type=CephString,req=false',
    help: 'keys and values, of those that start so if a key is given',
    module,
    handler: ({ cluster, args, format }) => ({
      output: jsonLine(
        Object.fromEntries(
          cluster.configKey.entries(args.string('key', '')).map(([key, value]) => [key, shown(value)])
        ),
        format
      )
    })
  }
]
