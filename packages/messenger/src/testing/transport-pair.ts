import { BLANK_ADDR } from '@cephwire/codec'
import type { EntityAddr } from '@cephwire/codec'
import type { Transport } from '../transport.js'

/** Two transports joined in memory: what one writes the other receives, in the same pieces. */
export function transportPair(remote: EntityAddr = BLANK_ADDR): readonly [Transport, Transport] {
  const left = new Pipe()
  const right = new Pipe()
  const end = (incoming: Pipe, outgoing: Pipe): Transport => ({
    remote,
    chunks: incoming,
    write: bytes => outgoing.write(bytes),
    destroy: cause => {
      incoming.end(cause)
      outgoing.end()
    }
  })
  return [end(left, right), end(right, left)]
}

/** One direction: chunks wait until they are read. */
class Pipe implements AsyncIterable<Uint8Array>, AsyncIterator<Uint8Array> {
  readonly #chunks: Uint8Array[] = []
  #reader: { resolve: (result: IteratorResult<Uint8Array>) => void; reject: (error: Error) => void } | undefined
  #ended = false
  #error: Error | undefined

  write(bytes: Uint8Array): Promise<void> {
    if (this.#ended) return Promise.reject(new Error('The pipe has ended'))
    const chunk = Uint8Array.from(bytes)
    const reader = this.#reader
    this.#reader = undefined
    if (reader === undefined) this.#chunks.push(chunk)
    else reader.resolve({ value: chunk, done: false })
    return Promise.resolve()
  }

  end(error?: Error): void {
    if (this.#ended) return
    this.#ended = true
    this.#error = error
    const reader = this.#reader
    this.#reader = undefined
    if (error === undefined) reader?.resolve({ value: undefined, done: true })
    else reader?.reject(error)
  }

  next(): Promise<IteratorResult<Uint8Array>> {
    const chunk = this.#error === undefined ? this.#chunks.shift() : undefined
    if (chunk !== undefined) return Promise.resolve({ value: chunk, done: false })
    if (this.#error !== undefined) return Promise.reject(this.#error)
    if (this.#ended) return Promise.resolve({ value: undefined, done: true })
    return new Promise((resolve, reject) => (this.#reader = { resolve, reject }))
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this
  }
}
