import { ClogType, decodeFront, log } from '@cephwire/messages'
import { ConfigError } from '../errors.js'
import type { LogEntry } from '@cephwire/messages'
import type { Feed, Update, WatchBuffer } from './feed.js'

/** Levels of the cluster log, the most talkative first: log-debug … log-error. */
export const LogLevel = { Debug: 'debug', Info: 'info', Sec: 'sec', Warn: 'warn', Error: 'error' } as const
export type LogLevel = (typeof LogLevel)[keyof typeof LogLevel]

/** By rising importance. */
const LEVELS = Object.values(LogLevel)
const PRIO: Readonly<Record<LogLevel, number>> = {
  debug: ClogType.Debug,
  info: ClogType.Info,
  sec: ClogType.Sec,
  warn: ClogType.Warn,
  error: ClogType.Error
}

/** The number of a level. @throws ConfigError */
function prioOf(level: LogLevel): number {
  if (Object.hasOwn(PRIO, level)) return PRIO[level]
  throw new ConfigError(`No level ${level} of the cluster log, there are ${LEVELS.join(', ')}`)
}

/** A line of the cluster log as a watcher is given it. */
export interface WatchedLogEntry extends LogEntry {
  /** Entries before it that were dropped since more than `maxWaiting` waited for this watcher. Mostly 0. */
  readonly lost: number
}

export const logFeed: Feed<readonly LogEntry[]> = {
  type: log.type,
  whole: false,
  fromNow: true,
  // A session has one subscription to the log: that of the lowest level, of which the others are a part.
  group: {
    key: 'log-',
    choose: names => `log-${LEVELS[Math.min(...names.map(name => LEVELS.indexOf(name.slice(4) as LogLevel)))]!}`
  },
  read(message) {
    const { version, entries } = decodeFront(log, message)
    return { version, value: entries }
  }
}

export interface LogBufferInit {
  readonly level: LogLevel
  /** `cluster` or `audit`; undefined for all. */
  readonly channel?: string | undefined
  /** Entries that may wait for a slow reader. */
  readonly maxWaiting: number
}

/** Keeps entries in order up to a bound; past it the oldest are dropped, and counted. */
export class LogBuffer implements WatchBuffer<readonly LogEntry[], WatchedLogEntry> {
  readonly #prio: number
  readonly #channel: string | undefined
  readonly #maxWaiting: number
  #waiting: LogEntry[] = []
  #lost = 0

  constructor({ level, channel, maxWaiting }: LogBufferInit) {
    this.#prio = prioOf(level)
    this.#channel = channel
    this.#maxWaiting = maxWaiting
  }

  put({ value }: Update<readonly LogEntry[]>): boolean {
    const wanted = value.filter(
      ({ prio, channel }) => prio >= this.#prio && (this.#channel === undefined || channel === this.#channel)
    )
    this.#waiting.push(...wanted)
    const surplus = this.#waiting.length - this.#maxWaiting
    if (surplus > 0) {
      this.#waiting = this.#waiting.slice(surplus)
      this.#lost += surplus
    }
    return true
  }

  get waiting(): boolean {
    return this.#waiting.length > 0
  }

  take(): WatchedLogEntry | undefined {
    const entry = this.#waiting.shift()
    if (entry === undefined) return undefined
    const lost = this.#lost
    this.#lost = 0
    return { ...entry, lost }
  }
}
