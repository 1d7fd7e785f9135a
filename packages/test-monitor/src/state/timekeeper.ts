import { utimeFromMillis } from '@cephwire/codec'
import type { Utime } from '@cephwire/codec'
import type { Clock } from '@cephwire/messenger'

/** The cluster's time of day, which runs as its injected clock does. */
export class Timekeeper {
  readonly clock: Clock
  readonly #startMillis: number
  readonly #startClock: number

  /** @param startMillis since 1970: what time it is now */
  constructor(clock: Clock, startMillis: number) {
    this.clock = clock
    this.#startMillis = startMillis
    this.#startClock = clock.now()
  }

  /** Milliseconds since 1970. */
  millis(): number {
    return this.#startMillis + this.clock.now() - this.#startClock
  }

  now(): Utime {
    return utimeFromMillis(this.millis())
  }
}
