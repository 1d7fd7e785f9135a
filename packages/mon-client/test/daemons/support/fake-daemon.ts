import { once } from 'node:events'
import { createServer } from 'node:net'
import { AuthMethod } from '@cephwire/auth'
import { commandReply, encodeMessage, mgrCommand, mgrCommandReply } from '@cephwire/messages'
import { socketTransport } from '@cephwire/messenger'
import { accept, remoteAddr } from '@cephwire/messenger/accept'
import type { AddressInfo, Server, Socket } from 'node:net'
import type { ServiceId } from '@cephwire/auth'
import type { EntityAddr } from '@cephwire/codec'
import type { Connection, Message } from '@cephwire/messenger'
import type { ServerAuthenticator } from '@cephwire/messenger/accept'

/** Lets everybody in who says who he is. */
const believer = (): ServerAuthenticator => ({
  begin: ({ method, preferredModes }) =>
    method === AuthMethod.None && preferredModes[0] === 1
      ? { kind: 'done', globalId: 4242n, conMode: 1, payload: new Uint8Array(0), secrets: {} }
      : { kind: 'bad_method', result: -95, allowedMethods: [1], allowedModes: [1] },
  more: () => ({ kind: 'bad_method', result: -95, allowedMethods: [1], allowedModes: [1] })
})

export interface FakeDaemonInit {
  readonly type: ServiceId
  readonly protocol?: 'msgr2' | 'msgr1'
  /** For each connection. Default: lets everybody in. */
  readonly authenticator?: () => ServerAuthenticator
  /** What to answer to the nth message; undefined: nothing, and the connection ends. Default: its own JSON. */
  readonly answer?: (message: Message, n: number) => Answer | undefined | 'silence'
}

export interface Answer {
  readonly r?: number
  readonly rs?: string
  readonly output?: string
}

/** A daemon that listens on a free port of 127.0.0.1 and answers commands. */
export class FakeDaemon {
  readonly addr: EntityAddr
  readonly messages: Message[] = []
  /** The connections that were let in. */
  readonly connections: Connection[] = []
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #init: FakeDaemonInit

  private constructor(server: Server, init: FakeDaemonInit) {
    const { port } = server.address() as AddressInfo
    this.addr = { type: init.protocol === 'msgr1' ? 'legacy' : 'msgr2', nonce: port, host: '127.0.0.1', port }
    this.#server = server
    this.#init = init
    server.on('connection', socket => void this.#serve(socket))
  }

  static async start(init: FakeDaemonInit): Promise<FakeDaemon> {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new FakeDaemon(server, init)
  }

  async #serve(socket: Socket): Promise<void> {
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket))
    const { type, protocol = 'msgr2', authenticator = believer } = this.#init
    try {
      const connection = await accept(socketTransport(socket, remoteAddr(socket, 'any')), {
        protocol,
        addrs: [this.addr],
        name: { type, num: 0n },
        authenticator: authenticator()
      })
      this.connections.push(connection)
      for await (const message of connection) this.#answer(connection, message)
    } catch {
      // The client has gone, or was not let in: what it says of that is what tests look at.
    }
  }

  #answer(connection: Connection, message: Message): void {
    const n = this.messages.push(message)
    const answer =
      this.#init.answer === undefined
        ? { output: JSON.stringify({ said: Buffer.from(message.front.subarray(24)).toString() }) }
        : this.#init.answer(message, n)
    if (answer === 'silence') return
    if (answer === undefined) {
      connection.destroy()
      return
    }
    const { r = 0, rs = '', output = '' } = answer
    const codec = message.type === mgrCommand.type ? mgrCommandReply : commandReply
    connection.send({ ...encodeMessage(codec, { r, rs }), tid: message.tid, data: Buffer.from(output) })
  }

  /** Idempotent. */
  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    if (!this.#server.listening) return
    this.#server.close()
    await once(this.#server, 'close')
  }
}

/** Daemons that are stopped after each test. */
export function fakeDaemons(): (init: FakeDaemonInit) => Promise<FakeDaemon> {
  const started: FakeDaemon[] = []
  afterEach(async () => {
    for (const daemon of started.splice(0)) await daemon.stop()
  })
  return async init => {
    const daemon = await FakeDaemon.start(init)
    started.push(daemon)
    return daemon
  }
}
