import type { Clock } from '../clock.js'

/** A clock that stands still until it is told to move. */
export interface FakeClock extends Clock {
  /** Moves on by `millis`, waking sleepers in the order of their time and letting each act before the next. */
  advance(millis: number): Promise<void>
  /** How many sleep. */
  readonly sleepers: number
}

interface Sleeper {
  readonly until: number
  readonly wake: () => void
}

/** Lets promises that are ready run, several layers deep. */
const settle = async (): Promise<void> => {
  for (let i = 0; i < 4; i++) await new Promise(resolve => setImmediate(resolve))
}

/** @param start milliseconds that `now()` says at first */
export function createFakeClock(start = 0): FakeClock {
  let now = start
  const sleepers = new Set<Sleeper>()
  return {
    now: () => now,
    get sleepers() {
      return sleepers.size
    },
    sleep: (millis, { signal } = {}) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) {
          reject(signal.reason as Error)
          return
        }
        const sleeper: Sleeper = {
          until: now + Math.max(0, millis),
          wake: () => {
            sleepers.delete(sleeper)
            signal?.removeEventListener('abort', abort)
            resolve()
          }
        }
        const abort = (): void => {
          sleepers.delete(sleeper)
          reject(signal?.reason as Error)
        }
        signal?.addEventListener('abort', abort, { once: true })
        sleepers.add(sleeper)
      }),
    async advance(millis) {
      const end = now + millis
      await settle()
      for (;;) {
        const next = [...sleepers].sort((a, b) => a.until - b.until)[0]
        if (next === undefined || next.until > end) break
        now = next.until
        next.wake()
        await settle()
      }
      now = end
      await settle()
    }
  }
}
