import { AuthError, parseAuthEntity } from '@cephwire/auth'
import { CommandError } from '../../command/command-error.js'
import { Errno } from '../../command/errno.js'
import { formatTable } from '../text/text-table.js'
import { checkTarget, compare, compareTargets, indentOf, maskJson, splitTarget } from './config-target.js'
import type { AuthEntity } from '@cephwire/auth'
import type { JsonValue } from '../../format/json-formatter.js'
import type { ConfigEntry } from '../../state/index.js'
import type { CommandContext, CommandHandler, CommandInit, CommandResult } from '../../command-table.js'

/** What a client needs before it can ask a monitor: flag no_mon_update. */
const notStored = ['mon_host', 'mon_host_override', 'mon_dns_srv_name', 'host', 'keyring', 'key', 'keyfile']

/** `rbd cache` is rbd_cache. */
const optionName = (name: string): string => name.replace(/[ -]/g, '_')

/** Levels of debugging are two, one for the log and one for what is kept in memory. */
function optionValue(name: string, value: string): string {
  return name.startsWith('debug_') && /^\d+$/.test(value) ? `${value}/${value}` : value
}

function checkStored(name: string): string {
  if (!notStored.includes(name)) return name
  throw new CommandError(-Errno.EINVAL, `${name} is special and cannot be stored by the mon`)
}

const columns = [
  { heading: 'WHO', left: true },
  { heading: 'MASK', left: true },
  { heading: 'LEVEL', left: true },
  { heading: 'OPTION', left: true },
  { heading: 'VALUE', left: true },
  { heading: 'RO', left: true }
]

/** Nothing is known about options here: all are taken for advanced ones that may change at any time. */
const LEVEL = 'advanced'

function formatEntries(entries: readonly ConfigEntry[], indented: boolean): string {
  const rows = entries.map(({ who, name, value }) => {
    const { section, mask } = splitTarget(who)
    return [(indented ? indentOf(section) : '') + section, mask, LEVEL, name, value, '']
  })
  return formatTable(columns, rows)
}

function dumpJson({ who, name, value }: ConfigEntry): JsonValue {
  const { section, mask } = splitTarget(who)
  return { section, name, value, level: LEVEL, can_update_at_runtime: true, mask, ...maskJson(mask) }
}

function parseWho(who: string): AuthEntity {
  try {
    return parseAuthEntity(who.includes('.') ? who : `${who}.-`)
  } catch (error) {
    if (error instanceof AuthError) throw new CommandError(-Errno.EINVAL, `unrecognized entity '${who}'`)
    throw error
  }
}

function get({ cluster, args, json }: CommandContext): CommandResult {
  const effective = cluster.config.effective(parseWho(args.string('who')))
  const key = args.string('key', undefined)
  if (key === undefined) {
    const entries = [...effective.values()].sort((a, b) => compare(a.name, b.name))
    return {
      output: json
        ? Object.fromEntries(entries.map(entry => [entry.name, getJson(entry)]))
        : formatEntries(entries, false)
    }
  }
  const name = checkStored(optionName(key))
  const value = name === 'fsid' ? cluster.fsid : effective.get(name)?.value
  if (value === undefined) throw new CommandError(-Errno.ENOENT, `unrecognized key '${key}'`)
  return { output: `${value}\n` }
}

function getJson({ who, value }: ConfigEntry): JsonValue {
  const { section, mask } = splitTarget(who)
  return { value, section, mask: maskJson(mask), can_update_at_runtime: true }
}

const module = 'config'

const set: CommandHandler = ({ cluster, args }) => {
  const name = checkStored(optionName(args.string('name')))
  cluster.config.set(checkTarget(args.string('who')), name, optionValue(name, args.string('value')))
  return {}
}

const remove: CommandHandler = ({ cluster, args }) => {
  cluster.config.remove(checkTarget(args.string('who')), optionName(args.string('name')))
  return {}
}

const dump: CommandHandler = ({ cluster, json }) => {
  const entries = [...cluster.config.entries].sort(
    (a, b) => compareTargets(a.who, b.who) || compare(a.name, b.name) || compare(a.who, b.who)
  )
  return { output: json ? entries.map(dumpJson) : formatEntries(entries, true) }
}

export const configCommands: readonly CommandInit[] = [
  {
    signature:
      'config set name=who,type=CephString name=name,type=CephString name=value,type=CephString name=force,type=CephBool,req=false',
    help: 'sets an option in the central configuration',
    module,
    perm: 'rw',
    handler: set
  },
  {
    signature: 'config rm name=who,type=CephString name=name,type=CephString',
    help: 'takes an option out of the central configuration',
    module,
    perm: 'rw',
    handler: remove
  },
  {
    signature: 'config get name=who,type=CephString name=key,type=CephString,req=false',
    help: 'what holds for somebody',
    module,
    handler: get
  },
  {
    signature: 'config dump',
    help: 'the central configuration',
    handler: dump
  }
]
