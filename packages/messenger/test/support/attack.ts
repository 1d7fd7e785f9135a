import { inspect } from 'node:util'
import { expect } from 'chai'
import { CephError } from '@cephwire/codec'
import { ConMode, connect } from '@cephwire/messenger'
import { createFakeClock, transportPair } from '@cephwire/messenger/testing'
import type { ConnectInit, Connection, Message, MessengerError } from '@cephwire/messenger'
import { scriptedAuthenticator, secrets } from './authenticators.js'
import { ScriptedServer, target } from './scripted-server.js'
import type { Phase, ServerScript } from './scripted-server.js'

export interface AttackInit extends ServerScript {
  readonly connect?: Partial<ConnectInit>
}

/** A client that connects to a scripted server. */
export function scriptedSession(init: AttackInit = {}): { server: ScriptedServer; connecting: Promise<Connection> } {
  const [client, peer] = transportPair(target)
  const server = new ScriptedServer(peer, init)
  const connecting = connect({
    addr: target,
    authenticator: scriptedAuthenticator(),
    preferredModes: [init.conMode === ConMode.Secure ? ConMode.Secure : ConMode.Crc],
    clock: createFakeClock(),
    dial: () => Promise.resolve(client),
    ...init.connect
  })
  connecting.catch(() => undefined)
  return { server, connecting }
}

/** An established session with a scripted server. */
export async function readySession(init: AttackInit = {}): Promise<{ server: ScriptedServer; connection: Connection }> {
  const { server, connecting } = scriptedSession(init)
  await server.upTo('ready')
  return { server, connection: await connecting }
}

/**
 * Plays a server up to `phase`, then lets it strike.
 *
 * @returns the one error that the client ends in, after everything that must hold then has been checked
 */
export async function attack(
  phase: Phase,
  strike: (server: ScriptedServer, connection: Connection | undefined) => unknown,
  init: AttackInit = {}
): Promise<MessengerError> {
  const { server, connecting } = scriptedSession(init)
  await server.upTo(phase)
  const connection = phase === 'ready' ? await connecting : undefined
  await strike(server, connection)
  const error = connection === undefined ? await failure(connecting) : await connection.closed
  await checkAftermath(server, error)
  if (connection !== undefined) await checkEnded(connection, error)
  return error as MessengerError
}

export async function nextMessage(connection: Connection): Promise<Message> {
  const { value, done } = (await connection[Symbol.asyncIterator]().next()) as IteratorResult<Message, undefined>
  if (done === true) throw new Error('The connection ended')
  return value
}

export async function failure(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise
  } catch (error) {
    return error as Error
  }
  throw new Error('It did not fail')
}

/** The transport is destroyed, nothing more is sent, the error is readable and keeps secrets. */
async function checkAftermath(server: ScriptedServer, error: unknown): Promise<void> {
  expect(CephError.isCephError(error), String(error)).to.equal(true)
  await server.rest()
  checkText(error as Error)
}

const forbidden = [secrets.sessionKey, secrets.connectionSecret].flatMap(secret =>
  (['hex', 'base64', 'latin1'] as const).map(encoding => Buffer.from(secret).toString(encoding))
)

export function checkText(error: Error): void {
  // Where this repository lies on a disk must not decide.
  const withoutFrames = (text: string): string => text.replace(/^\s+at .*$/gm, '')
  for (const text of [error.message, withoutFrames(error.stack ?? ''), withoutFrames(inspect(error))]) {
    expect(text.length).to.be.lessThan(4096)
    expect(text.replaceAll('\n', '')).not.to.match(/\p{Cc}/u)
    for (const secret of forbidden) expect(text).not.to.include(secret)
  }
}

/** The error reached the iterator once; everything after says that the connection is closed. */
async function checkEnded(connection: Connection, error: unknown): Promise<void> {
  const messages = connection[Symbol.asyncIterator]()
  let thrown: unknown
  for (let done = false; !done;) {
    try {
      done = (await messages.next()).done === true
    } catch (cause) {
      expect(thrown).to.equal(undefined)
      thrown = cause
    }
  }
  expect(thrown).to.equal(error)
  expect(connection.state).to.equal('closed')
  expect(() => connection.send({ type: 1, front: new Uint8Array(0) })).to.throw(error as Error)
  await connection.close()
}
