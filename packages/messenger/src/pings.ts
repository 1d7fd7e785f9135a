import { utimeFromMillis } from '@cephwire/codec'
import type { Utime } from '@cephwire/codec'
import type { Clock } from './clock.js'

interface Ping {
  readonly sentAt: number
  readonly resolve: (roundTrip: number) => void
  readonly reject: (error: Error) => void
}

/** Each KEEPALIVE2 that waits for its answer, told from the others by its stamp. */
export class Pings {
  readonly #clock: Clock
  readonly #waiting = new Map<string, Ping>()
  #lastStamp = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Stamps are told apart by microseconds, so two in one instant differ. */
  nextStamp(): Utime {
    this.#lastStamp = Math.max(this.#lastStamp + 0.001, this.#clock.now())
    return utimeFromMillis(this.#lastStamp)
  }

  /**
   * Waits for the answer to `stamp`, which is about to be sent.
   *
   * @returns the round trip in milliseconds
   * @throws the signal's reason; what `end` is given
   */
  async wait(stamp: Utime, signal?: AbortSignal): Promise<number> {
    const key = keyOf(stamp)
    const abort = (): void => {
      const ping = this.#waiting.get(key)
      this.#waiting.delete(key)
      ping?.reject(signal?.reason as Error)
    }
    signal?.addEventListener('abort', abort, { once: true })
    try {
      return await new Promise<number>((resolve, reject) => {
        this.#waiting.set(key, { sentAt: this.#clock.now(), resolve, reject })
      })
    } finally {
      signal?.removeEventListener('abort', abort)
    }
  }

  /** Takes an answer. @returns the round trip; undefined when its stamp is none that is waited for */
  answered(stamp: Utime): number | undefined {
    const key = keyOf(stamp)
    const ping = this.#waiting.get(key)
    if (ping === undefined) return undefined
    this.#waiting.delete(key)
    const roundTrip = this.#clock.now() - ping.sentAt
    ping.resolve(roundTrip)
    return roundTrip
  }

  /** No answer will come any more. */
  end(error: Error): void {
    for (const ping of this.#waiting.values()) ping.reject(error)
    this.#waiting.clear()
  }
}

const keyOf = ({ sec, nsec }: Utime): string => `${sec}.${nsec}`
