import { ConnectionFaultError } from '../errors.js'
import type { MovingPlace } from '../moving-place.js'
import type { Clock } from '../clock.js'

/** What ends a handshake before its time. */
export interface DeadlineInit {
  readonly clock: Clock
  /** Milliseconds. */
  readonly timeout: number
  readonly place: MovingPlace
  readonly signal?: AbortSignal | undefined
  /** Makes `run` fail. */
  readonly abort: (reason: Error) => void
}

/**
 * Runs a handshake within a time.
 *
 * @throws what `run` throws; a ConnectionFaultError when it took too long; the signal's reason
 */
export async function withDeadline<T>(
  { clock, timeout, place, signal, abort }: DeadlineInit,
  run: () => Promise<T>
): Promise<T> {
  signal?.throwIfAborted()
  const done = new AbortController()
  let reason: Error | undefined
  const end = (error: Error): void => {
    if (done.signal.aborted || reason !== undefined) return
    reason = error
    abort(error)
  }
  const aborted = (): void => end(signal?.reason as Error)
  signal?.addEventListener('abort', aborted, { once: true })
  clock.sleep(timeout, { signal: done.signal }).then(
    () => end(new ConnectionFaultError(`No session after ${timeout} ms`, { ...place })),
    () => undefined
  )
  try {
    return await run()
  } catch (error) {
    // An aborted handshake fails in whatever it was doing: the reason says more.
    throw reason ?? error
  } finally {
    done.abort()
    signal?.removeEventListener('abort', aborted)
  }
}
