import type { Message } from './message.js'

const DONE = { value: undefined, done: true } as const

/** Received messages that wait to be taken, in order; one consumer. */
export class MessageQueue implements AsyncIterator<Message> {
  readonly #capacity: number
  #messages: Message[] = []
  #head = 0
  #taker: { resolve: (result: IteratorResult<Message>) => void; reject: (error: Error) => void } | undefined
  #roomMade: (() => void) | undefined
  #ended = false
  #error: Error | undefined

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get #length(): number {
    return this.#messages.length - this.#head
  }

  /** Whether no more should be read before some are taken. */
  get full(): boolean {
    return this.#length >= this.#capacity
  }

  /** Resolves when there is room again or the queue has ended. */
  room(): Promise<void> {
    return this.full && !this.#ended ? new Promise(resolve => (this.#roomMade = resolve)) : Promise.resolve()
  }

  push(message: Message): void {
    if (this.#ended) return
    if (this.#taker !== undefined) {
      const { resolve } = this.#taker
      this.#taker = undefined
      resolve({ value: message, done: false })
    } else this.#messages.push(message)
  }

  /** Nothing more will come: what is queued is still handed out, then the end or the error. */
  end(error: Error | undefined): void {
    if (this.#ended) return
    this.#ended = true
    this.#error = error
    this.#roomMade?.()
    const taker = this.#taker
    this.#taker = undefined
    if (taker !== undefined) this.#last().then(taker.resolve, taker.reject)
  }

  next(): Promise<IteratorResult<Message>> {
    const message = this.#messages[this.#head]
    if (message !== undefined) {
      this.#head++
      this.#compact()
      if (!this.full) this.#roomMade?.()
      return Promise.resolve({ value: message, done: false })
    }
    if (this.#ended) return this.#last()
    if (this.#taker !== undefined) return Promise.reject(new TypeError('A connection is iterated once'))
    return new Promise((resolve, reject) => (this.#taker = { resolve, reject }))
  }

  /** What stands behind the last message: the error once, then the end. */
  #last(): Promise<IteratorResult<Message>> {
    const error = this.#error
    this.#error = undefined
    return error === undefined ? Promise.resolve(DONE) : Promise.reject(error)
  }

  #compact(): void {
    if (this.#head === this.#messages.length) {
      this.#messages = []
      this.#head = 0
    } else if (this.#head >= 1024) {
      this.#messages.splice(0, this.#head)
      this.#head = 0
    }
  }
}
