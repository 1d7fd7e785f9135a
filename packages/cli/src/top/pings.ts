import { rest } from './rest.js'
import { RoundTrips } from './round-trip.js'
import type { MonClient } from '@cephwire/mon-client'
import type { Known } from './known.js'

/** Milliseconds between two rounds; a change of the session or of the quorum begins one at once. */
const PERIOD = 10_000
/** Milliseconds that a monitor has. */
const TIMEOUT = 4000
/** Monitors that are asked at the same time. */
const PARALLEL = 8

/** What pinging needs of the client. */
export type Pinged = Pick<MonClient, 'ping' | 'keepalive' | 'session' | 'monmap'>

/** Asks all monitors how they are, again and again; needs no quorum. */
export class Pings {
  readonly #client: Pinged
  readonly #known: Known
  readonly #changed: () => void
  #poke: (() => void) | undefined
  #pokes = 0

  constructor(client: Pinged, known: Known, changed: () => void) {
    this.#client = client
    this.#known = known
    this.#changed = changed
  }

  /** Begins a round at once, or when the present one has ended. */
  poke(): void {
    this.#pokes++
    this.#poke?.()
  }

  async run(signal: AbortSignal): Promise<void> {
    const trips = new RoundTrips()
    try {
      while (!signal.aborted) {
        const pokes = this.#pokes
        const names = this.#client.monmap.ranks
        for (let i = 0; i < names.length; i += PARALLEL) {
          await Promise.all(names.slice(i, i + PARALLEL).map(name => this.#ask(name, trips, signal)))
        }
        if (this.#pokes === pokes) await rest(PERIOD, signal, wake => (this.#poke = wake))
      }
    } finally {
      trips.close()
    }
  }

  async #ask(name: string, trips: RoundTrips, signal: AbortSignal): Promise<void> {
    try {
      // The one of the session pushes its state, unless it has none to push.
      if (this.#client.session?.monitor === name && this.#known.isFresh) {
        this.#known.answered(name, await this.#client.keepalive({ signal }))
      } else {
        const { answer, millis } = await trips.measure(() => this.#client.ping(name, { signal, timeout: TIMEOUT }))
        this.#known.answered(name, millis, stateIn(answer))
      }
    } catch (error) {
      if (signal.aborted) return
      this.#known.silent(name, error instanceof Error ? error.message : String(error))
    }
    this.#changed()
  }
}

/** The state of a monitor in its answer to a ping. */
function stateIn(answer: unknown): string | undefined {
  const { mon_status: monStatus } = (answer ?? {}) as { readonly mon_status?: { readonly state?: unknown } | null }
  const state = monStatus?.state
  return typeof state === 'string' ? state : undefined
}
