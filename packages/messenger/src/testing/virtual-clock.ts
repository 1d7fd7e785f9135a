import { nextTick } from 'node:process'
import { SleeperQueue } from './sleeper-queue.js'
import type { Clock } from '../clock.js'

/**
 * A clock for simulations: time stands still while anything can run, then jumps to the next sleeper.
 *
 * Whatever the simulation does has to come from promises and from sleeping on this clock: for a real socket, file or
 * timer it does not wait.
 */
export interface VirtualClock extends Clock {
  /**
   * Lets time pass until a promise settles.
   *
   * @param limit milliseconds that may pass. Default: any time
   * @returns what it resolves to
   * @throws what it rejects with; an Error when it would wait for ever or beyond the limit
   */
  run<T>(promise: Promise<T>, limit?: number): Promise<T>
  /** Lets `millis` pass. */
  advance(millis: number): Promise<void>
  /** How many sleep. */
  readonly sleepers: number
}

/** A tick that is asked for by a microtask comes when no microtask is left, whatever those have begun. */
const nothingRuns = (): Promise<void> => new Promise(resolve => queueMicrotask(() => nextTick(resolve)))

/** @param start milliseconds that `now()` says at first */
export function createVirtualClock(start = 0): VirtualClock {
  const queue = new SleeperQueue()
  let now = start
  /** @returns whether anybody was woken: not when the next one sleeps beyond `end` */
  const wakeNext = (end: number): boolean => {
    const sleeper = queue.peek()
    if (sleeper === undefined || sleeper.until > end) return false
    queue.remove(sleeper)
    now = Math.max(now, sleeper.until)
    sleeper.wake()
    return true
  }
  return {
    now: () => now,
    get sleepers() {
      return queue.size
    },
    sleep: (millis, { signal } = {}) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) {
          reject(signal.reason as Error)
          return
        }
        const abort = (): void => {
          queue.remove(sleeper)
          reject(signal?.reason as Error)
        }
        const wake = (): void => {
          signal?.removeEventListener('abort', abort)
          resolve()
        }
        const sleeper = queue.add(now + Math.max(0, millis), wake)
        signal?.addEventListener('abort', abort, { once: true })
      }),
    async run(promise, limit = Infinity) {
      const end = now + limit
      const outcome = { settled: false }
      const settle = (): void => void (outcome.settled = true)
      promise.then(settle, settle)
      for (await nothingRuns(); !outcome.settled; await nothingRuns()) {
        if (wakeNext(end)) continue
        const why = queue.size === 0 ? 'nobody sleeps any more' : `${limit} ms have passed`
        throw new Error(`The promise does not settle: ${why}`)
      }
      return promise
    },
    async advance(millis) {
      const end = now + millis
      for (await nothingRuns(); wakeNext(end); await nothingRuns());
      now = end
    }
  }
}
