import { MonTimeoutError } from './errors.js'
import { onAbort } from './on-abort.js'
import type { Clock } from '@cephwire/messenger'
import type { MonTimeoutInit } from './errors.js'

/** What ends a call before it is done. */
export interface Deadline {
  /** Milliseconds; 0 for no limit. */
  readonly timeout: number
  readonly signal?: AbortSignal | undefined
  /** Ends it as `signal` does: of the client. */
  readonly closing?: AbortSignal | undefined
}

/**
 * Runs something with a signal that is aborted by the caller's signal, with its reason, or after a time, with a
 * MonTimeoutError.
 *
 * @param what for the error: `connect`
 * @param facts asked when the time is over for what else is known
 */
export async function withDeadline<T>(
  what: string,
  { timeout, signal, closing }: Deadline,
  clock: Clock,
  run: (signal: AbortSignal) => Promise<T>,
  facts?: () => Partial<MonTimeoutInit> | undefined
): Promise<T> {
  signal?.throwIfAborted()
  const giveUp = new AbortController()
  const done = new AbortController()
  const letGo = [signal, closing].map(each => onAbort(each, () => giveUp.abort(each?.reason)))
  if (timeout > 0) {
    clock.sleep(timeout, { signal: done.signal }).then(
      () => giveUp.abort(new MonTimeoutError({ what, timeout, ...facts?.() })),
      () => undefined
    )
  }
  try {
    return await run(giveUp.signal)
  } finally {
    done.abort()
    for (const go of letGo) go()
  }
}
