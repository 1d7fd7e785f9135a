import { createHmac } from 'node:crypto'
import { CEPH_FEATURES_ALL, encode, parseEntityAddr } from '@cephwire/codec'
import { ConMode, Tag } from '@cephwire/messenger'
import {
  authMoreCodec,
  authRequestCodec,
  authSignatureCodec,
  clientIdentCodec,
  crcOpen,
  crcSeal,
  encodeBanner,
  helloCodec,
  secureOpen,
  secureSeal
} from '@cephwire/messenger/frames'
import type { Codec } from '@cephwire/codec'
import type { Transport } from '@cephwire/messenger'
import type { ClientIdent, Frame, Open, Revision, Seal } from '@cephwire/messenger/frames'
import { secrets } from '../../support/authenticators.js'
import { ascii, concat, place } from '../../support/bytes.js'

export const monAddr = parseEntityAddr('v2:10.0.0.1:3300/0')
export const monAddrV1 = parseEntityAddr('v1:10.0.0.1:6789/0')
export const clientAddr = parseEntityAddr('10.0.0.9:0/4711')

export const goodIdent: ClientIdent = {
  addrs: [clientAddr],
  targetAddr: monAddr,
  gid: -1n,
  globalSeq: 1n,
  supportedFeatures: CEPH_FEATURES_ALL,
  requiredFeatures: 0n,
  flags: 1n,
  cookie: 0n
}

/** What the server waits for, in the order of the handshake. */
export const phases = ['banner', 'hello', 'auth', 'more', 'sign', 'ident', 'ready'] as const
export type Phase = (typeof phases)[number]

export interface ClientScript {
  readonly revision?: Revision
  readonly conMode?: ConMode
}

/** The client half of a handshake, step by step, so that a test can go wrong at any step. */
export class ScriptedClient {
  readonly #transport: Transport
  readonly #chunks: AsyncIterator<Uint8Array>
  readonly #conMode: ConMode
  readonly #received: Uint8Array[] = []
  readonly #sent: Uint8Array[] = []
  #buffer: Uint8Array = new Uint8Array(0)
  #phase = 0
  seal: Seal
  open: Open
  /** AUTH_SIGNATURE of this side, once authenticated. */
  signature: Uint8Array = new Uint8Array(32)

  constructor(transport: Transport, { revision = 1, conMode = ConMode.Crc }: ClientScript = {}) {
    this.#transport = transport
    this.#chunks = transport.chunks[Symbol.asyncIterator]()
    this.#conMode = conMode
    this.seal = crcSeal(revision)
    this.open = crcOpen(revision, place)
  }

  async raw(...pieces: readonly Uint8Array[]): Promise<void> {
    this.#sent.push(...pieces)
    await this.#transport.write(concat(...pieces))
  }

  frame(tag: number, segments: readonly Uint8Array[]): Promise<void> {
    return this.raw(...this.seal.seal(tag, segments))
  }

  control<T>(tag: number, codec: Pick<Codec<T>, 'encode'>, value: T): Promise<void> {
    return this.frame(tag, [encode(codec, value)])
  }

  async take(length: number): Promise<Uint8Array> {
    while (this.#buffer.length < length) {
      const { value, done } = (await this.#chunks.next()) as IteratorResult<Uint8Array, undefined>
      if (done === true) throw new Error(`The server left ${this.#buffer.length} of ${length} bytes`)
      this.#buffer = concat(this.#buffer, value)
    }
    const bytes = this.#buffer.subarray(0, length)
    this.#buffer = this.#buffer.subarray(length)
    this.#received.push(bytes)
    return bytes
  }

  async read(tag: number): Promise<Frame> {
    const preamble = this.open.openPreamble(await this.take(this.open.preambleBytes))
    const frame = this.open.openBody(preamble, await this.take(this.open.bodyBytes(preamble)))
    if (frame?.tag !== tag) throw new Error(`The server sent frame ${frame?.tag}, expected ${tag}`)
    return frame
  }

  /** What the server still sent, up to the end of the connection. */
  async rest(): Promise<Uint8Array> {
    for (;;) {
      const { value, done } = (await this.#chunks.next()) as IteratorResult<Uint8Array, undefined>
      if (done === true) return this.#buffer
      this.#buffer = concat(this.#buffer, value)
    }
  }

  destroy(): void {
    this.#transport.destroy()
  }

  async upTo(phase: Phase): Promise<void> {
    while (phases[this.#phase] !== phase) await this.#step()
  }

  async #step(): Promise<void> {
    switch (phases[this.#phase++]) {
      case 'banner':
        await this.raw(encodeBanner({ supported: 1n, required: 0n }))
        await this.take(26)
        return
      case 'hello':
        await this.control(Tag.Hello, helloCodec, { entityType: 8, peerAddr: monAddr })
        await this.read(Tag.Hello)
        return
      case 'auth':
        await this.authRequest()
        await this.read(Tag.AuthReplyMore)
        return
      case 'more':
        return this.#finishAuth()
      case 'sign':
        await this.control(Tag.AuthSignature, authSignatureCodec, this.signature)
        return
      case 'ident':
        await this.control(Tag.ClientIdent, clientIdentCodec, goodIdent)
        await this.read(Tag.ServerIdent)
        return
      default:
        throw new Error('The handshake is over')
    }
  }

  authRequest(method = 2, preferredModes: readonly number[] = [this.#conMode]): Promise<void> {
    return this.control(Tag.AuthRequest, authRequestCodec, { method, preferredModes, payload: ascii('start') })
  }

  async #finishAuth(): Promise<void> {
    await this.control(Tag.AuthRequestMore, authMoreCodec, ascii('more'))
    const sent = concat(...this.#sent)
    await this.read(Tag.AuthDone)
    this.signature = sign(concat(...this.#received))
    if (this.#conMode === ConMode.Secure) {
      this.seal = secureSeal(secrets.connectionSecret, 'client')
      this.open = secureOpen(secrets.connectionSecret, 'client', place)
    }
    const { segments } = await this.read(Tag.AuthSignature)
    if (Buffer.compare(segments[0]!, sign(sent)) !== 0) throw new Error('The signature of the server is wrong')
  }
}

function sign(bytes: Uint8Array): Uint8Array {
  return createHmac('sha256', secrets.sessionKey).update(bytes).digest()
}
