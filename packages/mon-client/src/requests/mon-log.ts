import { ClogType, decodeFront, encodeMessage, log, logAck } from '@cephwire/messages'
import { ConfigError } from '../errors.js'
import type { AuthEntity } from '@cephwire/auth'
import type { EntityAddrvec, Utime } from '@cephwire/codec'
import type { LogEntry } from '@cephwire/messages'
import type { Message } from '@cephwire/messenger'
import type { BareRequest } from './bare-request.js'

/** Who logs. Monitors believe it. */
export interface LogSender {
  readonly name: AuthEntity
  /** Of the present session. */
  readonly globalId: bigint
  readonly addrs: EntityAddrvec
}

/** How to log. */
export interface LogOptions {
  /** Default: `info`. */
  readonly level?: keyof typeof levels
  /** Default: `cluster`. */
  readonly channel?: string
}

const levels = {
  debug: ClogType.Debug,
  info: ClogType.Info,
  sec: ClogType.Sec,
  warn: ClogType.Warn,
  error: ClogType.Error
} as const

/** mon_client_max_log_entries_per_message */
const MAX_LINES = 1000
const MAX_TEXT_LENGTH = 64 * 1024
const NSEC = 1_000_000_000
/** Monitors make names of files of them. */
const CHANNEL = /^[A-Za-z0-9_-]{1,64}$/

/**
 * Writes into the cluster log, each line of a text as an entry of its own. Needs write caps.
 *
 * Sent again, also with another session, it is logged once: monitors know the last 50 entries (mon_log_max_summary) by
 * sender, time and number. They acknowledge what is new when it is committed, and nothing else. So no answer comes to a
 * repetition of what was logged, nor without caps, nor from a monitor of Tentacle that is not the leader: that one logs.
 *
 * @param stamp the present time
 * @throws ConfigError for nothing, too much, and for a channel that is no word
 */
export function logRequest(
  fsid: string,
  sender: LogSender,
  text: string,
  stamp: Utime,
  options: LogOptions = {}
): BareRequest<void> {
  const lines = linesOf(text)
  const { level = 'info', channel = 'cluster' } = options
  if (!CHANNEL.test(channel)) throw new ConfigError(`${JSON.stringify(channel)} is no channel of the cluster log`)
  const rank = { type: sender.name.type, num: sender.globalId }
  // One number for all lines: the time tells them apart.
  const entry = (seq: bigint, msg: string, index: number): LogEntry => {
    const { name, addrs } = sender
    return { name, rank, addrs, stamp: later(stamp, index), seq, prio: levels[level], msg, channel }
  }
  return {
    what: 'log',
    encode: tid => {
      const entries = lines.map((line, index) => entry(tid, line, index))
      return { ...encodeMessage(log, { version: 0n, fsid, entries }), tid }
    },
    replyType: logAck.type,
    decode: reply => void decodeFront(logAck, reply)
  }
}

/**
 * Which request an acknowledgement is for: it has no tid, but the number of the last entry, which is our tid.
 *
 * @throws CodecError
 */
export function logAckTid(message: Message): bigint {
  return decodeFront(logAck, message).last
}

function linesOf(text: string): readonly string[] {
  if (text.length > MAX_TEXT_LENGTH) {
    throw new ConfigError(`${text.length} characters to be logged, at most ${MAX_TEXT_LENGTH}`)
  }
  const lines = text.split('\n').filter(line => line !== '')
  if (lines.length === 0) throw new ConfigError('Nothing to be logged')
  if (lines.length > MAX_LINES) throw new ConfigError(`${lines.length} lines to be logged, at most ${MAX_LINES}`)
  return lines
}

/** Some nanoseconds later, fewer than a second. */
function later({ sec, nsec }: Utime, nanoseconds: number): Utime {
  const sum = nsec + nanoseconds
  return sum < NSEC ? { sec, nsec: sum } : { sec: sec + 1, nsec: sum - NSEC }
}
