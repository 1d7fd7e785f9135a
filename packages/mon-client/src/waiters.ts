import { onAbort } from './on-abort.js'

/** Those who wait for something to happen. */
export class Waiters {
  readonly #wakes = new Set<() => void>()

  /** How many wait. */
  get size(): number {
    return this.#wakes.size
  }

  /** Resolves with the next wake(). @throws the signal's reason */
  async next(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    return new Promise((resolve, reject) => {
      const letGo = onAbort(signal, () => {
        this.#wakes.delete(wake)
        reject(signal.reason as Error)
      })
      const wake = (): void => {
        letGo()
        resolve()
      }
      this.#wakes.add(wake)
    })
  }

  /** Ends the wait of all. */
  wake(): void {
    for (const wake of this.#wakes) wake()
    this.#wakes.clear()
  }
}
