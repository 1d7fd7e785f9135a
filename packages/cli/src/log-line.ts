import { formatAuthEntity } from '@cephwire/auth'
import { entityAddrvecToJson, formatEntityName } from '@cephwire/codec'
import { ClogType } from '@cephwire/messages'
import { formatLocal } from './local-time.js'
import type { LogEntry } from '@cephwire/messages'
import type { Json } from './decode/to-json.js'

const tags: Readonly<Record<number, string>> = {
  [ClogType.Debug]: '[DBG]',
  [ClogType.Info]: '[INF]',
  [ClogType.Sec]: '[SEC]',
  [ClogType.Warn]: '[WRN]',
  [ClogType.Error]: '[ERR]'
}

/** A level as it stands in the log: `[WRN]` */
export function logTag(prio: number): string {
  return tags[prio] ?? '[???]'
}

/** `2024-05-31T12:11:12.345678+0200 mon.a [INF] …`: a line as `ceph -w` prints it. */
export function formatLogEntry(entry: LogEntry): string {
  return `${formatLocal(entry.stamp)} ${logWords(entry)}`
}

/** The same without the time. */
export function logWords({ name, prio, msg }: LogEntry): string {
  return `${formatAuthEntity(name)} ${logTag(prio)} ${msg}`
}

/** What `ceph log last -f json` prints of an entry, with the time where this process is. */
export function logEntryToJson({ name, rank, addrs, stamp, seq, channel, prio, msg }: LogEntry): Json {
  return {
    name: formatAuthEntity(name),
    rank: formatEntityName(rank),
    addrs: entityAddrvecToJson(addrs) as unknown as Json,
    stamp: formatLocal(stamp),
    seq,
    channel,
    priority: logTag(prio),
    message: msg
  }
}

/** For stderr, where entries came faster than they were written. */
export function lostWarning(lost: number): string {
  return `Warning: ${lost} lines of the log came too fast and are left out\n`
}
