import { onAbort } from '../on-abort.js'
import type { Update, WatchBuffer } from './feed.js'

/** How long and from where to watch. */
export interface WatchOptions {
  /** The first epoch or version wanted. Default: the newest there is. */
  readonly start?: bigint | number | undefined
  /** Ends after the first. */
  readonly onetime?: boolean | undefined
  /** Ends the iteration. */
  readonly signal?: AbortSignal | undefined
}

/** What a Watcher needs of those that feed it. */
export interface WatcherInit<U, T> extends WatchOptions {
  /** What it would subscribe to if it were alone. */
  readonly name: string
  readonly buffer: WatchBuffer<U, T>
  /** Called when it wants nothing more. */
  readonly ended: () => void
  /** Called when it needs everything anew, unless feed() says so. */
  readonly incomplete: () => void
}

/** One iteration over what a subscription brings. It watches from the moment it is made; `return()` ends it. */
export class Watcher<U, T> implements AsyncIterableIterator<T, undefined> {
  readonly name: string
  readonly onetime: boolean
  readonly #buffer: WatchBuffer<U, T>
  readonly #ended: () => void
  readonly #letGo: () => void
  #wanted: bigint
  #fed = false
  /** Whether it has to wait for its buffer before it can hand out anything. */
  #loading = false
  #done = false
  #error: Error | undefined
  readonly #takers: { resolve(result: IteratorResult<T, undefined>): void; reject(error: Error): void }[] = []

  constructor({ name, buffer, ended, incomplete, start = 0, onetime = false, signal }: WatcherInit<U, T>) {
    this.name = name
    this.onetime = onetime
    this.#buffer = buffer
    this.#ended = ended
    this.#wanted = BigInt(start)
    this.#letGo = onAbort(signal, () => this.end())
    if (buffer.loading !== undefined) this.#load(buffer.loading, incomplete)
  }

  #load(loading: Promise<boolean>, incomplete: () => void): void {
    this.#loading = true
    loading.then(
      complete => {
        this.#loading = false
        if (!complete && !this.#done) {
          this.#startAnew()
          incomplete()
        }
        this.#serve()
      },
      (error: unknown) => {
        this.#loading = false
        this.end(error as Error)
        this.#serve()
      }
    )
  }

  #startAnew(): void {
    this.#wanted = 0n
    this.#fed = false
  }

  /** The version wanted next; 0 for the newest. */
  get wanted(): bigint {
    return this.#wanted
  }

  /** It has what it was to have once, or has ended: nothing more is to be fed. */
  get satisfied(): boolean {
    return this.#done || (this.onetime && this.#fed)
  }

  /** @returns false when it needs everything anew */
  feed(update: Update<U>): boolean {
    if (this.satisfied) return true
    const { version = 0n } = update
    if (update.version !== undefined && version < this.#wanted) return true
    this.#wanted = version + 1n
    const complete = this.#guarded(() => this.#buffer.put(update), true)
    if (!complete) {
      this.#startAnew()
      return false
    }
    this.#fed ||= this.#buffer.waiting
    this.#serve()
    return true
  }

  /** What comes may not decode: that ends this iteration, and nothing else. */
  #guarded<R>(run: () => R, otherwise: R): R {
    try {
      return run()
    } catch (error) {
      this.end(error as Error)
      return otherwise
    }
  }

  #serve(): void {
    if (this.#loading) return
    while (this.#takers.length > 0) {
      const value = this.#guarded(() => this.#buffer.take(), undefined)
      if (value === undefined) break
      this.#takers.shift()!.resolve({ value, done: false })
      if (this.onetime) {
        this.#drain()
        this.end()
      }
    }
    if (this.#done) this.#finish()
  }

  #finish(): void {
    this.end()
    for (const taker of this.#takers.splice(0)) {
      if (this.#error === undefined) taker.resolve({ value: undefined, done: true })
      else taker.reject(this.#error)
    }
  }

  /** Ends it when what waits has been taken: normally, or with an error. */
  end(error?: Error): void {
    if (this.#done) return
    this.#done = true
    this.#error = error
    if (!this.#buffer.waiting) this.#loading = false
    this.#letGo()
    this.#ended()
    this.#serve()
  }

  next(): Promise<IteratorResult<T, undefined>> {
    return new Promise((resolve, reject) => {
      this.#takers.push({ resolve, reject })
      this.#serve()
    })
  }

  return(): Promise<IteratorReturnResult<undefined>> {
    this.#loading = false
    this.end()
    this.#drain()
    return Promise.resolve({ value: undefined, done: true })
  }

  /** Nobody wants what waits. */
  #drain(): void {
    while (this.#guarded(() => this.#buffer.take(), undefined) !== undefined);
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.return().then(() => undefined)
  }
}
