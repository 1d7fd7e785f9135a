import { entityAddrvecToJson, formatEntityName, formatUtime } from '@cephwire/codec'
import { formatAuthEntity } from '@cephwire/auth'
import type { WatchedLogEntry } from '@cephwire/mon-client'
import type { Json } from '../decode/to-json.js'

const names = ['[DBG]', '[INF]', '[SEC]', '[WRN]', '[ERR]']

/** `[WRN]` */
export function logTag(prio: number): string {
  return names[prio] ?? '[???]'
}

/** An entry as `ceph -w` prints it, without its time. */
export function logWords({ name, prio, msg, lost }: WatchedLogEntry): string[] {
  const dropped = lost > 0 ? [`${lost} entries were dropped: they came faster than they were written`] : []
  return [...dropped, `${formatAuthEntity(name)} ${logTag(prio)} ${msg}`]
}

/** An entry as `ceph log last -f json` prints it. */
export function logToJson(entry: WatchedLogEntry): Json {
  return {
    name: formatAuthEntity(entry.name),
    rank: formatEntityName(entry.rank),
    addrs: entityAddrvecToJson(entry.addrs) as unknown as Json,
    stamp: formatUtime(entry.stamp),
    seq: entry.seq,
    channel: entry.channel,
    priority: logTag(entry.prio),
    message: entry.msg
  }
}
