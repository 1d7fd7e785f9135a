import { decodeFront, monSubscribeAck } from '@cephwire/messages'
import type { Clock, Message } from '@cephwire/messenger'

/** Nobody sees it. */
const CANCELLED = new Error('Cancelled')

/**
 * Subscribes again with monitors that forget subscriptions after a while: they say when in MMonSubscribeAck, and are told
 * again after half of that time. Others keep them for as long as the session lasts, and answer nothing.
 */
export class SubscriptionRenewal {
  readonly #renew: () => void
  readonly #clock: Clock
  readonly #pause: number
  /** When subscriptions were sent that no MMonSubscribeAck has answered yet, the first of them. */
  #sentAt: number | undefined
  #waiting: AbortController | undefined

  /**
   * @param renew sends all subscriptions again
   * @param pause milliseconds from one time to the next, however soon a monitor wants to forget
   */
  constructor(renew: () => void, clock: Clock, pause: number) {
    this.#renew = renew
    this.#clock = clock
    this.#pause = pause
  }

  /** Subscriptions were sent. */
  sent(): void {
    this.#sentAt ??= this.#clock.now()
  }

  sessionEnded(): void {
    this.#sentAt = undefined
    this.#waiting?.abort(CANCELLED)
    this.#waiting = undefined
  }

  /** @returns whether it answers what was sent. @throws CodecError */
  handle(message: Message): boolean {
    const { interval } = decodeFront(monSubscribeAck, message)
    const sentAt = this.#sentAt
    if (sentAt === undefined) return false
    this.sessionEnded()
    const waiting = (this.#waiting = new AbortController())
    void this.#renewAt(sentAt + Math.max(Math.floor(interval / 2) * 1000, this.#pause), waiting.signal)
    return true
  }

  async #renewAt(time: number, signal: AbortSignal): Promise<void> {
    try {
      // A clock may wake too early: the system's cannot sleep for longer than 24 days.
      do await this.#clock.sleep(time - this.#clock.now(), { signal })
      while (this.#clock.now() < time)
    } catch {
      return
    }
    this.#renew()
  }
}
