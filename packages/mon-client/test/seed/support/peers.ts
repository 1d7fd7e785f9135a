import { AuthMethod, CryptoKey, CryptoKeyType } from '@cephwire/auth'
import { createAuthServer, KeyServer } from '@cephwire/auth/server'
import { encode, formatEntityAddr, parseEntityAddr } from '@cephwire/codec'
import { createMonMap, monMapCodec } from '@cephwire/maps'
import { auth, authReply, decodeFront, monMap, monSubscribe } from '@cephwire/messages'
import { createMemoryNetwork, createVirtualClock } from '@cephwire/messenger/testing'
import { connect } from '@cephwire/mon-client'
import { expect } from 'chai'
import { FSID } from '../../support/monmaps.js'
import { seeded } from '../../support/targets.js'
import { ScriptedConnection } from './scripted-connection.js'
import type { AuthServer } from '@cephwire/auth/server'
import type { EntityAddr } from '@cephwire/codec'
import type { MonMap } from '@cephwire/maps'
import type { Message } from '@cephwire/messenger'
import type { MemoryNetwork, MemoryPort, VirtualClock } from '@cephwire/messenger/testing'
import type { MonClient, MonClientOptions } from '@cephwire/mon-client'

/** What a monitor has heard. Times are milliseconds. */
export interface Heard {
  readonly at: number
  readonly monitor: string
  readonly connection: ScriptedConnection
  readonly message: Message
}

export interface PeersInit {
  /** Default: a, b, c. */
  readonly names?: readonly string[]
  /** Default: none. */
  readonly auth?: 'none' | 'cephx'
  /** Default: msgr2. */
  readonly protocol?: 'msgr1' | 'msgr2'
  /** Milliseconds that tickets last. */
  readonly ticketTtl?: number
}

/** Of client.admin. */
const CAPS = new Map([['mon', 'allow *']])

/** Says what a monitor does with a message. */
export type Script = (message: Message, connection: ScriptedConnection) => void

/**
 * Monitors that a test plays, in virtual time. By themselves they let in who authenticates and hand out the monmap; to
 * anything else, and in place of that, they do what the test's script for the type of a message says.
 */
export class Peers {
  readonly clock: VirtualClock = createVirtualClock()
  readonly network: MemoryNetwork
  readonly heard: Heard[] = []
  /** `a@3000`: which monitor was dialled when. */
  readonly dials: string[] = []
  /** When each KEEPALIVE2 came. */
  readonly keepalives: number[] = []
  answersKeepalives = true
  monmap: MonMap
  readonly #init: PeersInit
  readonly #key = CryptoKey.generate(CryptoKeyType.Aes, { created: { sec: 1, nsec: 0 } })
  readonly #authServer: AuthServer
  readonly #addrs: ReadonlyMap<string, EntityAddr>
  readonly #scripts = new Map<number, Script>()
  readonly #all: ScriptedConnection[] = []
  readonly #open: ScriptedConnection[] = []
  readonly #ports: MemoryPort[] = []
  readonly #clients: MonClient[] = []

  private constructor(init: PeersInit) {
    const { names = ['a', 'b', 'c'], protocol = 'msgr2', auth: method = 'none', ticketTtl = 3_600_000 } = init
    this.#init = init
    const [kind, port] = protocol === 'msgr1' ? ['v1', 6789] : ['v2', 3300]
    this.#addrs = new Map(names.map((name, i) => [name, parseEntityAddr(`${kind}:10.0.0.${i + 1}:${port}/0`)]))
    this.monmap = this.mapOf(names)
    this.network = createMemoryNetwork({
      clock: this.clock,
      random: seeded(7),
      observe: ({ kind, server }) => {
        if (kind === 'dial') this.dials.push(`${this.#nameAt(server)}@${this.clock.now()}`)
      }
    })
    const wallClock = { now: () => 1_700_000_000_000 + this.clock.now() }
    this.#authServer = createAuthServer({
      keys: entity => (entity.id === 'admin' ? { key: this.#key, caps: CAPS } : undefined),
      methods: [method === 'none' ? AuthMethod.None : AuthMethod.Cephx],
      keyServer: new KeyServer({ clock: wallClock, authTicketTtl: ticketTtl, serviceTicketTtl: ticketTtl }),
      clock: wallClock
    })
  }

  static async start(init: PeersInit = {}): Promise<Peers> {
    const peers = new Peers(init)
    for (const name of peers.#addrs.keys()) await peers.listen(name)
    return peers
  }

  /** A monmap of these monitors. */
  mapOf(names: readonly string[], epoch = 1, fsid = FSID): MonMap {
    const mons = names.map(name => ({
      name,
      publicAddrs: [this.addr(name)],
      priority: 0,
      weight: 0,
      crushLoc: new Map<string, string>()
    }))
    return createMonMap({ fsid, epoch, mons })
  }

  addr(name: string): EntityAddr {
    return this.#addrs.get(name)!
  }

  #nameAt({ host, port }: EntityAddr): string {
    return [...this.#addrs].find(([, addr]) => addr.host === host && addr.port === port)?.[0] ?? 'nobody'
  }

  async listen(name: string): Promise<void> {
    const addr = this.addr(name)
    this.#ports.push(
      await this.network.listen(addr, transport => {
        const connection = new ScriptedConnection({
          monitor: name,
          addr,
          transport,
          auth: this.#authServer.session(),
          clock: this.clock,
          opened: connection => void this.#open.push(connection),
          message: (message, connection) => this.#take(message, connection),
          keepalive2: () => this.keepalives.push(this.clock.now()) > 0 && this.answersKeepalives,
          ended: connection => void this.#open.splice(this.#open.indexOf(connection), 1)
        })
        this.#all.push(connection)
      })
    )
  }

  /** In place of what monitors do by themselves with messages of this type. */
  on(type: number, script: Script): void {
    this.#scripts.set(type, script)
  }

  #take(message: Message, connection: ScriptedConnection): void {
    this.heard.push({ at: this.clock.now(), monitor: connection.monitor, connection, message })
    const script = this.#scripts.get(message.type)
    if (script !== undefined) script(message, connection)
    else if (message.type === auth.type) this.answerAuth(message, connection)
    else if (message.type === monSubscribe.type) this.answerSubscribe(message, connection)
  }

  answerAuth(message: Message, connection: ScriptedConnection): void {
    const { protocol, authPayload: payload } = decodeFront(auth, message)
    const answer = connection.auth.message({ protocol, payload, features: connection.features })
    const { result, globalId, payload: resultBl } = answer
    connection.send(authReply, { protocol: answer.protocol, result, globalId, resultBl, resultMsg: '' })
  }

  answerSubscribe(message: Message, connection: ScriptedConnection): void {
    const want = decodeFront(monSubscribe, message).what.get('monmap')
    if (want !== undefined && want.start <= BigInt(this.monmap.epoch)) this.sendMonMap(connection)
  }

  sendMonMap(connection: ScriptedConnection, monmap = this.monmap): void {
    connection.send(monMap, { monmapBl: encode(monMapCodec, monmap, connection.features) })
  }

  /** Connects a client, in virtual time. */
  connect(options: MonClientOptions = {}): Promise<MonClient> {
    return this.clock.run(this.connecting(options))
  }

  /** The same, for those who let time pass themselves. */
  async connecting(options: MonClientOptions = {}): Promise<MonClient> {
    const client = await connect(this.options(options))
    this.#clients.push(client)
    return client
  }

  /** For a client of these monitors. */
  options(options: MonClientOptions = {}): MonClientOptions {
    const { protocol = 'msgr2', auth: method = 'none' } = this.#init
    return {
      monHost: [...this.#addrs.values()].map(formatEntityAddr).join(),
      ...(method === 'cephx' ? { key: this.#key.toBase64() } : {}),
      msMode: protocol === 'msgr1' ? 'legacy' : 'crc',
      clock: this.clock,
      random: seeded(1),
      dial: this.network.dial,
      ...options,
      config: { no_config_file: 'true', auth_client_required: method, ...options.config }
    }
  }

  /** Lets happen whatever happens at this moment. */
  settle(): Promise<void> {
    return this.clock.advance(0)
  }

  /** Nobody listens there any more, and the connections that there were are reset. */
  kill(name: string): void {
    this.network.fault('refuse', { to: this.addr(name) })
    this.network.reset({ to: this.addr(name) })
  }

  /** Connections whose handshake is over and that have not ended, in the order in which they were opened. */
  get open(): readonly ScriptedConnection[] {
    return this.#open
  }

  /** The only connection that there is. */
  get connection(): ScriptedConnection {
    expect(this.#open.map(({ monitor }) => monitor)).to.have.lengthOf(1)
    return this.#open[0]!
  }

  /** Messages of this type, in the order in which they came. */
  heardOf(type: number): readonly Heard[] {
    return this.heard.filter(({ message }) => message.type === type)
  }

  /** What each MMonSubscribe has asked for: `monmap 0 once`, `osdmap 5`. */
  get subscribed(): readonly string[][] {
    return this.heardOf(monSubscribe.type).map(({ message }) =>
      [...decodeFront(monSubscribe, message).what].map(
        ([name, { start, flags }]) => `${name} ${start}${flags === 1 ? ' once' : ''}`
      )
    )
  }

  /** Ends clients and monitors; nothing is left. */
  async stop(): Promise<void> {
    await this.clock.run(Promise.all(this.#clients.map(client => client.close())), 1000)
    for (const connection of this.#all) connection.drop()
    await this.clock.run(
      Promise.all([...this.#ports.map(port => port.close()), ...this.#all.map(({ ended }) => ended)])
    )
    await this.clock.advance(0)
    expect({ sleepers: this.clock.sleepers, connections: this.network.connections }).to.deep.equal({
      sleepers: 0,
      connections: []
    })
  }
}
