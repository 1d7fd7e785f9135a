import { ClogType, log } from '@cephwire/messages'
import { EntityType } from '@cephwire/codec'
import type { LogEntry } from '@cephwire/messages'
import type { CheckSub } from './subscriptions.js'

/** src/mon/LogMonitor.cc, sub_name_to_id */
const levels: ReadonlyMap<string, number> = new Map([
  ['log-debug', ClogType.Debug],
  ['log-info', ClogType.Info],
  ['log-sec', ClogType.Sec],
  ['log-warn', ClogType.Warn],
  ['log-error', ClogType.Error]
])

/** The lowest level that a subscription of this name brings; undefined for one that is not to the log. */
export function logLevel(name: string): number | undefined {
  return levels.get(name)
}

/** Start 0: what the newest version has. */
export const checkLog: CheckSub = (session, { name, next }) => {
  const { log: state, fsid, time } = session.monitor.cluster.state
  const { version } = state
  if (next > version) return undefined
  const from = next === 0n ? version : Math.max(Number(next), state.firstCommitted)
  const entries = state.since(from).map(({ entry }) => entry)
  const wanted = entries.filter(({ prio }) => prio >= levels.get(name)!)
  if (next !== 0n && next < BigInt(from)) wanted.unshift(skipped(Number(next), from, time.now()))
  if (wanted.length > 0) session.send(log, { version: BigInt(version), fsid, entries: wanted })
  return version
}

function skipped(from: number, to: number, stamp: LogEntry['stamp']): LogEntry {
  return {
    name: { type: EntityType.Mon, id: '' },
    rank: { type: EntityType.Mon, num: 0n },
    addrs: [],
    stamp,
    seq: 0n,
    prio: ClogType.Warn,
    msg: `skipped log messages from ${from} to ${to}`,
    channel: ''
  }
}
