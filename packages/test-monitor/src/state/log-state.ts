import { ClogType } from '@cephwire/messages'
import { EntityType } from '@cephwire/codec'
import type { LogEntry } from '@cephwire/messages'
import type { Notify } from './change-feed.js'
import type { Timekeeper } from './timekeeper.js'

/** An entry of the cluster log and the version of the log that brought it. */
export interface LoggedEntry {
  readonly version: number
  readonly entry: LogEntry
}

/** What is left out is what a monitor itself would say: level info, channel `cluster`. */
export type NewLogEntry = Pick<LogEntry, 'msg'> & Partial<LogEntry>

/** Entries that are kept: mon_log_max of Ceph. */
const MAX_ENTRIES = 10_000
/** Of these, such as are known again: mon_log_max_summary of Ceph. */
const REMEMBERED = 50

/** The cluster log. Every call of `append` makes a new version. */
export class LogState {
  readonly #time: Timekeeper
  readonly #notify: Notify
  #entries: LoggedEntry[] = []
  #version = 1
  #seq = 0n

  constructor(time: Timekeeper, notify: Notify) {
    this.#time = time
    this.#notify = notify
  }

  get version(): number {
    return this.#version
  }

  /** The oldest version that is kept. */
  get firstCommitted(): number {
    return this.#entries[0]?.version ?? this.#version
  }

  /** Oldest first. */
  get entries(): readonly LoggedEntry[] {
    return this.#entries
  }

  /** Entries of versions from `version` on. */
  since(version: number): readonly LoggedEntry[] {
    return this.#entries.filter(entry => entry.version >= version)
  }

  /** Whether an entry was written already, by the number and the time that its writer gave it: LogSummary::contains */
  knows({ rank, seq, stamp }: LogEntry): boolean {
    return this.#entries
      .slice(-REMEMBERED)
      .some(
        ({ entry }) =>
          entry.rank.type === rank.type &&
          entry.rank.num === rank.num &&
          entry.seq === seq &&
          entry.stamp.sec === stamp.sec &&
          entry.stamp.nsec === stamp.nsec
      )
  }

  append(...entries: readonly (NewLogEntry | string)[]): void {
    if (entries.length === 0) return
    this.#version++
    const version = this.#version
    for (const entry of entries) this.#entries.push({ version, entry: this.#complete(entry) })
    if (this.#entries.length > 2 * MAX_ENTRIES) this.#entries = this.#entries.slice(-MAX_ENTRIES)
    this.#notify('log')
  }

  #complete(given: NewLogEntry | string): LogEntry {
    this.#seq++
    return {
      name: { type: EntityType.Mon, id: 'a' },
      rank: { type: EntityType.Mon, num: 0n },
      addrs: [],
      stamp: this.#time.now(),
      seq: this.#seq,
      prio: ClogType.Info,
      channel: 'cluster',
      ...(typeof given === 'string' ? { msg: given } : given)
    }
  }
}
