import type { Clock } from '@cephwire/messenger'
import type { HuntingOptions } from './options.js'
import type { RandomNumber } from './pick.js'

/** Below, rounds would follow each other without a pause. */
const LEAST_MULTIPLE = 0.1
/** The first rest after sessions that did not last; doubles with each more, up to an interval. */
const FIRST_REST = 200

/**
 * The multiple of the hunting interval: grows with each round, from the second hunt on, and shrinks with the time that a
 * session lasts, once and then once in each interval of keepalives.
 */
export class Backoff {
  readonly #options: Readonly<Required<HuntingOptions>>
  readonly #clock: Pick<Clock, 'now'>
  readonly #healthy: number
  readonly #least: number
  readonly #random: RandomNumber
  #jitter = 1
  #multiple: number
  #opened: number | undefined
  #hadSession = false
  #shortSessions = 0

  /** @param healthy milliseconds of a session that make up for one round: mon_client_ping_interval */
  constructor(
    options: Readonly<Required<HuntingOptions>>,
    clock: Pick<Clock, 'now'>,
    healthy: number,
    random: RandomNumber = () => 0.5
  ) {
    this.#options = options
    this.#random = random
    this.#clock = clock
    this.#healthy = healthy
    this.#least = Math.max(options.minMultiple, LEAST_MULTIPLE)
    this.#multiple = this.#least
  }

  /** Milliseconds of a round. */
  get interval(): number {
    return this.#options.interval * this.#multiple * this.#jitter
  }

  /**
   * Milliseconds to wait before a hunt: none, unless sessions come and go. A request that makes a monitor close the
   * session is sent again with the next one, which must not turn into a loop at full speed.
   */
  get rest(): number {
    return this.#shortSessions < 2 ? 0 : Math.min(FIRST_REST * 2 ** (this.#shortSessions - 2), this.#options.interval)
  }

  /** Before each round: the first hunt of all does not back off. */
  round(): void {
    const { backoff, maxMultiple, jitter } = this.#options
    this.#jitter = 1 + jitter * (2 * this.#random() - 1)
    if (this.#hadSession) this.#multiple = Math.min(this.#multiple * backoff, Math.max(maxMultiple, this.#least))
  }

  sessionOpened(): void {
    this.#hadSession = true
    this.#opened = this.#clock.now()
  }

  /** The time that it lasted makes the next hunt quicker. */
  sessionLost(): void {
    const lasted = this.#clock.now() - (this.#opened ?? this.#clock.now())
    this.#opened = undefined
    if (lasted < this.#options.interval) {
      this.#shortSessions++
      return
    }
    this.#shortSessions = 0
    const times = 1 + Math.floor(lasted / this.#healthy)
    this.#multiple = Math.max(this.#multiple / this.#options.backoff ** times, this.#least)
  }
}
