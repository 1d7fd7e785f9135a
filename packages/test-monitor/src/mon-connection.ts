import { accept } from '@cephwire/messenger/accept'
import { EntityType } from '@cephwire/codec'
import { MonSession } from './mon-session.js'
import { ConnectionFaults } from './faults/faults.js'
import { FaultyOutput } from './faults/faulty-output.js'
import { faultyAuthenticator } from './faults/faulty-authenticator.js'
import { faultyTransport } from './faults/faulty-transport.js'
import { faultyWire } from './faults/faulty-wire.js'
import { dispatch } from './dispatch.js'
import type { AuthSession } from '@cephwire/auth/server'
import type { Connection, Message, Transport } from '@cephwire/messenger'
import type { FaultSet } from './faults/faults.js'
import type { MonitorContext } from './monitor-context.js'

export interface MonConnectionInit {
  readonly monitor: MonitorContext
  readonly transport: Transport
  /** What is spoken on the port that it came to. */
  readonly protocol: 'msgr2' | 'msgr1'
  readonly globalSeq: bigint
  readonly monitorFaults: FaultSet
  /** What to wait for before the handshake, if anything. */
  readonly before: Promise<void> | undefined
}

/** Messages that wait for their turn, each of which may be large. */
const MAX_QUEUED_MESSAGES = 16

/** Messages that wait for the quorum; what comes beyond is dropped. */
const MAX_WAITING = 256

/** One peer of a monitor, from its first byte to its last. */
export class MonConnection {
  readonly monitor: MonitorContext
  /** For this connection alone. */
  readonly faults: ConnectionFaults
  readonly #transport: Transport
  readonly #auth: AuthSession
  readonly #output: FaultyOutput
  /** Messages that only a monitor in the quorum can take. */
  readonly #waitlist: Message[] = []
  #session: MonSession | undefined
  #lastHeard: number
  /** Resolves when the connection has ended; never rejects. */
  readonly ended: Promise<void>

  constructor(init: MonConnectionInit) {
    this.monitor = init.monitor
    this.faults = new ConnectionFaults(init.monitorFaults)
    this.#transport = init.transport
    this.#auth = init.monitor.cluster.authServer.session()
    this.#output = new FaultyOutput(this.faults)
    this.#lastHeard = this.#now()
    this.ended = this.#run(init).catch(() => undefined)
  }

  /** Undefined before the handshake is over. */
  get session(): MonSession | undefined {
    return this.#session
  }

  get authenticated(): boolean {
    return this.#auth.authenticated
  }

  /** Whether the peer tried to authenticate and did not. */
  get refused(): boolean {
    return !this.authenticated && this.#auth.entity !== undefined
  }

  /** Frames that were sent, the banner of msgr2 among them. */
  get framesSent(): number {
    return this.#output.frames
  }

  /** Milliseconds since the peer last said anything. */
  get idle(): number {
    return this.#now() - this.#lastHeard
  }

  /** Closes the connection as if the network had failed. */
  drop(): void {
    this.#transport.destroy()
    this.#session?.connection.destroy()
  }

  /** Sends a message that the peer did not ask for, of any type. */
  send(message: Parameters<Connection['send']>[0]): void {
    this.#session?.connection.send(message)
  }

  #now(): number {
    return this.monitor.cluster.state.time.clock.now()
  }

  async #run(init: MonConnectionInit): Promise<void> {
    try {
      await init.before
      const connection = await this.#accept(init)
      await this.#serve(connection)
    } finally {
      this.#transport.destroy()
    }
  }

  async #accept({ protocol, globalSeq, monitor }: MonConnectionInit): Promise<Connection> {
    const { cluster } = monitor
    const { v1OnV2Port = false, msgr20 = false, requiredFeatures } = this.faults.current
    const transport = faultyTransport(this.#transport, this.#output, {
      // Who is known already is heard by a monitor without a quorum; on msgr1 anybody, since a ping needs no session.
      held: () => (protocol === 'msgr1' || this.authenticated ? undefined : monitor.quorumAwaited),
      alive: () => (this.#lastHeard = this.#now())
    })
    return accept(transport, {
      protocol: v1OnV2Port ? 'msgr1' : protocol,
      addrs: monitor.addrs,
      name: { type: EntityType.Mon, num: BigInt(Math.max(0, monitor.rank)) },
      authenticator: faultyAuthenticator(this.#auth, this.faults),
      authenticated: () => this.authenticated,
      globalSeq,
      clock: cluster.state.time.clock,
      limits: { handshakeTimeout: cluster.limits.handshakeTimeout, maxQueuedMessages: MAX_QUEUED_MESSAGES },
      wrapWire: wire => faultyWire(wire, { faults: this.faults, output: this.#output, transport }),
      ...(msgr20 ? { revision: 0 } : {}),
      ...(requiredFeatures === undefined ? {} : { requiredFeatures })
    })
  }

  async #serve(connection: Connection): Promise<void> {
    const session = new MonSession({ monitor: this.monitor, connection, auth: this.#auth, faults: this.faults })
    this.#session = session
    for (const type of this.faults.current.unknownMessages ?? []) connection.send({ type, front: new Uint8Array(0) })
    try {
      for await (const message of connection) {
        if (!(await this.#take(session, message))) break
        await session.roomForCommands()
      }
    } finally {
      session.end()
      connection.destroy()
    }
  }

  /** @returns whether the connection goes on */
  async #take(session: MonSession, message: Message): Promise<boolean> {
    const { delay } = this.faults.current
    const { clock } = this.monitor.cluster.state.time
    if (delay !== undefined) await clock.sleep(delay, { signal: session.ended })
    const verdict = dispatch(session, message)
    if (verdict === 'wait' && this.#waitlist.length < MAX_WAITING) {
      this.#waitlist.push(message)
      // The first one waits for all.
      if (this.#waitlist.length === 1) this.#retry(session).catch(() => session.connection.destroy())
    }
    return verdict !== 'close'
  }

  /** Takes what had to wait for the quorum, in order, once there is one. */
  async #retry(session: MonSession): Promise<void> {
    await Promise.race([this.monitor.quorumAwaited, session.connection.closed])
    const waited = this.#waitlist.splice(0)
    for (const message of waited) {
      if (session.ended.aborted || !(await this.#take(session, message))) {
        session.connection.destroy()
        return
      }
    }
  }
}
