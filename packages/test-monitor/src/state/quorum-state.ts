import { utimeToMillis } from '@cephwire/codec'
import type { Utime } from '@cephwire/codec'
import type { MonMapState } from './monmap-state.js'
import type { Notify } from './change-feed.js'
import type { Timekeeper } from './timekeeper.js'

/** Which monitors run and which of them agree. There is a quorum while more than half of the map does. */
export class QuorumState {
  readonly #monmap: MonMapState
  readonly #time: Timekeeper
  readonly #notify: Notify
  readonly #running = new Set<string>()
  readonly #away = new Set<string>()
  #epoch = 0
  #members: readonly string[] = []
  #since: Utime

  constructor(monmap: MonMapState, time: Timekeeper, notify: Notify) {
    this.#monmap = monmap
    this.#time = time
    this.#notify = notify
    this.#since = time.now()
  }

  /** Counts elections; even while there is a quorum. */
  get epoch(): number {
    return this.#epoch
  }

  /** Names of the members by rank; empty without a quorum. */
  get members(): readonly string[] {
    return this.#members
  }

  /** When the members last changed. */
  get since(): Utime {
    return this.#since
  }

  /** Ranks of the members. */
  get ranks(): readonly number[] {
    return this.#members.map(name => this.#monmap.rankOf(name))
  }

  /** The member of the lowest rank; undefined without a quorum. */
  get leader(): string | undefined {
    return this.#members[0]
  }

  /** Milliseconds since the last election. */
  get age(): number {
    return this.#time.millis() - utimeToMillis(this.#since)
  }

  has(name: string): boolean {
    return this.#members.includes(name)
  }

  isRunning(name: string): boolean {
    return this.#running.has(name)
  }

  start(name: string): void {
    this.#running.add(name)
    this.elect()
  }

  stop(name: string): void {
    this.#running.delete(name)
    this.elect()
  }

  /** Cuts a running monitor off from the others. */
  leave(name: string): void {
    this.#away.add(name)
    this.elect()
  }

  join(name: string): void {
    this.#away.delete(name)
    this.elect()
  }

  /** Sees who is there; called after every change, also of the monmap. */
  elect(): void {
    const { names } = this.#monmap
    const present = names.filter(name => this.#running.has(name) && !this.#away.has(name))
    const members = present.length > names.length / 2 ? present : []
    if (members.join() === this.#members.join()) return
    this.#members = members
    this.#since = this.#time.now()
    // An election makes the epoch odd, its end makes it even.
    this.#epoch += members.length === 0 || this.#epoch % 2 === 1 ? 1 : 2
    this.#notify('quorum')
  }
}
