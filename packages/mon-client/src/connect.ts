import { createSystemClock, createTcpDial } from '@cephwire/messenger'
import { resolveConfig } from './config/resolve-config.js'
import { loadCredentials } from './credentials.js'
import { withDeadline } from './deadline.js'
import { MonHuntError, MonTimeoutError } from './errors.js'
import { MonClient } from './mon-client.js'
import { ProcessHold } from './process-hold.js'
import type { Clock } from '@cephwire/messenger'
import type { MonHuntAttempt } from './errors.js'
import type { MonClientOptions } from './options.js'

/**
 * Connects to a cluster.
 *
 * @param options none needed where a ceph.conf and a keyring are in their usual places
 * @returns a client with a session and the monmap
 * @throws ConfigError, KeyringError for what somebody must correct; AuthError when the cluster refuses the
 * credentials; MonHuntError when no monitor gives a session; MonTimeoutError; the signal's reason
 */
export async function connect(options: MonClientOptions = {}): Promise<MonClient> {
  const { signal } = options
  signal?.throwIfAborted()
  const config = await resolveConfig(options)
  const credentials = await loadCredentials(config)
  const { ref = true } = options
  const { clock = createSystemClock({ ref }), dial = createTcpDial({ ref }) } = options
  const client = new MonClient(config, credentials, { ...options, clock, dial })
  await new ProcessHold(!ref).during(() => openInTime(client, config.connectTimeout, clock, signal))
  if (signal !== undefined) closeWith(client, signal)
  return client
}

/** What is left open by a failure is closed. */
async function openInTime(
  client: MonClient,
  timeout: number,
  clock: Clock,
  signal: AbortSignal | undefined
): Promise<void> {
  try {
    await withDeadline('connect', { timeout, signal }, clock, signal => client.open(signal))
    signal?.throwIfAborted()
  } catch (error) {
    const attempts = lastOfEach(client.attempts)
    await client.close()
    throw error instanceof MonTimeoutError && attempts.length > 0
      ? new MonHuntError(`No session within ${timeout} ms`, attempts, { cause: error })
      : error
  }
}

/** A monitor is tried again and again: what it said last. */
function lastOfEach(attempts: readonly MonHuntAttempt[]): readonly MonHuntAttempt[] {
  return [...new Map(attempts.map(attempt => [attempt.addr, attempt])).values()]
}

/** The option `signal` ends the client for good; a client that ends first lets go of it. */
function closeWith(client: MonClient, signal: AbortSignal): void {
  const abort = (): void => void client.close()
  signal.addEventListener('abort', abort, { once: true })
  void client.closed.then(() => signal.removeEventListener('abort', abort))
}
