import type { Update, WatchBuffer } from './feed.js'

/** Keeps updates as they come until the code that makes something of them is loaded. */
export class LoadingBuffer<U, T> implements WatchBuffer<U, T> {
  readonly #early: WatchBuffer<U, U>
  #buffer: WatchBuffer<U, T> | undefined
  readonly loading: Promise<boolean>

  /** @param early makes one update of those that come meanwhile, as `loading` would */
  constructor(early: WatchBuffer<U, U>, loading: Promise<WatchBuffer<U, T>>) {
    this.#early = early
    this.loading = loading.then(buffer => this.#handOver(buffer))
  }

  #handOver(buffer: WatchBuffer<U, T>): boolean {
    this.#buffer = buffer
    const value = this.#early.take()
    return value === undefined || buffer.put({ version: undefined, value })
  }

  put(update: Update<U>): boolean {
    return (this.#buffer ?? this.#early).put(update)
  }

  get waiting(): boolean {
    return (this.#buffer ?? this.#early).waiting
  }

  take(): T | undefined {
    return this.#buffer?.take()
  }
}
