import { ChunkQueue } from './chunk-queue.js'
import { checkPreamble } from './preamble-check.js'
import type { ConnectionPlace } from './errors.js'
import type { Frame } from './frame.js'
import type { MessengerLimits } from './limits.js'
import type { Open } from './onwire/seal.js'
import type { Preamble } from './preamble.js'

/** What a {@link FrameDecoder} starts from. */
export interface FrameDecoderInit {
  readonly open: Open
  readonly limits: MessengerLimits
  readonly place: ConnectionPlace
  /** Bytes that were received before the first frame and wait in this queue. */
  readonly queue?: ChunkQueue
}

/**
 * Bytes in chunks of any size → frames.
 *
 * A frame is handed out when its last byte is there. Segments are views of the received bytes where a frame lies in one
 * chunk. What {@link checkPreamble} refuses is refused before its segments are waited for.
 */
export class FrameDecoder {
  /** How frames are protected from the next one on. */
  open: Open
  /** Whether the peer has proved itself: before, only small frames are taken. */
  authenticated = false
  readonly #queue: ChunkQueue
  readonly #limits: MessengerLimits
  readonly #place: ConnectionPlace
  #preamble: Preamble | undefined

  constructor({ open, limits, place, queue = new ChunkQueue() }: FrameDecoderInit) {
    this.open = open
    this.#limits = limits
    this.#place = place
    this.#queue = queue
  }

  /** Yields the frames that `chunk` completes. What is not iterated over stays for the next call. */
  *push(chunk: Uint8Array): Generator<Frame, void, undefined> {
    this.#queue.push(chunk)
    for (let frame = this.next(); frame !== undefined; frame = this.next()) yield frame
  }

  /** The next whole frame, or undefined when more bytes are needed. */
  next(): Frame | undefined {
    for (;;) {
      this.#preamble ??= this.#readPreamble()
      if (this.#preamble === undefined) return undefined
      const bytes = this.open.bodyBytes(this.#preamble)
      if (this.#queue.length < bytes) return undefined
      const frame = this.open.openBody(this.#preamble, this.#queue.take(bytes))
      this.#preamble = undefined
      if (frame !== undefined) return frame
    }
  }

  #readPreamble(): Preamble | undefined {
    if (this.#queue.length < this.open.preambleBytes) return undefined
    const preamble = this.open.openPreamble(this.#queue.take(this.open.preambleBytes))
    checkPreamble(preamble, this.#limits, this.authenticated, this.#place)
    return preamble
  }
}
