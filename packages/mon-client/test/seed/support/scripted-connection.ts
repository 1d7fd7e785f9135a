import { EntityType } from '@cephwire/codec'
import { accept } from '@cephwire/messenger/accept'
import { encodeMessage } from '@cephwire/messages'
import type { AuthSession } from '@cephwire/auth/server'
import type { EntityAddr } from '@cephwire/codec'
import type { Clock, Connection, Message, OutgoingMessage, Transport } from '@cephwire/messenger'
import type { Wire } from '@cephwire/messenger/accept'
import type { MessageCodec } from '@cephwire/messages'

/** What a scripted monitor is told of a connection. */
export interface ConnectionEvents {
  /** The handshake is over. */
  readonly opened: (connection: ScriptedConnection) => void
  readonly message: (message: Message, connection: ScriptedConnection) => void
  /** @returns whether to answer it */
  readonly keepalive2: () => boolean
  readonly ended: (connection: ScriptedConnection) => void
}

export interface ScriptedConnectionInit extends ConnectionEvents {
  readonly monitor: string
  readonly addr: EntityAddr
  readonly transport: Transport
  readonly auth: AuthSession
  readonly clock: Clock
}

/** A client's connection as a monitor has it that does nothing by itself but shake hands. */
export class ScriptedConnection {
  /** Name of the monitor. */
  readonly monitor: string
  readonly auth: AuthSession
  readonly ended: Promise<void>
  readonly #init: ScriptedConnectionInit
  #connection: Connection | undefined

  constructor(init: ScriptedConnectionInit) {
    this.monitor = init.monitor
    this.auth = init.auth
    this.#init = init
    this.ended = this.#run().catch(() => undefined)
  }

  async #run(): Promise<void> {
    const { addr, transport, auth, clock, opened, message, keepalive2, ended } = this.#init
    const connection = await accept(transport, {
      protocol: addr.type === 'legacy' ? 'msgr1' : 'msgr2',
      addrs: [addr],
      name: { type: EntityType.Mon, num: 0n },
      authenticator: auth,
      clock,
      wrapWire: wire => told(wire, keepalive2)
    })
    this.#connection = connection
    opened(this)
    try {
      for await (const each of connection) message(each, this)
    } finally {
      ended(this)
      connection.destroy()
    }
  }

  get features(): bigint {
    return this.#connection!.peer.features
  }

  send<T>(codec: MessageCodec<T>, value: T, rest: Partial<OutgoingMessage> = {}): void {
    this.sendRaw({ ...encodeMessage(codec, value, this.features), ...rest })
  }

  sendRaw(message: OutgoingMessage): void {
    if (this.#connection?.state === 'ready') this.#connection.send(message)
  }

  /** Closes it, as a monitor does that ends. */
  drop(): void {
    this.#init.transport.destroy()
    this.#connection?.destroy()
  }
}

/** Tells of each KEEPALIVE2, which may go without an answer. */
function told(wire: Wire, keepalive2: () => boolean): Wire {
  return { ...wire, keepalive2Ack: stamp => (keepalive2() ? wire.keepalive2Ack(stamp) : []) }
}
