import type { IoView } from './model.js'
import type { PoolCounters } from './usage.js'

/** How far back rates look, in milliseconds: counters come in steps, when the manager tells them. */
const WINDOW = 20_000

/** Rates of pools, from what their counters were some time ago. */
export class PoolRates {
  readonly #samples = new Map<number, PoolCounters[]>()

  /** @returns undefined for the first counters of a pool, and after they were reset */
  add(pool: number, counters: PoolCounters): IoView | undefined {
    const before = this.#samples.get(pool) ?? []
    const last = before.at(-1)
    const reset = last !== undefined && (counters.reads < last.reads || counters.writes < last.writes)
    const samples = [...(reset ? [] : before.filter(({ at }) => counters.at - at <= WINDOW)), counters]
    this.#samples.set(pool, samples)
    const first = samples[0]!
    const seconds = (counters.at - first.at) / 1000
    if (seconds <= 0) return undefined
    const rate = (name: Exclude<keyof PoolCounters, 'at'>): number => (counters[name] - first[name]) / seconds
    return {
      readBytes: rate('readBytes'),
      writeBytes: rate('writeBytes'),
      reads: rate('reads'),
      writes: rate('writes')
    }
  }

  /** Forgets pools that are no more. */
  keep(pools: ReadonlySet<number>): void {
    for (const pool of this.#samples.keys()) if (!pools.has(pool)) this.#samples.delete(pool)
  }
}
