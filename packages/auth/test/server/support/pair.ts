import { EntityType, parseEntityAddr } from '@cephwire/codec'
import { connect } from '@cephwire/messenger'
import { accept } from '@cephwire/messenger/accept'
import { createFakeClock, transportPair } from '@cephwire/messenger/testing'
import { CryptoKey, CryptoKeyType, TicketStore, cephx, formatAuthEntity, parseAuthEntity } from '@cephwire/auth'
import { KeyServer, createAuthServer } from '@cephwire/auth/server'
import type { AuthSecrets, ConnectInit, Connection, ConMode, Transport } from '@cephwire/messenger'
import type { AcceptInit, AuthStep } from '@cephwire/messenger/accept'
import type { FakeClock } from '@cephwire/messenger/testing'
import type { CephxAuthenticator, MonAuthenticator } from '@cephwire/auth'
import type { AuthMessageReply, AuthServer, AuthServerInit, AuthSession, KeyServerInit } from '@cephwire/auth/server'

export const CRC: ConMode = 1
export const SECURE: ConMode = 2
export const keyTypes = [CryptoKeyType.Aes, CryptoKeyType.Aes256k] as const

export const monAddr = parseEntityAddr('v2:10.0.0.1:3300/0')
export const monAddrV1 = parseEntityAddr('v1:10.0.0.1:6789/0')
export const admin = parseAuthEntity('client.admin')

/** A monitor's authentication that knows client.admin and client.nobody, who has no caps. */
export interface Mon {
  readonly key: CryptoKey
  readonly clock: FakeClock
  readonly server: AuthServer
  readonly keyServer: KeyServer
}

export function createMon(
  keyType: CryptoKeyType = CryptoKeyType.Aes,
  init: Partial<AuthServerInit> & Pick<KeyServerInit, 'serviceTicketTtl' | 'authTicketTtl' | 'services'> = {}
): Mon {
  const key = CryptoKey.generate(keyType)
  const clock = createFakeClock(1_790_000_000_000)
  const { serviceTicketTtl, authTicketTtl, services, ...rest } = init
  const keyServer = new KeyServer({ keyType, clock, serviceTicketTtl, authTicketTtl, services })
  const caps = new Map(['mon', 'osd', 'mgr', 'mds'].map(service => [service, 'allow *']))
  const entities = new Map([
    ['client.admin', { key, caps }],
    ['client.nobody', { key, caps: new Map<string, string>() }]
  ])
  const keys = (entity: Parameters<typeof formatAuthEntity>[0]) => entities.get(formatAuthEntity(entity))
  return { key, clock, keyServer, server: createAuthServer({ keyServer, clock, keys, ...rest }) }
}

export const client = ({ key, clock }: Mon, tickets = new TicketStore()): CephxAuthenticator =>
  cephx({ entity: admin, key, tickets, clock })

export interface Joined {
  readonly client: Connection
  readonly mon: Connection
  readonly session: AuthSession
}

export interface Met {
  readonly client: PromiseSettledResult<Connection>
  readonly mon: PromiseSettledResult<Connection>
  readonly session: AuthSession
}

export interface JoinInit {
  readonly mode?: ConMode
  readonly connect?: Partial<ConnectInit>
  readonly accept?: Partial<AcceptInit>
  readonly tamper?: (transports: readonly [Transport, Transport]) => readonly [Transport, Transport]
}

/** Both halves over an in-memory transport, and what becomes of each. */
export async function meet(mon: Mon, authenticator: MonAuthenticator, init: JoinInit = {}): Promise<Met> {
  const [near, far] = (init.tamper ?? (pair => pair))(transportPair(parseEntityAddr('v2:10.0.0.9:50000/0')))
  const session = mon.server.session()
  const clock = createFakeClock()
  const connecting = connect({
    addr: monAddr,
    authenticator,
    preferredModes: [init.mode ?? SECURE],
    clock,
    dial: () => Promise.resolve(near),
    ...init.connect
  })
  const accepting = accept(far, {
    protocol: 'msgr2',
    addrs: [monAddr, monAddrV1],
    name: { type: EntityType.Mon, num: 0n },
    authenticator: session,
    authenticated: () => session.authenticated,
    clock,
    ...init.accept
  })
  const [client, server] = await Promise.allSettled([connecting, accepting])
  return { client, mon: server, session }
}

/** Both connections. @throws what the client throws */
export async function join(mon: Mon, authenticator: MonAuthenticator, init: JoinInit = {}): Promise<Joined> {
  const { client, mon: server, session } = await meet(mon, authenticator, init)
  if (client.status === 'rejected') throw client.reason
  if (server.status === 'rejected') throw server.reason
  return { client: client.value, mon: server.value, session }
}

/** Why one of both failed. */
export function reasonOf(settled: PromiseSettledResult<Connection>): unknown {
  if (settled.status === 'fulfilled') throw new Error('It did not fail')
  return settled.reason
}

export interface Begun {
  readonly session: AuthSession
  readonly step: AuthStep
}

export interface WithoutConnection {
  readonly session: AuthSession
  readonly globalId: bigint
  readonly end: AuthStep & { readonly kind: 'done' }
  /** The client's. */
  readonly secrets: AuthSecrets
}

/** An authentication without a connection: the session after `more`, and what it said. */
export function begun(mon: Mon, authenticator: MonAuthenticator, preferredModes: readonly number[] = [SECURE]): Begun {
  const session = mon.server.session()
  const payload = authenticator.start()
  const step = session.begin({ method: authenticator.method, preferredModes, payload, peerType: EntityType.Client })
  return { session, step }
}

/** A whole authentication without a connection. @throws what the client throws */
export function authenticated(
  mon: Mon,
  authenticator: MonAuthenticator,
  preferredModes: readonly number[] = [SECURE]
): WithoutConnection {
  const { session, step } = begun(mon, authenticator, preferredModes)
  if (step.kind !== 'more') throw new Error(`The server answers ${step.kind}`)
  const end = session.more(authenticator.more(step.payload))
  if (end.kind === 'bad_method') throw authenticator.refused({ method: authenticator.method, ...end })
  if (end.kind !== 'done') throw new Error(`The server answers ${end.kind}`)
  const { globalId, conMode } = end
  return { session, globalId, end, secrets: authenticator.done(end.payload, { globalId, conMode }) }
}

/** The renewal that the client wants, by message. */
export function renew(session: AuthSession, authenticator: CephxAuthenticator): AuthMessageReply {
  const payload = authenticator.renewal()
  if (payload === undefined) throw new Error('There is nothing to renew')
  const reply = session.message({ protocol: authenticator.method, payload })
  if (reply.result === 0) authenticator.renewed(reply.payload)
  return reply
}
