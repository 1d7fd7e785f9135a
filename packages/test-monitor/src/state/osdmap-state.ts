import type { Utime } from '@cephwire/codec'
import type { EncodeEpoch } from './map-state.js'
import type { Notify } from './change-feed.js'
import type { Timekeeper } from './timekeeper.js'

/** A pool, as far as the monitor keeps it. */
export interface Pool {
  readonly id: number
  readonly name: string
  readonly pgNum: number
  /** Placement groups for placement: as many as pgNum, most of the time. */
  readonly pgpNum: number
  readonly size: number
  readonly minSize: number
  readonly crushRule: number
  /** `replicated` or `erasure`. */
  readonly type: 'replicated' | 'erasure'
  readonly autoscaleMode: string
  /** Such as `hashpspool`, `nodelete`. */
  readonly flags: ReadonlySet<string>
  /** What `ceph osd pool set` has for few pools only, such as `compression_mode`. */
  readonly options: ReadonlyMap<string, string | number>
  readonly created: Utime
  /** Epoch of the last change. */
  readonly lastChange: number
  readonly applications: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** Names by number. */
  readonly snaps: ReadonlyMap<number, string>
}

/** Makes the bytes of epochs that nobody has set. */
export interface OSDMapEncoder {
  readonly full: EncodeEpoch
  readonly incremental: EncodeEpoch
}

/** Old maps that are kept: mon_min_osdmap_epochs of Ceph. */
const MIN_OSDMAP_EPOCHS = 500

/** The osdmap: its epochs as bytes, and what commands know of it. Every change makes a new epoch. */
export class OSDMapState {
  readonly #encode: OSDMapEncoder
  readonly #time: Timekeeper
  readonly #notify: Notify
  readonly #given = new Map<number, Uint8Array>()
  readonly #pools = new Map<number, Pool>()
  readonly #blocklist = new Map<string, Utime>()
  readonly #flags = new Set(['sortbitwise', 'recovery_deletes', 'purged_snapdirs', 'pglog_hardlimit'])
  readonly created: Utime
  #modified: Utime
  #epoch = 1
  #maxPoolId = 0

  constructor(encode: OSDMapEncoder, time: Timekeeper, notify: Notify) {
    this.#encode = encode
    this.#time = time
    this.#notify = notify
    this.created = time.now()
    this.#modified = this.created
  }

  get epoch(): number {
    return this.#epoch
  }

  get firstCommitted(): number {
    return Math.max(1, this.#epoch - MIN_OSDMAP_EPOCHS)
  }

  get modified(): Utime {
    return this.#modified
  }

  /** The highest number that a pool ever had. */
  get maxPoolId(): number {
    return this.#maxPoolId
  }

  /** In the order of their numbers. */
  get pools(): readonly Pool[] {
    return [...this.#pools.values()].sort((a, b) => a.id - b.id)
  }

  /** Until when, by address, in the order of the addresses; what has expired is left out. */
  get blocklist(): ReadonlyMap<string, Utime> {
    const now = this.#time.now().sec
    return new Map([...this.#blocklist].filter(([, { sec }]) => sec >= now).sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  get flags(): ReadonlySet<string> {
    return this.#flags
  }

  /** The full map of an epoch. */
  full(epoch: number = this.#epoch): Uint8Array {
    return this.#given.get(epoch) ?? this.#encode.full(epoch)
  }

  /** What leads to an epoch from the one before; undefined when there is only the full map. */
  incremental(epoch: number): Uint8Array | undefined {
    if (epoch <= 1 || this.#given.has(epoch) || this.#given.has(epoch - 1)) return undefined
    return this.#encode.incremental(epoch)
  }

  /** The same map in a new epoch. */
  bump(): number {
    this.#epoch++
    this.#modified = this.#time.now()
    this.#notify('osdmap')
    return this.#epoch
  }

  /** Other bytes for a new epoch. @param epoch the one that is in them; default: the next */
  set(bytes: Uint8Array, epoch = this.#epoch + 1): number {
    this.#given.set(epoch, Uint8Array.from(bytes))
    this.#epoch = epoch - 1
    return this.bump()
  }

  pool(nameOrId: string | number): Pool | undefined {
    return typeof nameOrId === 'number'
      ? this.#pools.get(nameOrId)
      : [...this.#pools.values()].find(({ name }) => name === nameOrId)
  }

  addPool(name: string, given: Partial<Omit<Pool, 'id' | 'name'>> = {}): Pool {
    const epoch = this.#epoch + 1
    const pool: Pool = {
      pgNum: 32,
      pgpNum: given.pgNum ?? 32,
      size: 3,
      minSize: 2,
      crushRule: 0,
      type: 'replicated',
      autoscaleMode: 'on',
      flags: new Set(['hashpspool']),
      options: new Map(),
      created: this.#time.now(),
      lastChange: epoch,
      applications: new Map(),
      snaps: new Map(),
      ...given,
      id: ++this.#maxPoolId,
      name
    }
    this.#pools.set(pool.id, pool)
    this.bump()
    return pool
  }

  /** @returns the pool as it is now; undefined when there is none */
  updatePool(id: number, changed: Partial<Omit<Pool, 'id'>>): Pool | undefined {
    const old = this.#pools.get(id)
    if (old === undefined) return undefined
    const pool = { ...old, lastChange: this.#epoch + 1, ...changed }
    this.#pools.set(id, pool)
    this.bump()
    return pool
  }

  /** @returns whether there was such a pool */
  removePool(id: number): boolean {
    const removed = this.#pools.delete(id)
    if (removed) this.bump()
    return removed
  }

  blocklistAdd(addr: string, until: Utime): void {
    this.#blocklist.set(addr, until)
    this.bump()
  }

  /** @returns whether the address was on the list */
  blocklistRemove(addr: string): boolean {
    const removed = this.#blocklist.delete(addr)
    if (removed) this.bump()
    return removed
  }

  /** Takes everybody off the list. */
  blocklistClear(): void {
    this.#blocklist.clear()
    this.bump()
  }

  setFlag(flag: string, on = true): void {
    this.setFlags([flag], on)
  }

  /** Sets or unsets several in one epoch. */
  setFlags(flags: readonly string[], on = true): void {
    const changed = flags.filter(flag => this.#flags.has(flag) !== on)
    if (changed.length === 0) return
    for (const flag of changed) {
      if (on) this.#flags.add(flag)
      else this.#flags.delete(flag)
    }
    this.bump()
  }
}
