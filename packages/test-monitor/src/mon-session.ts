import { EntityType } from '@cephwire/codec'
import { encodeMessage } from '@cephwire/messages'
import { AuthMethod } from '@cephwire/auth'
import { ConMode, MessagePriority } from '@cephwire/messenger'
import { MonCap } from './caps/mon-cap.js'
import { Subscriptions } from './subs/subscriptions.js'
import type { AuthEntity } from '@cephwire/auth'
import type { AuthSession } from '@cephwire/auth/server'
import type { Connection, Message } from '@cephwire/messenger'
import type { EntityAddrvec, EntityName, Features } from '@cephwire/codec'
import type { MessageCodec } from '@cephwire/messages'
import type { ConnectionFaults } from './faults/faults.js'
import type { MonitorContext } from './monitor-context.js'
import type { SessionInfo } from './command/caller.js'

export interface MonSessionInit {
  readonly monitor: MonitorContext
  readonly connection: Connection
  readonly auth: AuthSession
  readonly faults: ConnectionFaults
}

/** What a monitor keeps of a peer: who it is, what it may do and what it wants to be told. */
export class MonSession implements SessionInfo {
  readonly monitor: MonitorContext
  readonly connection: Connection
  readonly auth: AuthSession
  readonly faults: ConnectionFaults
  readonly subs: Subscriptions
  readonly features: Features
  /** Of MMonSubscribe. */
  hostname = ''
  /** The newest osdmap that the peer was sent. */
  osdEpoch = 0
  /** What the peer was last told of the configuration. */
  configSent: string | undefined
  readonly #ended = new AbortController()
  #commandsInFlight = 0
  #inputInFlight = 0
  #roomMade: (() => void) | undefined
  #caps = MonCap.nothing

  constructor({ monitor, connection, auth, faults }: MonSessionInit) {
    this.monitor = monitor
    this.connection = connection
    this.auth = auth
    this.faults = faults
    this.features = connection.peer.features
    this.subs = new Subscriptions(this)
  }

  /** Aborted when the peer has gone. */
  get ended(): AbortSignal {
    return this.#ended.signal
  }

  end(): void {
    this.#ended.abort()
    this.#roomMade?.()
  }

  /** @param inputBytes what it holds on to */
  commandStarted(inputBytes: number): void {
    this.#commandsInFlight++
    this.#inputInFlight += inputBytes
  }

  commandEnded(inputBytes: number): void {
    this.#commandsInFlight--
    this.#inputInFlight -= inputBytes
    this.#roomMade?.()
  }

  /** Resolves when another command may be read. */
  async roomForCommands(): Promise<void> {
    const { maxCommandsInFlight, maxInputInFlight } = this.monitor.cluster.limits
    const full = (): boolean => this.#commandsInFlight >= maxCommandsInFlight || this.#inputInFlight >= maxInputInFlight
    while (full() && !this.ended.aborted) {
      await new Promise<void>(resolve => (this.#roomMade = resolve))
    }
  }

  get authenticated(): boolean {
    return this.auth.authenticated
  }

  get entity(): AuthEntity {
    return this.auth.entity ?? { type: EntityType.Client, id: '?' }
  }

  get globalId(): bigint {
    return this.auth.globalId
  }

  get name(): EntityName {
    return { type: this.connection.peer.name.type, num: this.globalId }
  }

  get addrs(): EntityAddrvec {
    return this.connection.peer.addrs
  }

  get conMode(): 'crc' | 'secure' {
    return this.connection.conMode === ConMode.Secure ? 'secure' : 'crc'
  }

  get protocol(): SessionInfo['protocol'] {
    return this.connection.protocol
  }

  /** As the keyring has them now. Who has not authenticated may do nothing; without cephx everybody may do all. */
  get caps(): MonCap {
    if (!this.authenticated) return MonCap.nothing
    if (this.auth.method === AuthMethod.None || this.entity.type === EntityType.Mon) return MonCap.allowAll
    const text = this.monitor.cluster.state.auth.get(this.entity)?.caps.get('mon') ?? ''
    if (this.#caps.text !== text) this.#caps = new MonCap(text)
    return this.#caps
  }

  isCapable(service: string, perm: string): boolean {
    const { entity, addrs } = this
    const host = addrs[0]?.host
    return this.caps.isCapable({ entity, service, perm, ...(host === undefined ? {} : { host }) })
  }

  /** Sends a message of the monitor's own accord. */
  send<T>(codec: MessageCodec<T>, value: T): void {
    this.#send(codec, value, 0n)
  }

  /** Answers a message. */
  reply<T>(request: Message, codec: MessageCodec<T>, value: T, data?: Uint8Array): void {
    this.#send(codec, value, this.faults.current.tidZero === true ? 0n : request.tid, data)
  }

  #send<T>(codec: MessageCodec<T>, value: T, tid: bigint, data?: Uint8Array): void {
    if (this.connection.state !== 'ready') return
    if (this.connection.bufferedBytes > this.monitor.cluster.limits.maxBufferedBytes) {
      this.connection.destroy()
      return
    }
    const message = encodeMessage(codec, value, this.features)
    this.connection.send({ ...message, tid, priority: MessagePriority.High, ...(data === undefined ? {} : { data }) })
  }
}
