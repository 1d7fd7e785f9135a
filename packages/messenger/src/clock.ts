import { performance } from 'node:perf_hooks'

/** Time, injected so that tests need not wait. */
export interface Clock {
  /** Milliseconds of a clock that never goes back; its zero means nothing. */
  now(): number
  /**
   * Resolves after `millis` milliseconds.
   *
   * @throws the signal's reason when it is aborted first
   */
  sleep(millis: number, options?: { readonly signal?: AbortSignal }): Promise<void>
}

/** setTimeout fires at once for anything longer. */
const MAX_TIMEOUT = 0x7fffffff

export interface SystemClockOptions {
  /** Whether its timers keep the process alive. Default: they do. */
  readonly ref?: boolean
}

/** The process's monotonic clock. Its timers keep the process alive. */
export const systemClock: Clock = createSystemClock()

/** A clock such as {@link systemClock}, with other properties. */
export function createSystemClock({ ref = true }: SystemClockOptions = {}): Clock {
  return { now: () => performance.now(), sleep: (millis, { signal } = {}) => sleep(millis, signal, ref) }
}

function sleep(millis: number, signal: AbortSignal | undefined, ref: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason as Error)
      return
    }
    const abort = (): void => {
      clearTimeout(timer)
      reject(signal?.reason as Error)
    }
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', abort)
        resolve()
      },
      Math.min(Math.max(millis, 0), MAX_TIMEOUT)
    )
    if (!ref) timer.unref()
    signal?.addEventListener('abort', abort, { once: true })
  })
}
