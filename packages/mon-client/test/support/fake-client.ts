import { createFakeClock } from '@cephwire/messenger/testing'
import { decodeFront, encodeMessage, monCommandAck, monSubscribe, SubscribeFlag } from '@cephwire/messages'
import { resolveConfig } from '../../src/config/resolve-config.js'
import { MonClient } from '../../src/mon-client.js'
import { FakeConnection } from './fake-connection.js'
import { monMapMessage, monmapOf, received } from './monmaps.js'
import { seeded } from './targets.js'
import type { MonMap } from '@cephwire/maps'
import type { Message, OutgoingMessage } from '@cephwire/messenger'
import type { FakeClock } from '@cephwire/messenger/testing'
import type { ResolvedConfig } from '../../src/config/resolve-config.js'
import type { Credentials } from '../../src/credentials.js'
import type { MonClientOptions } from '../../src/options.js'
import type { OpenSession } from '../../src/session-keeper.js'

/** Lets promises that are ready run, several layers deep. */
export const settle = async (): Promise<void> => {
  for (let i = 0; i < 4; i++) await new Promise(resolve => setImmediate(resolve))
}

const credentials: Credentials = { entity: { type: 8, id: 'admin' }, key: undefined, methods: ['none'] }
export const MONITORS = { a: 3300, b: 3301, c: 3302 }

/** What is not of the public types. */
type Internals = MonClient & { open(signal: AbortSignal): Promise<void>; readonly closed: Promise<void> }
const Client = MonClient as unknown as new (
  config: ResolvedConfig,
  credentials: Credentials,
  options: MonClientOptions,
  open: OpenSession
) => Internals

/** A client whose monitors are played by the test. */
export class FakeClient {
  readonly clock: FakeClock = createFakeClock()
  readonly connections: FakeConnection[] = []
  /** Addresses that were tried. */
  readonly tried: string[] = []
  /** Which sessions begin with. */
  monmap: MonMap
  /** Whether the monitor at this port can be reached. */
  reachable: (port: number) => boolean = () => true
  client!: Internals

  constructor(monmap: MonMap) {
    this.monmap = monmap
  }

  static async open(options: MonClientOptions = {}, monmap = monmapOf(MONITORS)): Promise<FakeClient> {
    const fake = new FakeClient(monmap)
    const monHost = Object.values(MONITORS).map(port => `v2:10.0.0.1:${port}`)
    const hunting = { parallel: 1, ...options.hunting }
    const config = await resolveConfig(
      { monHost: monHost.join(), config: { no_config_file: 'true' }, ...options, hunting },
      {}
    )
    fake.client = new Client(config, credentials, { clock: fake.clock, random: seeded(1), ...options }, target =>
      fake.#session(target)
    )
    await fake.client.open(new AbortController().signal)
    return fake
  }

  async #session(target: Parameters<OpenSession>[0]): ReturnType<OpenSession> {
    await Promise.resolve()
    const { port } = target.addr
    this.tried.push(`${target.addr.type === 'legacy' ? 'v1' : 'v2'}:${port}`)
    if (!this.reachable(port)) throw new Error('Cannot connect: ECONNREFUSED')
    const connection = new FakeConnection()
    this.connections.push(connection)
    return {
      target,
      connection: connection.asConnection,
      messages: connection,
      early: [],
      authenticator: undefined as never,
      globalId: 4242n,
      tickets: undefined,
      monmap: this.monmap,
      monmapMessage: monMapMessage(this.monmap)
    }
  }

  /** Of the present session, or the last. */
  get connection(): FakeConnection {
    return this.connections.at(-1)!
  }

  /** What was sent on it, of one type. */
  sent(type: number): OutgoingMessage[] {
    return this.connection.sent.filter(message => message.type === type)
  }

  /** What was subscribed to on it: `osdmap 3 once`. */
  get subscribed(): string[] {
    return this.sent(monSubscribe.type).flatMap(message =>
      [...decodeFront(monSubscribe, received(message)).what].map(
        ([name, { start, flags }]) => `${name} ${start}${flags === SubscribeFlag.Onetime ? ' once' : ''}`
      )
    )
  }

  /** Messages come on the present session. */
  async receive(...messages: readonly (Message | OutgoingMessage)[]): Promise<void> {
    this.connection.receive(...messages.map(message => received(message as Message)))
    await settle()
  }

  /** The present session is lost; a hunt follows. */
  async lose(cause = new Error('reset')): Promise<void> {
    this.connection.destroy(cause)
    await settle()
  }
}

/** An answer to a command. */
export const ack = (tid: bigint | undefined, rs = '', r = 0): OutgoingMessage => ({
  ...encodeMessage(monCommandAck, { version: 0n, r, rs, cmd: [] }),
  tid: tid!
})
