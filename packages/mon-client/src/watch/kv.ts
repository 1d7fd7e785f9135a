import { decodeFront, kvData } from '@cephwire/messages'
import type { Feed, Update, WatchBuffer } from './feed.js'

/** Keys of the config-key store that begin with a prefix, and what changed in them. */
export interface KVUpdate {
  /** Of the store as a whole. */
  readonly version: bigint
  /** Whether `data` is what changed since the update before; otherwise it is everything there is. */
  readonly incremental: boolean
  /** Values by whole key; undefined: the key is gone. */
  readonly data: ReadonlyMap<string, Uint8Array | undefined>
}

export const kvFeed: Feed<KVUpdate> = {
  type: kvData.type,
  whole: false,
  read(message, name) {
    const { prefix, version, incremental, data } = decodeFront(kvData, message)
    return name === `kv:${prefix}` ? { version, value: { version, incremental, data } } : undefined
  }
}

/**
 * Makes one update of several: nothing is lost, a key that changed twice is told once. Everything comes before what
 * changed in it, unless a start was asked for.
 */
export class KVBuffer implements WatchBuffer<KVUpdate, KVUpdate> {
  #begun: boolean
  #waiting: KVUpdate | undefined

  /** @param start the first version wanted: increments from there on will do; 0 for everything first */
  constructor(start: number) {
    this.#begun = start > 0
  }

  put({ value }: Update<KVUpdate>): boolean {
    const { version, incremental, data } = value
    // An increment for those who have begun before.
    if (incremental && !this.#begun) return false
    this.#begun = true
    // Of changes elsewhere in the store a monitor tells with empty increments.
    if (incremental && data.size === 0 && this.#waiting === undefined) return true
    if (!incremental || this.#waiting === undefined) {
      this.#waiting = value
      return true
    }
    const merged = new Map(this.#waiting.data)
    for (const [key, bytes] of data) {
      if (bytes === undefined && !this.#waiting.incremental) merged.delete(key)
      else merged.set(key, bytes)
    }
    this.#waiting = { version, incremental: this.#waiting.incremental, data: merged }
    return true
  }

  get waiting(): boolean {
    return this.#waiting !== undefined
  }

  take(): KVUpdate | undefined {
    const update = this.#waiting
    this.#waiting = undefined
    return update
  }
}
