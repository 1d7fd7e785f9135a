import { CephError } from '@cephwire/codec'
import { ChunkQueue } from './chunk-queue.js'
import { ConnectionFaultError } from './errors.js'
import type { FrameRing } from './frame-ring.js'
import type { MessengerLimits } from './limits.js'
import type { MovingPlace } from './moving-place.js'
import type { Transport } from './transport.js'

/** Bytes over a transport: one reader, which waits for as many as it needs. */
export class ByteStream {
  readonly place: MovingPlace
  readonly limits: MessengerLimits
  /** Where each frame is noted: before it is written, when it has been received. */
  readonly frames: FrameRing
  /** What was received and not yet taken. */
  readonly queue: ChunkQueue = new ChunkQueue()
  readonly #transport: Transport
  readonly #chunks: AsyncIterator<Uint8Array>

  constructor(transport: Transport, place: MovingPlace, limits: MessengerLimits) {
    this.#transport = transport
    this.#chunks = transport.chunks[Symbol.asyncIterator]()
    this.place = place
    this.frames = place.frames
    this.limits = limits
  }

  /** Waits for more bytes. @throws ConnectionFaultError when there are none to come */
  async fill(): Promise<void> {
    let result: IteratorResult<Uint8Array>
    try {
      result = await this.#chunks.next()
    } catch (cause) {
      throw this.#fault(cause)
    }
    if (result.done === true) throw this.#lost('The peer closed the connection without a word')
    this.queue.push(result.value)
  }

  /** The next `length` bytes, waited for. */
  async take(length: number): Promise<Uint8Array> {
    while (this.queue.length < length) await this.fill()
    return this.queue.take(length)
  }

  async writeRaw(bytes: Uint8Array): Promise<void> {
    try {
      await this.#transport.write(bytes)
    } catch (cause) {
      throw this.#fault(cause)
    }
  }

  destroy(cause?: Error): void {
    this.#transport.destroy(cause)
  }

  /** What a failed transport means: errors of ours as they are, others as the cause of a ConnectionFaultError. */
  #fault(cause: unknown): Error {
    if (CephError.isCephError(cause)) return cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    return this.#lost(`The connection failed: ${reason}`, { cause })
  }

  /** A peer that takes offence closes without saying at what: as a rule it is what was sent last. */
  #lost(message: string, options: { readonly cause?: unknown } = {}): ConnectionFaultError {
    return new ConnectionFaultError(message, this.place, { ...options, suffix: this.frames.lastWords() })
  }
}

/** One buffer of several. */
export function concat(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0]!
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}
