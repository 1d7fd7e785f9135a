import type { Clock } from '@cephwire/messenger'

/** Nobody sees it: an abort without a reason would make a DOMException, which costs more than the rest of a request. */
const CANCELLED = new Error('Cancelled')

/** One sleeper for many deadlines: it sleeps until the earliest, and not at all when there are none. */
export class Deadlines {
  readonly #clock: Clock
  readonly #passed: (now: number) => void
  #sleeper: { readonly until: number; readonly cancel: AbortController } | undefined

  /** @param passed called when a deadline has passed; whatever is still to come is to be given to `add` again */
  constructor(clock: Clock, passed: (now: number) => void) {
    this.#clock = clock
    this.#passed = passed
  }

  /** @param until by the clock; a later one than the present sleeper's is only looked at when that wakes */
  add(until: number): void {
    if (this.#sleeper !== undefined && this.#sleeper.until <= until) return
    this.clear()
    const cancel = new AbortController()
    this.#sleeper = { until, cancel }
    this.#clock.sleep(until - this.#clock.now(), { signal: cancel.signal }).then(
      () => {
        this.#sleeper = undefined
        this.#passed(this.#clock.now())
      },
      () => undefined
    )
  }

  /** There are no deadlines any more. */
  clear(): void {
    this.#sleeper?.cancel.abort(CANCELLED)
    this.#sleeper = undefined
  }
}
