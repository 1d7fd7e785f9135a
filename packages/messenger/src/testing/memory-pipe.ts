import type { Clock } from '../clock.js'

const DONE = { value: undefined, done: true } as const

/** Nobody sees it: an abort without a reason would make a DOMException, which costs more. */
const CANCELLED = new Error('Cancelled')

/** What a pipe needs to know of the network. */
export interface MemoryPipeInit {
  readonly clock: Clock
  /** What becomes of a write: pieces that are not empty, which arrive one after the other. */
  readonly cut: (bytes: Uint8Array) => readonly Uint8Array[]
  /** Milliseconds that the next piece is under way. */
  readonly delay: () => number
  /** Whether nothing arrives at present. */
  readonly held: () => boolean
  /** Bytes that may be under way or unread before a write waits. */
  readonly window: number
  /** Called for each piece that arrives, and for the end with 0 bytes. */
  readonly arrived: (bytes: number) => void
}

/** One direction of a connection in memory: what is written arrives later, in order. One reader. */
export class MemoryPipe implements AsyncIterableIterator<Uint8Array> {
  readonly #init: MemoryPipeInit
  /** Pieces, and at last the end as undefined, with the times of their arrival. */
  readonly #underWay: { readonly at: number; readonly bytes: Uint8Array | undefined }[] = []
  readonly #arrived: Uint8Array[] = []
  readonly #cancel = new AbortController()
  #lastArrival = 0
  #moving = false
  /** Bytes under way or unread. */
  #unread = 0
  #writers: { readonly resolve: () => void; readonly reject: (error: Error) => void }[] = []
  /** Why nothing can be written any more. */
  #closed: Error | undefined
  #reader: { resolve: (result: IteratorResult<Uint8Array>) => void; reject: (error: Error) => void } | undefined
  #ended = false
  #error: Error | undefined

  constructor(init: MemoryPipeInit) {
    this.#init = init
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.#closed !== undefined) return Promise.reject(this.#closed)
    if (this.#ended) return Promise.resolve()
    if (bytes.length > 0) for (const piece of this.#init.cut(new Uint8Array(bytes))) this.#send(piece)
    if (this.#unread <= this.#init.window) return Promise.resolve()
    return new Promise((resolve, reject) => this.#writers.push({ resolve, reject }))
  }

  /** The writer writes no more: the reader's end comes behind what is under way. */
  finish(): void {
    if (this.#closed !== undefined) return
    this.refuseWrites(new Error('The connection is closed'))
    if (!this.#ended) this.#send(undefined)
  }

  refuseWrites(why: Error): void {
    this.#closed ??= why
    for (const { reject } of this.#writers.splice(0)) reject(why)
  }

  /** The reader reads no more: what it has not read vanishes. */
  stop(error?: Error): void {
    if (this.#ended) return
    this.#underWay.length = 0
    this.#arrived.length = 0
    this.#unread = 0
    this.#cancel.abort(CANCELLED)
    for (const { resolve } of this.#writers.splice(0)) resolve()
    this.#end(error)
  }

  /** Goes on when nothing holds it up any more. */
  release(): void {
    const next = this.#underWay[0]
    const { clock, held } = this.#init
    if (next === undefined || this.#moving || held()) return
    this.#moving = true
    clock.sleep(next.at - clock.now(), { signal: this.#cancel.signal }).then(
      () => {
        this.#moving = false
        if (held()) return
        this.#arrive(this.#underWay.shift()!.bytes)
        this.release()
      },
      () => undefined
    )
  }

  #send(bytes: Uint8Array | undefined): void {
    this.#lastArrival = Math.max(this.#lastArrival, this.#init.clock.now() + this.#init.delay())
    this.#underWay.push({ at: this.#lastArrival, bytes })
    this.#unread += bytes?.length ?? 0
    this.release()
  }

  #arrive(bytes: Uint8Array | undefined): void {
    this.#init.arrived(bytes?.length ?? 0)
    if (bytes === undefined) {
      this.#end(undefined)
      return
    }
    this.#arrived.push(bytes)
    const reader = this.#reader
    this.#reader = undefined
    if (reader !== undefined) reader.resolve({ value: this.#take()!, done: false })
  }

  #take(): Uint8Array | undefined {
    const bytes = this.#arrived.shift()
    this.#unread -= bytes?.length ?? 0
    if (this.#unread <= this.#init.window) for (const { resolve } of this.#writers.splice(0)) resolve()
    return bytes
  }

  #end(error: Error | undefined): void {
    if (this.#ended) return
    this.#ended = true
    this.#error = error
    const reader = this.#reader
    this.#reader = undefined
    if (reader !== undefined) this.#last().then(reader.resolve, reader.reject)
  }

  /** Behind the last piece: the error once, then the end. */
  #last(): Promise<IteratorResult<Uint8Array>> {
    const error = this.#error
    this.#error = undefined
    return error === undefined ? Promise.resolve(DONE) : Promise.reject(error)
  }

  next(): Promise<IteratorResult<Uint8Array>> {
    const bytes = this.#take()
    if (bytes !== undefined) return Promise.resolve({ value: bytes, done: false })
    if (this.#ended) return this.#last()
    return new Promise((resolve, reject) => (this.#reader = { resolve, reject }))
  }

  [Symbol.asyncIterator](): this {
    return this
  }
}
