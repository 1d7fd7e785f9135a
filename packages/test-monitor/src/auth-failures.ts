import type { Clock } from '@cephwire/messenger'

const WINDOW = 1000
const DELAY = 100
/** Addresses that are remembered. */
const MAX_HOSTS = 1024

/** Slows down who fails to authenticate again and again. */
export class AuthFailures {
  readonly #clock: Clock
  readonly #limit: number
  readonly #byHost = new Map<string, number[]>()

  /** @param limit failures of one address in a second */
  constructor(clock: Clock, limit: number) {
    this.#clock = clock
    this.#limit = limit
  }

  failed(host: string): void {
    const recent = this.#recent(host)
    recent.push(this.#clock.now())
    this.#byHost.delete(host)
    this.#byHost.set(host, recent)
    for (const oldest of this.#byHost.keys()) {
      if (this.#byHost.size <= MAX_HOSTS) break
      this.#byHost.delete(oldest)
    }
  }

  /** What the next connection of an address has to wait for, if anything. */
  delay(host: string, signal: AbortSignal): Promise<void> | undefined {
    if (this.#recent(host).length < this.#limit) return undefined
    return this.#clock.sleep(DELAY, { signal })
  }

  #recent(host: string): number[] {
    const since = this.#clock.now() - WINDOW
    return (this.#byHost.get(host) ?? []).filter(at => at > since).slice(-this.#limit)
  }
}
