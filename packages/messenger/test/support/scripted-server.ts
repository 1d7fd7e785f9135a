import { createHmac } from 'node:crypto'
import { CEPH_FEATURES_ALL, encode, parseEntityAddr } from '@cephwire/codec'
import { ConMode, Tag } from '@cephwire/messenger'
import {
  authDoneCodec,
  authMoreCodec,
  authSignatureCodec,
  crcOpen,
  crcSeal,
  encodeBanner,
  encodeMessage,
  helloCodec,
  secureOpen,
  secureSeal,
  serverIdentCodec
} from '@cephwire/messenger/frames'
import type { Codec } from '@cephwire/codec'
import type { OutgoingMessage, Transport } from '@cephwire/messenger'
import type { Frame, Open, Revision, Seal, ServerIdent } from '@cephwire/messenger/frames'
import { secrets } from './authenticators.js'
import { ascii, concat, place } from './bytes.js'

export const target = parseEntityAddr('v2:10.0.0.1:3300/0')
export const seenAddr = parseEntityAddr('v2:10.0.0.9:54321/0')

export const goodIdent: ServerIdent = {
  addrs: [target],
  gid: 0n,
  globalSeq: 1n,
  supportedFeatures: CEPH_FEATURES_ALL,
  requiredFeatures: 0n,
  flags: 1n,
  cookie: 0n
}

/** What the client waits for, in the order of the handshake. */
export const phases = ['banner', 'hello', 'auth', 'sign', 'ident', 'ready'] as const
export type Phase = (typeof phases)[number]

export interface ServerScript {
  readonly revision?: Revision
  /** What AUTH_DONE says. */
  readonly conMode?: number
  /** Default: the secrets that the scripted authenticator ends in. */
  readonly sessionKey?: Uint8Array | undefined
  /** Whether it asks for AUTH_REQUEST_MORE. */
  readonly more?: boolean
}

/** The server half of a handshake, step by step, so that a test can go wrong at any step. */
export class ScriptedServer {
  readonly #transport: Transport
  readonly #chunks: AsyncIterator<Uint8Array>
  readonly #script: ServerScript
  readonly received: Uint8Array[] = []
  readonly sent: Uint8Array[] = []
  #buffer: Uint8Array = new Uint8Array(0)
  #phase = 0
  seal: Seal
  open: Open

  constructor(transport: Transport, script: ServerScript = {}) {
    this.#transport = transport
    this.#chunks = transport.chunks[Symbol.asyncIterator]()
    this.#script = script
    this.seal = crcSeal(script.revision ?? 1)
    // The client advertises msgr2.1, so its peer's frames to it are of the revision that this side chooses.
    this.open = crcOpen(script.revision ?? 1, place)
  }

  async raw(...pieces: readonly Uint8Array[]): Promise<void> {
    this.sent.push(...pieces)
    await this.#transport.write(concat(...pieces))
  }

  frame(tag: number, segments: readonly Uint8Array[]): Promise<void> {
    return this.raw(...this.seal.seal(tag, segments))
  }

  control<T>(tag: number, codec: Pick<Codec<T>, 'encode'>, value: T): Promise<void> {
    return this.frame(tag, [encode(codec, value)])
  }

  message(message: Partial<OutgoingMessage>, seq: bigint): Promise<void> {
    return this.frame(Tag.Message, encodeMessage({ type: 4, front: ascii('front'), ...message }, seq, 0n))
  }

  /** The next bytes of the client, waited for. */
  async take(length: number): Promise<Uint8Array> {
    while (this.#buffer.length < length) {
      const { value, done } = (await this.#chunks.next()) as IteratorResult<Uint8Array, undefined>
      if (done === true) throw new Error(`The client left ${this.#buffer.length} of ${length} bytes`)
      this.#buffer = concat(this.#buffer, value)
    }
    const bytes = this.#buffer.subarray(0, length)
    this.#buffer = this.#buffer.subarray(length)
    this.received.push(bytes)
    return bytes
  }

  async read(tag?: number): Promise<Frame> {
    const preamble = this.open.openPreamble(await this.take(this.open.preambleBytes))
    const frame = this.open.openBody(preamble, await this.take(this.open.bodyBytes(preamble)))
    if (frame === undefined) throw new Error('The client aborted a frame')
    if (tag !== undefined && frame.tag !== tag) throw new Error(`The client sent frame ${frame.tag}, expected ${tag}`)
    return frame
  }

  /** What the client still sent, up to the end of the connection. */
  async rest(): Promise<Uint8Array> {
    for (;;) {
      const { value, done } = (await this.#chunks.next()) as IteratorResult<Uint8Array, undefined>
      if (done === true) return this.#buffer
      this.#buffer = concat(this.#buffer, value)
    }
  }

  /** Goes on until the client waits for what belongs to `phase`. */
  async upTo(phase: Phase): Promise<void> {
    while (phases[this.#phase] !== phase) await this.step()
  }

  /** Does what the current phase wants. */
  async step(): Promise<void> {
    switch (phases[this.#phase++]) {
      case 'banner':
        await this.raw(encodeBanner({ supported: this.#script.revision === 0 ? 0n : 3n, required: 0n }))
        await this.take(26)
        await this.read(Tag.Hello)
        return
      case 'hello':
        await this.control(Tag.Hello, helloCodec, { entityType: 1, peerAddr: seenAddr })
        await this.read(Tag.AuthRequest)
        return
      case 'auth':
        return this.#authenticate()
      case 'sign':
        await this.control(Tag.AuthSignature, authSignatureCodec, this.signature)
        await this.read(Tag.ClientIdent)
        return
      case 'ident':
        await this.control(Tag.ServerIdent, serverIdentCodec, goodIdent)
        return
      default:
        throw new Error('The handshake is over')
    }
  }

  /** AUTH_SIGNATURE of this side, once authenticated. */
  signature: Uint8Array = new Uint8Array(32)

  async #authenticate(): Promise<void> {
    const { conMode = ConMode.Crc, more = true } = this.#script
    if (more) {
      await this.control(Tag.AuthReplyMore, authMoreCodec, ascii('challenge'))
      await this.read(Tag.AuthRequestMore)
    }
    await this.control(Tag.AuthDone, authDoneCodec, { globalId: 4242n, conMode, payload: ascii('done') })
    const expected = this.#sign(this.sent)
    this.signature = this.#sign(this.received)
    if (conMode === ConMode.Secure) {
      this.seal = secureSeal(secrets.connectionSecret, 'server')
      this.open = secureOpen(secrets.connectionSecret, 'server', place)
    }
    const { segments } = await this.read(Tag.AuthSignature)
    if (Buffer.compare(segments[0]!, expected) !== 0) {
      this.destroy()
      throw new WrongSignature()
    }
  }

  #sign(bytes: readonly Uint8Array[]): Uint8Array {
    const sessionKey = 'sessionKey' in this.#script ? this.#script.sessionKey : secrets.sessionKey
    return sessionKey === undefined
      ? new Uint8Array(32)
      : createHmac('sha256', sessionKey)
          .update(concat(...bytes))
          .digest()
  }

  destroy(cause?: Error): void {
    this.#transport.destroy(cause)
  }
}

/** The client has not received what this server sent. */
export class WrongSignature extends Error {}
