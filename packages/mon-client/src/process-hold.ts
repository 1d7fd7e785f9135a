/** setTimeout's longest. */
const LONG = 0x7fffffff

/** Keeps the process alive while something is asked of a client that does not do so by itself. */
export class ProcessHold {
  readonly #needed: boolean
  #holders = 0
  #timer: NodeJS.Timeout | undefined

  /** @param needed false for a client whose sockets and timers keep the process alive anyway */
  constructor(needed: boolean) {
    this.#needed = needed
  }

  during<T>(run: () => Promise<T>): Promise<T> {
    // No turn of the queue later than without a hold: what close() rejects is settled when close() is.
    return this.#needed ? this.#during(run) : run()
  }

  async #during<T>(run: () => Promise<T>): Promise<T> {
    this.#holders++
    this.#timer ??= setInterval(() => undefined, LONG)
    try {
      return await run()
    } finally {
      if (--this.#holders === 0) {
        clearInterval(this.#timer)
        this.#timer = undefined
      }
    }
  }
}
