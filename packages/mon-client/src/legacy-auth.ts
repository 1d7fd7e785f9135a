/*
  Authentication on msgr1                    src/mon/MonClient.cc, MonConnection::start; src/mon/AuthMonitor.cc
    →  MAuth protocol 0: the methods that the client knows, who it is
    ←  MAuthReply: the method that the monitor chose; cephx: its challenge
    →  MAuth protocol 2: the proof                                            cephx only
    ←  MAuthReply: tickets                                                    cephx only
*/
import { AuthError, AuthMethod } from '@cephwire/auth'
import { CodecError } from '@cephwire/codec'
import { auth, authReply, decodeFront, encodeMessage } from '@cephwire/messages'
import { ConMode } from '@cephwire/messenger'
import type { MonAuthenticator } from '@cephwire/auth'
import type { MAuthReply } from '@cephwire/messages'
import type { Connection, Message } from '@cephwire/messenger'

/** What authentication over messages has settled. */
export interface LegacyAuthenticated {
  readonly globalId: bigint
  /** Messages that came in between, in order. */
  readonly early: readonly Message[]
}

export interface LegacyAuthOptions {
  /** Messages that may come before the answers. */
  readonly maxEarly: number
  /** Of the monmap that is known; 0 for none. A newer one comes by itself. */
  readonly monmapEpoch: number
}

/**
 * @throws AuthError when the monitor refuses or talks nonsense; what ends the connection
 */
export async function authenticateLegacy(
  connection: Connection,
  messages: AsyncIterator<Message>,
  authenticator: MonAuthenticator,
  { maxEarly, monmapEpoch }: LegacyAuthOptions
): Promise<LegacyAuthenticated> {
  const early: Message[] = []
  const send = (protocol: number, authPayload: Uint8Array): void =>
    connection.send(encodeMessage(auth, { version: 0n, protocol, authPayload, monmapEpoch }))
  const reply = async (): Promise<MAuthReply> => {
    for (;;) {
      const next = await messages.next()
      if (next.done === true) throw new AuthError('The connection was closed during authentication')
      const message = next.value
      if (message.type === authReply.type) return checkReply(decodeReply(message), authenticator)
      if (early.push(message) > maxEarly) throw new AuthError('The monitor sends everything but an answer to MAuth')
    }
  }
  send(AuthMethod.Unknown, authenticator.hello())
  let answer = await reply()
  if (authenticator.method === AuthMethod.Cephx) {
    send(AuthMethod.Cephx, authenticator.more(answer.resultBl))
    answer = await reply()
  }
  authenticator.done(answer.resultBl, { globalId: answer.globalId, conMode: ConMode.Crc })
  return { globalId: answer.globalId, early }
}

function decodeReply(message: Message): MAuthReply {
  try {
    return decodeFront(authReply, message)
  } catch (cause) {
    if (cause instanceof CodecError) throw new AuthError('The answer to MAuth does not decode', { cause })
    throw cause
  }
}

function checkReply(reply: MAuthReply, authenticator: MonAuthenticator): MAuthReply {
  if (reply.result < 0) throw authenticator.refused({ method: authenticator.method, result: reply.result })
  // A positive result was once taken for a length (CVE-2026-46119).
  if (reply.result > 0) throw new AuthError(`The monitor answers MAuth with result ${reply.result}`)
  if (reply.protocol !== authenticator.method) {
    throw new AuthError(`The monitor answers MAuth with method ${reply.protocol}, asked was ${authenticator.method}`)
  }
  return reply
}
