import { AuthMethodRejectedError, TicketStore } from '@cephwire/auth'
import { authenticateLegacy } from '../legacy-auth.js'
import { connectToMonitor } from '../mon-session.js'
import type { Connection, Message } from '@cephwire/messenger'
import type { AuthMethod } from '../config/resolve-config.js'
import type { MonSessionInit } from '../mon-session.js'
import type { MonTarget } from '../mon-target.js'

/** An authenticated connection beside the client's session. */
export interface OwnConnection {
  readonly connection: Connection
  readonly messages: AsyncIterator<Message>
}

/** How a connection is opened: connectToMonitor, unless a test plays the monitor. */
export type ConnectToMonitor = typeof connectToMonitor

const EOPNOTSUPP = -95
/** Messages that may come during authentication on msgr1: a monmap. */
const MAX_EARLY = 64

/**
 * Opens a connection to one monitor that says nothing but what it is asked. With a global_id of its own: that of the
 * client belongs to its session.
 *
 * @throws what messenger and auth throw; the signal's reason
 */
export async function openOwnConnection(
  target: MonTarget,
  init: MonSessionInit,
  signal: AbortSignal,
  connect: ConnectToMonitor = connectToMonitor
): Promise<OwnConnection> {
  const methods = [...init.credentials.methods]
  for (;;) {
    try {
      return await openWith(methods[0]!, target, init, signal, connect)
    } catch (error) {
      const rejected = error instanceof AuthMethodRejectedError && error.result === EOPNOTSUPP
      if (!rejected || methods.length === 1 || signal.aborted) throw error
      methods.shift()
    }
  }
}

async function openWith(
  method: AuthMethod,
  target: MonTarget,
  init: MonSessionInit,
  signal: AbortSignal,
  connect: ConnectToMonitor
): Promise<OwnConnection> {
  const { connection, authenticator } = await connect(method, target, init, new TicketStore(), signal)
  const messages = connection[Symbol.asyncIterator]()
  if (connection.protocol !== 'msgr1') return { connection, messages }
  return destroyedBy(signal, connection, async () => {
    await authenticateLegacy(connection, messages, authenticator, { maxEarly: MAX_EARLY, monmapEpoch: 0 })
    return { connection, messages }
  })
}

/** Runs something that needs a connection, which neither the signal nor an error lets live on. */
export async function destroyedBy<T>(signal: AbortSignal, connection: Connection, run: () => Promise<T>): Promise<T> {
  const abort = (): void => connection.destroy(signal.reason as Error)
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  try {
    return await run()
  } catch (error) {
    connection.destroy()
    throw signal.aborted ? signal.reason : error
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
