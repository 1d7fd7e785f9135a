import { formatAuthEntity } from '@cephwire/auth'
import { entityAddrvecToJson, formatEntityName } from '@cephwire/codec'
import { ClogType } from '@cephwire/messages'
import type { Utime } from '@cephwire/codec'
import type { LogEntry } from '@cephwire/messages'

/** Levels as they stand in the log. */
const levels: Readonly<Record<number, string>> = {
  [ClogType.Debug]: '[DBG]',
  [ClogType.Info]: '[INF]',
  [ClogType.Sec]: '[SEC]',
  [ClogType.Warn]: '[WRN]',
  [ClogType.Error]: '[ERR]'
}
/** Times before count as durations. */
const TEN_YEARS = 10 * 365 * 24 * 3600

/** `2024-05-31T12:11:12.345678+0200 mon.a [INF] …`: a line as `ceph -w` prints it. */
export function formatLogEntry({ stamp, name, prio, msg }: LogEntry): string {
  return `${formatLocal(stamp)} ${formatAuthEntity(name)} ${levels[prio] ?? '[???]'} ${msg}`
}

/** The fields that Ceph dumps, on one line. */
export function logEntryToJson({ name, rank, addrs, stamp, seq, channel, prio, msg }: LogEntry): string {
  const fields = {
    name: formatAuthEntity(name),
    rank: formatEntityName(rank),
    addrs: entityAddrvecToJson(addrs),
    stamp: formatLocal(stamp),
    seq: Number(seq),
    channel,
    priority: levels[prio] ?? '[???]',
    message: msg
  }
  return JSON.stringify(fields)
}

/** A time where this process is, as Ceph prints it. */
export function formatLocal({ sec, nsec }: Utime): string {
  const micros = String(Math.floor(nsec / 1000)).padStart(6, '0')
  if (sec < TEN_YEARS) return `${sec}.${micros}`
  const east = -new Date(sec * 1000).getTimezoneOffset()
  const there = new Date(sec * 1000 + east * 60_000).toISOString().slice(0, 19)
  const minutes = Math.abs(east)
  const zone = `${twoDigits(Math.floor(minutes / 60))}${twoDigits(minutes % 60)}`
  return `${there}.${micros}${east < 0 ? '-' : '+'}${zone}`
}

function twoDigits(number: number): string {
  return String(Math.floor(number)).padStart(2, '0')
}
