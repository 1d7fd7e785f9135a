import { EntityType } from '@cephwire/codec'
import { ConMode, connect } from '@cephwire/messenger'
import { AuthMethod, authNone, cephx, parseAuthEntity, parseKey } from '@cephwire/auth'
import {
  auth,
  authReply,
  decodeFront,
  encodeMessage,
  monCommand,
  monCommandAck,
  monSubscribe,
  SubscribeFlag
} from '@cephwire/messages'
import type { CephxInit, MonAuthenticator } from '@cephwire/auth'
import type { Connection, ConnectInit, Message } from '@cephwire/messenger'
import type { MessageCodec } from '@cephwire/messages'
import type { TestCluster } from '@cephwire/test-monitor'

export interface TestClientInit {
  /** Default a. */
  readonly monitor?: string
  /** Default crc. */
  readonly mode?: 'secure' | 'crc' | 'legacy'
  readonly entity?: string
  readonly key?: string
  readonly auth?: 'cephx' | 'none'
  readonly tickets?: CephxInit['tickets']
  readonly connect?: Partial<ConnectInit>
  /** Called with everything that comes. */
  readonly heard?: (message: Message) => void
}

/** The answer to a command. */
export interface Answer {
  readonly code: number
  readonly status: string
  readonly output: string
  readonly tid: bigint
}

interface Waiter {
  readonly matches: (message: Message) => boolean
  readonly resolve: (message: Message) => void
  readonly reject: (error: Error) => void
}

/** A client of a monitor made of messenger, auth and messages, and of nothing else. */
export class TestClient {
  readonly connection: Connection
  readonly fsid: string
  /** What came and nobody has taken. */
  readonly inbox: Message[] = []
  readonly #waiters = new Set<Waiter>()
  readonly #reading: Promise<void>
  readonly #heard: (message: Message) => void
  #tid = 0n
  #ended: Error | undefined

  private constructor(connection: Connection, fsid: string, heard: (message: Message) => void = () => undefined) {
    this.connection = connection
    this.fsid = fsid
    this.#heard = heard
    this.#reading = this.#read()
  }

  static async connect(cluster: TestCluster, init: TestClientInit = {}): Promise<TestClient> {
    const { monitor = 'a', mode = 'crc', entity = 'client.admin', auth: method = 'cephx', tickets } = init
    const { v2Addr, v1Addr } = cluster.monitor(monitor)
    const who = parseAuthEntity(entity)
    const key = init.key ?? cluster.state.auth.get(entity)?.key.toBase64() ?? cluster.adminKey
    const authenticator =
      method === 'none'
        ? authNone({ entity: who })
        : cephx({ entity: who, key: parseKey(key), ...(tickets === undefined ? {} : { tickets }) })
    const connection = await connect({
      addr: mode === 'legacy' ? v1Addr : v2Addr,
      authenticator,
      peerType: EntityType.Mon,
      preferredModes: [mode === 'secure' ? ConMode.Secure : ConMode.Crc],
      ...init.connect
    })
    const client = new TestClient(connection, cluster.fsid, init.heard)
    if (mode === 'legacy') await client.#authenticate(authenticator)
    return client
  }

  async #authenticate(authenticator: MonAuthenticator): Promise<void> {
    let payload = authenticator.hello()
    let protocol = 0
    for (;;) {
      this.send(auth, { version: 0n, protocol, authPayload: payload, monmapEpoch: 0 })
      const reply = await this.next(authReply)
      if (reply.result !== 0) throw new Error(`refused with ${reply.result}`)
      if (protocol !== 0 || reply.protocol === AuthMethod.None) {
        authenticator.done(reply.resultBl, { globalId: reply.globalId, conMode: ConMode.Crc })
        return
      }
      protocol = reply.protocol
      payload = authenticator.more(reply.resultBl)
    }
  }

  /** @returns the tid */
  send<T>(codec: MessageCodec<T>, value: T, data?: Uint8Array): bigint {
    const tid = ++this.#tid
    const message = encodeMessage(codec, value, this.connection.peer.features)
    this.connection.send({ ...message, tid, ...(data === undefined ? {} : { data }) })
    return tid
  }

  /** The next message of a type, waited for. */
  async next<T>(codec: MessageCodec<T>): Promise<T> {
    return decodeFront(codec, await this.#take(message => message.type === codec.type))
  }

  async request<T, R>(codec: MessageCodec<T>, value: T, answer: MessageCodec<R>): Promise<R> {
    const tid = this.send(codec, value)
    return decodeFront(answer, await this.#take(message => message.type === answer.type && message.tid === tid))
  }

  /** @param cmd an object, or the strings of the message */
  async command(cmd: object | readonly string[], input?: Uint8Array, fsid = this.fsid): Promise<Answer> {
    const words = Array.isArray(cmd) ? (cmd as string[]) : [JSON.stringify(cmd)]
    const tid = this.send(monCommand, { version: 0n, fsid, cmd: words }, input)
    const message = await this.#take(message => message.type === monCommandAck.type && message.tid === tid)
    const { r, rs } = decodeFront(monCommandAck, message)
    return { code: r, status: rs, output: new TextDecoder().decode(message.data), tid: message.tid }
  }

  subscribe(what: Readonly<Record<string, number>>, onetime = false): void {
    const flags = onetime ? SubscribeFlag.Onetime : 0
    const items = Object.entries(what).map(([name, start]) => [name, { start: BigInt(start), flags }] as const)
    this.send(monSubscribe, { what: new Map(items), hostname: 'here' })
  }

  close(): Promise<void> {
    return this.connection.close().then(() => this.#reading)
  }

  #take(matches: (message: Message) => boolean): Promise<Message> {
    const at = this.inbox.findIndex(matches)
    if (at >= 0) return Promise.resolve(this.inbox.splice(at, 1)[0]!)
    if (this.#ended !== undefined) return Promise.reject(this.#ended)
    return new Promise((resolve, reject) => this.#waiters.add({ matches, resolve, reject }))
  }

  async #read(): Promise<void> {
    let error = new Error('The connection has ended')
    try {
      for await (const message of this.connection) this.#arrived(message)
    } catch (cause) {
      error = cause as Error
    }
    this.#ended = error
    for (const { reject } of this.#waiters) reject(error)
  }

  #arrived(message: Message): void {
    this.#heard(message)
    for (const waiter of this.#waiters) {
      if (!waiter.matches(message)) continue
      this.#waiters.delete(waiter)
      waiter.resolve(message)
      return
    }
    this.inbox.push(message)
  }
}

/** What a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise
  } catch (error) {
    return error as Error
  }
  throw new Error('It was not rejected')
}
