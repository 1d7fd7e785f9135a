import { EntityType } from '@cephwire/codec'
import { ConMode } from '@cephwire/messenger'
import { accept } from '@cephwire/messenger/accept'
import { createFakeClock, transportPair } from '@cephwire/messenger/testing'
import type { Connection } from '@cephwire/messenger'
import type { AcceptInit, ServerAuthenticator } from '@cephwire/messenger/accept'
import type { FakeClock } from '@cephwire/messenger/testing'
import { checkText, failure } from '../../support/attack.js'
import { secrets } from '../../support/authenticators.js'
import { ascii } from '../../support/bytes.js'
import { ScriptedClient, clientAddr, monAddr, monAddrV1 } from './scripted-client.js'
import type { ClientScript, Phase } from './scripted-client.js'

/** The counterpart of scriptedAuthenticator(): one challenge, then the fixed secrets. */
export function scriptedServerAuthenticator(overrides: Partial<ServerAuthenticator> = {}): ServerAuthenticator {
  let conMode: ConMode = ConMode.Crc
  return {
    begin: ({ preferredModes }) => {
      conMode = preferredModes[0] as ConMode
      return { kind: 'more', payload: ascii('challenge') }
    },
    more: () => ({ kind: 'done', globalId: 4242n, conMode, payload: ascii('done'), secrets }),
    ...overrides
  }
}

export interface AcceptedInit extends ClientScript {
  readonly accept?: Partial<AcceptInit>
}

export interface Accepted {
  readonly client: ScriptedClient
  readonly accepting: Promise<Connection>
  readonly clock: FakeClock
}

/** A server that accepts a scripted client. */
export function accepted(init: AcceptedInit = {}): Accepted {
  const [near, far] = transportPair({ ...clientAddr, port: 50_000 })
  const clock = createFakeClock()
  const accepting = accept(far, {
    protocol: 'msgr2',
    addrs: [monAddr, monAddrV1],
    name: { type: EntityType.Mon, num: 2n },
    authenticator: scriptedServerAuthenticator(),
    clock,
    ...init.accept
  })
  accepting.catch(() => undefined)
  return { client: new ScriptedClient(near, init), accepting, clock }
}

/**
 * Plays a client up to `phase`, then lets it strike.
 *
 * @returns the one error that the server ends in: it has closed the connection, and keeps its secrets
 */
export async function attackServer(
  phase: Phase,
  strike: (client: ScriptedClient) => unknown,
  init: AcceptedInit = {}
): Promise<Error> {
  const { client, accepting, clock } = accepted(init)
  await client.upTo(phase)
  const connection = phase === 'ready' ? await accepting : undefined
  await strike(client)
  const error = connection === undefined ? await failure(accepting) : (await connection.closed)!
  await client.rest()
  checkText(error)
  if (clock.sleepers > 0) throw new Error('The handshake deadline is left over')
  return error
}
