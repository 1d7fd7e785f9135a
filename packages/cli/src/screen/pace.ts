/** Does something as often as it is asked for, but not more often than every so many milliseconds. */
export class Pace {
  readonly #interval: number
  readonly #act: () => void
  #timer: NodeJS.Timeout | undefined
  #last = -Infinity
  #stopped = false

  /** @param interval milliseconds */
  constructor(interval: number, act: () => void) {
    this.#interval = interval
    this.#act = act
  }

  ask(): void {
    if (this.#timer !== undefined || this.#stopped) return
    const wait = this.#last + this.#interval - performance.now()
    this.#timer = setTimeout(() => this.now(), Math.max(0, wait))
  }

  /** Does it at once; what was asked for is done with it. */
  now(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#last = performance.now()
    this.#act()
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#stopped = true
  }
}
