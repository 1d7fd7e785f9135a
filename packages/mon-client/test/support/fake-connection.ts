import { ConMode } from '@cephwire/messenger'
import type { Connection, Message, OutgoingMessage } from '@cephwire/messenger'

/** A connection without a wire: a test says what comes, and reads what went. */
export class FakeConnection {
  readonly sent: OutgoingMessage[] = []
  state: 'ready' | 'closed' = 'ready'
  readonly protocol: Connection['protocol'] = 'msgr2.1'
  readonly conMode = ConMode.Secure
  readonly roundTrip = undefined
  readonly globalId = 4242n
  readonly #waiting: Message[] = []
  #taker: { resolve: (result: IteratorResult<Message>) => void; reject: (error: Error) => void } | undefined
  #error: Error | undefined

  /** What code under test takes. */
  get asConnection(): Connection {
    return this as unknown as Connection
  }

  send(message: OutgoingMessage): void {
    if (this.state === 'closed') throw new Error('The fake connection is closed')
    this.sent.push(message)
  }

  receive(...messages: readonly Message[]): void {
    for (const message of messages) {
      const taker = this.#taker
      this.#taker = undefined
      if (taker === undefined) this.#waiting.push(message)
      else taker.resolve({ value: message, done: false })
    }
  }

  destroy(cause?: Error): void {
    if (this.state === 'closed') return
    this.state = 'closed'
    this.#error = cause
    const taker = this.#taker
    this.#taker = undefined
    if (cause === undefined) taker?.resolve({ value: undefined, done: true })
    else taker?.reject(cause)
  }

  close(): Promise<void> {
    this.destroy()
    return Promise.resolve()
  }

  next(): Promise<IteratorResult<Message>> {
    const message = this.#waiting.shift()
    if (message !== undefined) return Promise.resolve({ value: message, done: false })
    if (this.state === 'closed') {
      return this.#error === undefined ? Promise.resolve({ value: undefined, done: true }) : Promise.reject(this.#error)
    }
    return new Promise((resolve, reject) => (this.#taker = { resolve, reject }))
  }

  [Symbol.asyncIterator](): AsyncIterator<Message> {
    return this
  }
}
