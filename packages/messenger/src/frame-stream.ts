import { CodecError, decode, encode } from '@cephwire/codec'
import { ByteStream, concat } from './byte-stream.js'
import { tagName } from './constants.js'
import { frameIn, frameOut } from './diagnostics.js'
import { FrameTooLargeError, MalformedFrameError, UnexpectedFrameError } from './errors.js'
import { FrameDecoder } from './frame-decoder.js'
import type { Codec, Features } from '@cephwire/codec'
import type { MovingPlace } from './moving-place.js'
import type { Tag } from './constants.js'
import type { Frame } from './frame.js'
import type { MessengerLimits } from './limits.js'
import type { Open, Seal } from './onwire/seal.js'
import type { Transport } from './transport.js'

/** Raw bytes of both directions up to AUTH_DONE: what AUTH_SIGNATURE signs. */
export interface Transcript {
  readonly received: readonly Uint8Array[]
  readonly sent: readonly Uint8Array[]
}

/**
 * Frames of msgr2 over a transport: the handshake asks for the frames that it expects.
 *
 * Until {@link FrameStream.endTranscript} every byte of both directions is kept, within limits.
 */
export class FrameStream extends ByteStream {
  readonly #received: Uint8Array[] = []
  readonly #sent: Uint8Array[] = []
  #transcriptBytes = 0
  #recording = true
  #decoder: FrameDecoder | undefined
  #seal: Seal | undefined

  constructor(transport: Transport, place: MovingPlace, limits: MessengerLimits) {
    super(transport, place, limits)
    this.queue.record(bytes => this.#keep(this.#received, bytes))
  }

  /** Sets how frames are protected from the next one on, in each direction. */
  protect(seal: Seal, open: Open): void {
    this.#seal = seal
    if (this.#decoder === undefined) {
      this.#decoder = new FrameDecoder({ open, limits: this.limits, place: this.place, queue: this.queue })
    } else this.#decoder.open = open
  }

  /** From here on the peer's frames may have their full size. */
  authenticated(): void {
    if (this.#decoder !== undefined) this.#decoder.authenticated = true
  }

  /** Ends the keeping of raw bytes and hands out what was kept. */
  endTranscript(): Transcript {
    this.#recording = false
    this.queue.record(undefined)
    return { received: this.#received.splice(0), sent: this.#sent.splice(0) }
  }

  #keep(kept: Uint8Array[], bytes: Uint8Array): void {
    this.#transcriptBytes += bytes.length
    if (this.#transcriptBytes > this.limits.maxPreAuthBytes) {
      throw new FrameTooLargeError('Handshake', this.#transcriptBytes, this.limits.maxPreAuthBytes, this.place)
    }
    kept.push(bytes)
  }

  override async writeRaw(bytes: Uint8Array): Promise<void> {
    if (this.#recording) this.#keep(this.#sent, bytes)
    await super.writeRaw(bytes)
  }

  /** Protects a frame; its pieces are to be written in order. */
  seal(tag: Tag, segments: readonly Uint8Array[]): Uint8Array[] {
    if (this.#seal === undefined) throw new TypeError('No protection is set yet')
    if (frameOut.hasSubscribers) frameOut.publish({ peer: this.place.peer, tag, lengths: segments.map(s => s.length) })
    const pieces = this.#seal.seal(tag, segments)
    this.frames.frame('out', tag, segments)
    return pieces
  }

  /** Writes a control frame. */
  async write<T>(tag: Tag, codec: Pick<Codec<T>, 'encode'>, value: T, features?: Features): Promise<void> {
    await this.writeRaw(concat(this.seal(tag, [encode(codec, value, features)])))
  }

  /** Waits for the next frame and refuses it unless its tag is one of these. */
  async read<T extends Tag>(...tags: readonly T[]): Promise<{ readonly tag: T; readonly body: Uint8Array }> {
    for (;;) {
      const frame = this.nextBuffered()
      if (frame === undefined) {
        await this.fill()
        continue
      }
      const tag = tags.find(tag => tag === frame.tag)
      if (tag === undefined) {
        throw new UnexpectedFrameError(frame.tag, this.place, `came, expected ${tags.map(tagName).join(' or ')}`)
      }
      return { tag, body: frame.segments[0]! }
    }
  }

  /** The next frame among the bytes that are there. */
  nextBuffered(): Frame | undefined {
    const frame = this.#decoder?.next()
    if (frame === undefined) return undefined
    this.frames.frame('in', frame.tag, frame.segments)
    if (frameIn.hasSubscribers) {
      frameIn.publish({ peer: this.place.peer, tag: frame.tag, lengths: frame.segments.map(s => s.length) })
    }
    return frame
  }

  /** Reads the content of a control frame. @throws MalformedFrameError around a CodecError */
  parse<T>(tag: number, codec: Pick<Codec<T>, 'decode'>, body: Uint8Array): T {
    try {
      return decode(codec, body)
    } catch (cause) {
      if (!(cause instanceof CodecError)) throw cause
      throw new MalformedFrameError(`Frame ${tagName(tag)} does not decode: ${cause.message}`, this.place, { cause })
    }
  }
}
