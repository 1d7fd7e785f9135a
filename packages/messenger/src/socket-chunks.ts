import type { Socket } from 'node:net'

const DONE = { value: undefined, done: true } as const

/**
 * What a socket receives, chunk by chunk; it is read while somebody asks. Node's own iterator does the same at several
 * times the cost for each chunk.
 */
export class SocketChunks implements AsyncIterableIterator<Uint8Array> {
  readonly #socket: Socket
  /** Chunks that came when nobody asked. */
  readonly #chunks: Uint8Array[] = []
  #asking: { resolve: (result: IteratorResult<Uint8Array>) => void; reject: (error: Error) => void } | undefined
  #paused = false
  #ended = false
  #error: Error | undefined

  constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk: Uint8Array) => this.#take(chunk))
    socket.on('error', error => this.#end(error))
    socket.on('end', () => this.#end(undefined))
    socket.on('close', () => this.#end(undefined))
  }

  #take(chunk: Uint8Array): void {
    const asking = this.#asking
    if (asking !== undefined) {
      this.#asking = undefined
      asking.resolve({ value: chunk, done: false })
      return
    }
    this.#chunks.push(chunk)
    this.#paused = true
    this.#socket.pause()
  }

  #end(error: Error | undefined): void {
    if (this.#ended) return
    this.#ended = true
    this.#error = error
    const asking = this.#asking
    this.#asking = undefined
    if (asking !== undefined) this.#last().then(asking.resolve, asking.reject)
  }

  /** Behind the last chunk: the error once, then the end. */
  #last(): Promise<IteratorResult<Uint8Array>> {
    const error = this.#error
    this.#error = undefined
    return error === undefined ? Promise.resolve(DONE) : Promise.reject(error)
  }

  next(): Promise<IteratorResult<Uint8Array>> {
    const chunk = this.#chunks.shift()
    if (chunk !== undefined) return Promise.resolve({ value: chunk, done: false })
    if (this.#ended) return this.#last()
    if (this.#paused) {
      this.#paused = false
      this.#socket.resume()
    }
    return new Promise((resolve, reject) => (this.#asking = { resolve, reject }))
  }

  return(): Promise<IteratorResult<Uint8Array>> {
    this.#socket.destroy()
    return Promise.resolve(DONE)
  }

  [Symbol.asyncIterator](): this {
    return this
  }
}
