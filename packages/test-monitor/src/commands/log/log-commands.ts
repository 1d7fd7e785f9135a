import { entityAddrToJson, formatEntityName, formatUtime } from '@cephwire/codec'
import { formatAuthEntity } from '@cephwire/auth'
import { ClogType } from '@cephwire/messages'
import { CommandError } from '../../command/command-error.js'
import { Errno } from '../../command/errno.js'
import type { LogEntry } from '@cephwire/messages'
import type { JsonValue } from '../../format/json-formatter.js'
import type { CommandHandler, CommandInit } from '../../command-table.js'

/** clog_type by name: src/common/LogEntry.cc, str_to_level */
const levels: Readonly<Partial<Record<string, ClogType>>> = {
  debug: ClogType.Debug,
  info: ClogType.Info,
  sec: ClogType.Sec,
  warn: ClogType.Warn,
  warning: ClogType.Warn,
  error: ClogType.Error,
  err: ClogType.Error
}
const levelTags = ['[DBG]', '[INF]', '[SEC]', '[WRN]', '[ERR]']

const DEFAULT_NUM = 20
const ALL_CHANNELS = '*'

/** `client.?`: commands have no global_id here. */
const UNKNOWN_NUM = -1n

const tagOf = ({ prio }: LogEntry): string => levelTags[prio] ?? '[???]'

export function formatLogEntry(entry: LogEntry): string {
  const who = `${formatAuthEntity(entry.name)} (${formatEntityName(entry.rank)}) ${entry.seq}`
  return `${formatUtime(entry.stamp)} ${who} : ${entry.channel} ${tagOf(entry)} ${entry.msg}`
}

export const logEntryJson = (entry: LogEntry): JsonValue => ({
  name: formatAuthEntity(entry.name),
  rank: formatEntityName(entry.rank),
  addrs: { addrvec: entry.addrs.map(addr => ({ ...entityAddrToJson(addr) })) },
  stamp: formatUtime(entry.stamp),
  seq: entry.seq,
  channel: entry.channel,
  priority: tagOf(entry),
  message: entry.msg
})

/** @throws CommandError −22 */
function levelOf(name: string): ClogType {
  const level = levels[name.toLowerCase()]
  if (level === undefined) throw new CommandError(-Errno.EINVAL, `Invalid severity '${name}'`)
  return level
}

const log: CommandHandler = ({ cluster, args, caller }) => {
  cluster.log.append({
    name: caller.entity,
    rank: { type: caller.entity.type, num: UNKNOWN_NUM },
    addrs: caller.addrs,
    seq: 0n,
    prio: levelOf(args.string('level', 'info')),
    msg: args.strings('logtext').join(' ')
  })
  return {}
}

const last: CommandHandler = ({ cluster, args, json }) => {
  const level = levelOf(args.string('level', 'info'))
  const channel = args.string('channel', 'cluster')
  const entries = cluster.log.entries
    .map(({ entry }) => entry)
    .filter(entry => entry.prio >= level && (channel === ALL_CHANNELS || entry.channel === channel))
    .slice(-args.number('num', DEFAULT_NUM))
  return { output: json ? entries.map(logEntryJson) : entries.map(entry => `${formatLogEntry(entry)}\n`).join('') }
}

export const logCommands: readonly CommandInit[] = [
  {
    signature: 'log name=logtext,type=CephString,n=N',
    help: 'writes a line into the cluster log',
    perm: 'rw',
    handler: log
  },
  {
    signature:
      'log last name=num,type=CephInt,range=1,req=false name=level,type=CephChoices,strings=debug|info|sec|warn|error,req=false name=channel,type=CephChoices,strings=*|cluster|audit|cephadm,req=false',
    help: 'the last lines of the cluster log',
    handler: last
  }
]
