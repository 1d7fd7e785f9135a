import { ConnectionClosedError, MessengerError, UnexpectedFrameError } from './errors.js'
import { concat } from './byte-stream.js'
import { connectionClosed, connectionReady } from './diagnostics.js'
import { runKeepalive2 } from './keepalive.js'
import { MessageQueue } from './message-queue.js'
import { Pings } from './pings.js'
import { createStateMachine } from './state-machine.js'
import { Tag } from './constants.js'
import type { EntityAddr, Utime } from '@cephwire/codec'
import type { Clock } from './clock.js'
import type { ConMode } from './constants.js'
import type { CloseDiagnostics, ConnectDiagnostics } from './diagnostics.js'
import type { FrameRecord } from './frame-record.js'
import type { Keepalive2Options } from './keepalive.js'
import type { MessengerLimits } from './limits.js'
import type { Message, OutgoingMessage } from './message.js'
import type { StateMachine } from './state-machine.js'
import type { Established, Peer, Wire, WireEvent } from './wire.js'

/** Of a connection that does not reconnect by itself; `connect` resolves in `ready`. */
export type ConnectionState = 'ready' | 'closed'

/** Answers to KEEPALIVE2 that wait to be written: at so many the peer, which does not read them, is not read either. */
const MAX_UNSENT_ACKS = 64

const connectionTransitions = { ready: ['closed'], closed: [] } as const

/** What a Connection is made of. */
export interface ConnectionInit {
  readonly wire: Wire
  readonly clock: Clock
  readonly limits: MessengerLimits
  readonly keepalive2?: Keepalive2Options | undefined
}

/**
 * An established session with a peer: messages in both directions until one side ends it.
 *
 * Messages are taken by iterating, once. When nobody takes them, reading stops at `maxQueuedMessages` and so the peer
 * is held up; a connection without an iterator therefore notices nothing more of its peer.
 */
export class Connection implements AsyncIterable<Message> {
  readonly #wire: Wire
  readonly #clock: Clock
  readonly #limits: MessengerLimits
  readonly #state: StateMachine<ConnectionState> = createStateMachine<ConnectionState>(connectionTransitions, 'ready')
  readonly #inbox: MessageQueue
  readonly #pings: Pings
  readonly #ended = new AbortController()
  #outSeq = 0n
  #inSeq = 0n
  #outbox: Uint8Array[] = []
  #outboxBytes = 0
  #unsentAcks = 0
  #flushing: Promise<void> | undefined
  /** Whether reading waits for somebody to take messages. */
  #held = false
  #lastSignOfLife: number
  #roundTrip: number | undefined
  #error: Error | undefined

  /** Resolves when the connection has ended: with the error that ended it, or undefined after `close()`. */
  readonly closed: Promise<Error | undefined>
  #resolveClosed!: (error: Error | undefined) => void

  /** @internal use connect() */
  constructor({ wire, clock, limits, keepalive2 }: ConnectionInit) {
    this.#wire = wire
    this.#clock = clock
    this.#limits = limits
    this.#inbox = new MessageQueue(limits.maxQueuedMessages)
    this.#pings = new Pings(clock)
    this.#lastSignOfLife = clock.now()
    this.closed = new Promise(resolve => (this.#resolveClosed = resolve))
    void this.#receive()
    if (keepalive2 !== undefined) this.#startKeepalive2(keepalive2)
    this.#publishConnect()
  }

  get state(): ConnectionState {
    return this.#state.state
  }

  get peer(): Peer {
    return this.#wire.established.peer
  }

  /** Our global_id, as the cluster knows this client; 0 on msgr1, where messages negotiate it. */
  get globalId(): bigint {
    return this.#wire.established.globalId
  }

  get protocol(): Established['protocol'] {
    return this.#wire.established.protocol
  }

  get conMode(): ConMode {
    return this.#wire.established.conMode
  }

  /** Our own address as the peer sees it. */
  get selfAddr(): EntityAddr {
    return this.#wire.established.selfAddr
  }

  /** Milliseconds of the last answered KEEPALIVE2; undefined before the first. */
  get roundTrip(): number | undefined {
    return this.#roundTrip
  }

  /** Bytes handed to `send` and not yet to the transport. */
  get bufferedBytes(): number {
    return this.#outboxBytes
  }

  /** The last frames of both directions, those of the handshake included: oldest first, without their content. */
  recentFrames(): readonly FrameRecord[] {
    return this.#wire.place.frames.records()
  }

  /**
   * Queues a message. What is queued in one turn of the event loop is written in one piece.
   *
   * @throws ConnectionClosedError, or the error that ended the connection
   */
  send(message: OutgoingMessage): void {
    this.#checkOpen()
    const seq = this.#outSeq + 1n
    this.#enqueue(this.#seal(() => this.#wire.message(message, seq, this.#inSeq)))
    this.#outSeq = seq
  }

  /** Resolves when everything that was sent so far has been handed to the transport. */
  async flushed(): Promise<void> {
    while (this.#flushing !== undefined) await this.#flushing
  }

  /**
   * Sends a KEEPALIVE2 and waits for its answer.
   *
   * @returns the round trip in milliseconds
   * @throws the signal's reason, or what ended the connection
   */
  async keepalive2(options: { readonly signal?: AbortSignal } = {}): Promise<number> {
    options.signal?.throwIfAborted()
    this.#checkOpen()
    const stamp = this.#pings.nextStamp()
    const pieces = this.#seal(() => this.#wire.keepalive2(stamp))
    const answer = this.#pings.wait(stamp, options.signal)
    this.#enqueue(pieces)
    return answer
  }

  /** Ends the session: writes what is queued, within `closeTimeout`, then closes the transport. Idempotent. */
  async close(): Promise<void> {
    if (this.state === 'closed') return
    const patience = new AbortController()
    await Promise.race([
      this.flushed(),
      this.#clock.sleep(this.#limits.closeTimeout, { signal: patience.signal }).catch(() => undefined)
    ])
    patience.abort()
    this.#end(undefined)
  }

  /** Ends the session at once. Idempotent. */
  destroy(cause?: Error): void {
    this.#end(cause)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** Messages in the order of the wire. Ends after `close()`, throws what ended the connection otherwise. */
  [Symbol.asyncIterator](): AsyncIterator<Message> {
    return this.#inbox
  }

  #checkOpen(): void {
    if (this.state === 'closed') {
      throw this.#error ?? new ConnectionClosedError('The connection was closed', this.#wire.place)
    }
  }

  /** A frame that cannot be protected any more ends the connection: none may follow it. */
  #seal(make: () => Uint8Array[]): Uint8Array[] {
    try {
      return make()
    } catch (error) {
      if (error instanceof MessengerError) this.#end(error)
      throw error
    }
  }

  #enqueue(pieces: readonly Uint8Array[]): void {
    for (const piece of pieces) {
      this.#outbox.push(piece)
      this.#outboxBytes += piece.length
    }
    this.#flushing ??= this.#flush()
  }

  async #flush(): Promise<void> {
    // One turn later: everything that is sent in this one goes out in one write.
    await Promise.resolve()
    try {
      while (this.#outbox.length > 0 && this.state === 'ready') {
        const bytes = concat(this.#outbox)
        this.#outbox = []
        this.#outboxBytes = 0
        this.#unsentAcks = 0
        await this.#wire.write(bytes)
      }
    } catch (error) {
      this.#end(error as Error)
    }
    this.#flushing = undefined
  }

  async #receive(): Promise<void> {
    try {
      while (this.state === 'ready') {
        const event = this.#wire.next()
        if (event === undefined) await this.#wire.fill()
        else this.#handle(event)
        if (this.#inbox.full) await this.#roomInInbox()
        if (this.#unsentAcks >= MAX_UNSENT_ACKS) await this.#flushing
      }
    } catch (error) {
      this.#end(error as Error)
    }
  }

  /** Meanwhile the peer's silence is our own doing. */
  async #roomInInbox(): Promise<void> {
    this.#held = true
    await this.#inbox.room()
    this.#held = false
    this.#lastSignOfLife = this.#clock.now()
  }

  #handle(event: WireEvent): void {
    // An answer counts only if it is one: #settlePing.
    if (event.kind !== 'keepalive2Ack') this.#lastSignOfLife = this.#clock.now()
    switch (event.kind) {
      case 'message':
        // Sequence numbers only grow within a session: a repeated one is a replay. Gaps are taken, as Ceph does.
        if (event.message.seq <= this.#inSeq) {
          throw new UnexpectedFrameError(Tag.Message, this.#wire.place, `repeats seq ${event.message.seq}`)
        }
        this.#inSeq = event.message.seq
        this.#inbox.push(event.message)
        break
      case 'keepalive2':
        this.#unsentAcks++
        this.#enqueue(this.#wire.keepalive2Ack(event.stamp))
        break
      case 'keepalive2Ack':
        this.#settlePing(event.stamp)
        break
      case 'ack':
        // Nothing is kept for sending again on a lossy session.
        if (event.seq > this.#outSeq) {
          const detail = `acknowledges seq ${event.seq}, the last sent is ${this.#outSeq}`
          throw new UnexpectedFrameError(Tag.Ack, this.#wire.place, detail)
        }
        break
    }
  }

  /** Only an echo of a stamp that is outstanding counts. */
  #settlePing(stamp: Utime): void {
    const roundTrip = this.#pings.answered(stamp)
    if (roundTrip === undefined) return
    this.#roundTrip = roundTrip
    this.#lastSignOfLife = this.#clock.now()
  }

  #startKeepalive2(options: Keepalive2Options): void {
    const lastSignOfLife = (): number => (this.#held ? this.#clock.now() : this.#lastSignOfLife)
    const owner = {
      place: this.#wire.place,
      sendKeepalive2: () => void this.keepalive2().catch(() => undefined),
      get lastSignOfLife() {
        return lastSignOfLife()
      },
      fault: (cause: Error) => this.#end(cause)
    }
    runKeepalive2(owner, this.#clock, options, this.#ended.signal).catch((error: unknown) => this.#end(error as Error))
  }

  #publishConnect(): void {
    if (!connectionReady.hasSubscribers) return
    const { protocol, conMode } = this
    const { peer, frames } = this.#wire.place
    connectionReady.publish({ peer, protocol, conMode, millis: frames.millis } satisfies ConnectDiagnostics)
  }

  #publishClose(error: Error | undefined): void {
    if (!connectionClosed.hasSubscribers) return
    connectionClosed.publish({ peer: this.#wire.place.peer, error } satisfies CloseDiagnostics)
  }

  #end(cause: Error | undefined): void {
    if (this.state === 'closed') return
    this.#state.move('closed')
    this.#error = cause
    this.#ended.abort()
    this.#wire.destroy()
    this.#inbox.end(cause)
    const error = cause ?? new ConnectionClosedError('The connection was closed', this.#wire.place)
    this.#pings.end(error)
    this.#resolveClosed(cause)
    this.#publishClose(cause)
  }
}
