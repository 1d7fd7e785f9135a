import { ConnectionFaultError } from './errors.js'
import type { Clock } from './clock.js'
import type { ConnectionPlace } from './errors.js'

/** Milliseconds. */
export interface Keepalive2Options {
  /** Between two KEEPALIVE2. */
  readonly interval: number
  /** After so long without a sign of life the connection is given up. */
  readonly timeout: number
}

/** What keepalive needs of a connection. */
export interface Keepalive2Owner {
  readonly place: ConnectionPlace
  /** Sends one; the answer shows in `lastSignOfLife`. */
  sendKeepalive2(): void
  /** When anything was last received, by the clock. */
  readonly lastSignOfLife: number
  fault(cause: Error): void
}

/** Milliseconds that an answer may take when this process itself was asleep and so cannot tell. */
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
  const sleep = async (millis: number): Promise<void> => {
    if (millis <= 0) return
    const due = clock.now() + millis
    await clock.sleep(millis, { signal })
    // A process that was stopped or blocked has not read what may have come meanwhile.
    if (clock.now() - due > millis) await clock.sleep(GRACE, { signal })
  }
  // A timeout below the interval cannot wait for the next KEEPALIVE2.
  const patience = Math.min(interval, timeout)
  try {
    await sleep(interval)
    for (;;) {
      const asked = clock.now()
      owner.sendKeepalive2()
      await sleep(patience)
      const silence = clock.now() - owner.lastSignOfLife
      if (silence >= timeout && owner.lastSignOfLife < asked) {
        const text = `Nothing received for ${Math.round(silence)} ms, KEEPALIVE2 unanswered`
        owner.fault(new ConnectionFaultError(text, owner.place))
        return
      }
      await sleep(interval - patience)
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
