import { TicketStore } from '@cephwire/auth'
import { decodeFront, encodeMessage, ping } from '@cephwire/messages'
import { MonSessionError } from './errors.js'
import { connectToMonitor } from './mon-session.js'
import type { Message } from '@cephwire/messenger'
import type { MonSessionInit } from './mon-session.js'
import type { MonTarget } from './mon-target.js'

/**
 * Asks one monitor how it is, on a connection of its own: a monitor answers MPing without a quorum. But on msgr2 it must
 * have let the client in before, for which it needs a quorum or tickets.
 *
 * @param tickets which are changed. Default: none, for a global_id of its own; that of the client belongs to its session
 * @returns what it says: `{ health, mon_status }` as JSON has it
 * @throws what connecting throws; MonSessionError; the signal's reason
 */
export async function pingMonitor(
  target: MonTarget,
  init: MonSessionInit,
  signal: AbortSignal,
  tickets = new TicketStore()
): Promise<unknown> {
  const method = init.credentials.methods[0]!
  const { connection } = await connectToMonitor(method, target, init, tickets, signal)
  const abort = (): void => connection.destroy(signal.reason as Error)
  signal.addEventListener('abort', abort, { once: true })
  try {
    connection.send(encodeMessage(ping, { text: '' }))
    for await (const message of connection) if (message.type === ping.type) return parseReply(message)
    throw new MonSessionError(`${target.name} closed the connection instead of answering a ping`)
  } finally {
    signal.removeEventListener('abort', abort)
    await connection.close()
  }
}

function parseReply(message: Message): unknown {
  const { text } = decodeFront(ping, message)
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new MonSessionError('The answer to a ping is not JSON', { cause })
  }
}
