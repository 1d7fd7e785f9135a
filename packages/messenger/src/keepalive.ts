import { ConnectionFaultError } from './errors.js'
import type { Clock } from './clock.js'

/** Milliseconds. */
export interface Keepalive2Options {
  /** Between two KEEPALIVE2. */
  readonly interval: number
  /** After so long without a sign of life the connection is given up. */
  readonly timeout: number
}

/** What keepalive needs of a connection. */
export interface Keepalive2Owner {
  /** Sends one; the answer shows in `lastSignOfLife`. */
  sendKeepalive2(): void
  /** When anything was last received, by the clock. */
  readonly lastSignOfLife: number
  fault(cause: Error): void
}

/** How long an answer may take when this process itself was asleep and so cannot tell. */
const GRACE = 2000

/**
 * Sends KEEPALIVE2 at an interval and gives the connection up when the peer is silent for too long.
 *
 * @param signal ends it
 */
export async function runKeepalive2(
  owner: Keepalive2Owner,
  clock: Clock,
  { interval, timeout }: Keepalive2Options,
  signal: AbortSignal
): Promise<void> {
  try {
    for (;;) {
      const due = clock.now() + interval
      await clock.sleep(interval, { signal })
      const late = clock.now() - due
      owner.sendKeepalive2()
      // A process that was stopped or blocked has not read what may have come meanwhile.
      if (late > interval) await clock.sleep(GRACE, { signal })
      const silence = clock.now() - owner.lastSignOfLife
      if (silence >= timeout) {
        owner.fault(new ConnectionFaultError(`Nothing received for ${Math.round(silence)} ms, KEEPALIVE2 unanswered`))
        return
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
