import { CEPH_FEATURES_ALL, encode, entityAddrCodec, parseEntityAddr } from '@cephwire/codec'
import { connect } from '@cephwire/messenger'
import { createFakeClock, transportPair } from '@cephwire/messenger/testing'
import { crc32c } from '@cephwire/codec'
import { expect } from 'chai'
import type { EntityAddr } from '@cephwire/codec'
import type { ConnectInit, Connection, MessengerError, Transport } from '@cephwire/messenger'
import { checkText, failure } from './attack.js'
import { ascii, concat } from './bytes.js'

export const targetV1 = parseEntityAddr('v1:10.0.0.1:6789/0')
export const seenV1 = parseEntityAddr('v1:10.0.0.9:54321/0')

/** Numbers one behind the other, little-endian. */
export function pack(...fields: readonly (readonly [bits: 8 | 16 | 32 | 64, value: number | bigint])[]): Uint8Array {
  const pieces = fields.map(([bits, value]) => {
    const bytes = new Uint8Array(bits / 8)
    let left = BigInt.asUintN(64, BigInt(value))
    for (let i = 0; i < bytes.length; i++, left >>= 8n) bytes[i] = Number(left & 0xffn)
    return bytes
  })
  return concat(...pieces)
}

export const legacyAddrBytes = (addr: EntityAddr): Uint8Array => encode(entityAddrCodec, addr, 0n)

export const greeting = (server = targetV1, banner = 'ceph v027'): Uint8Array =>
  concat(ascii(banner), legacyAddrBytes(server), legacyAddrBytes(seenV1))

export interface ReplyV1 {
  readonly tag: number
  readonly features?: bigint
  readonly globalSeq?: number
  readonly protocolVersion?: number
  readonly authorizerLen?: number
}

/** ceph_msg_connect_reply, by hand. */
export const replyBytes = ({
  tag,
  features = CEPH_FEATURES_ALL,
  globalSeq = 1,
  protocolVersion = 15,
  authorizerLen = 0
}: ReplyV1): Uint8Array =>
  pack([8, tag], [64, features], [32, globalSeq], [32, 1], [32, protocolVersion], [32, authorizerLen], [8, 1])

export interface MessageV1 {
  readonly seq?: bigint
  readonly front?: Uint8Array
  readonly middle?: Uint8Array
  readonly data?: Uint8Array
  /** What the header says instead of the truth. */
  readonly lengths?: readonly [number, number, number]
  readonly dataOff?: number
  readonly flags?: number
  readonly sums?: readonly [number, number, number]
  readonly headerCrc?: number
  /** Whether the footer has room for a signature. */
  readonly msgAuth?: boolean
}

/** MSG, by hand: tag, ceph_msg_header, sections, ceph_msg_footer. */
export function messageBytes(message: MessageV1 = {}): Uint8Array {
  const { seq = 1n, front = ascii('front'), middle = new Uint8Array(0), data = new Uint8Array(0) } = message
  const lengths = message.lengths ?? [front.length, middle.length, data.length]
  const header = concat(
    pack([64, seq], [64, 9n], [16, 4], [16, 196], [16, 1]),
    pack([32, lengths[0]], [32, lengths[1]], [32, lengths[2]], [16, message.dataOff ?? 0]),
    pack([8, 1], [64, 0], [16, 1], [16, 0])
  )
  const sums = message.sums ?? [crc32c(0, front), crc32c(0, middle), crc32c(0, data)]
  return concat(
    pack([8, 7]),
    header,
    pack([32, message.headerCrc ?? crc32c(0, header)]),
    front,
    middle,
    data,
    pack([32, sums[0]], [32, sums[1]], [32, sums[2]]),
    message.msgAuth === false ? new Uint8Array(0) : pack([64, 0]),
    pack([8, message.flags ?? 1])
  )
}

export interface SessionV1 {
  readonly server: ServerV1
  readonly connecting: Promise<Connection>
}

/** The server's end of a msgr1 connection. */
export class ServerV1 {
  readonly #transport: Transport
  readonly #chunks: AsyncIterator<Uint8Array>
  #buffer: Uint8Array = new Uint8Array(0)

  constructor(transport: Transport) {
    this.#transport = transport
    this.#chunks = transport.chunks[Symbol.asyncIterator]()
  }

  raw(...pieces: readonly Uint8Array[]): Promise<void> {
    return this.#transport.write(concat(...pieces))
  }

  async take(length: number): Promise<Uint8Array> {
    while (this.#buffer.length < length) {
      const { value, done } = (await this.#chunks.next()) as IteratorResult<Uint8Array, undefined>
      if (done === true) throw new Error('The client ended the connection')
      this.#buffer = concat(this.#buffer, value)
    }
    const bytes = this.#buffer.subarray(0, length)
    this.#buffer = this.#buffer.subarray(length)
    return bytes
  }

  /** Greets, and waits for the client's ceph_msg_connect. */
  async greet(): Promise<void> {
    await this.raw(greeting())
    await this.take(9 + 136 + 33)
  }

  /** Greets and accepts. */
  async accept(features = CEPH_FEATURES_ALL): Promise<void> {
    await this.greet()
    await this.raw(replyBytes({ tag: 1, features }))
  }

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
}

export function sessionV1(init: Partial<ConnectInit> = {}): SessionV1 {
  const [client, peer] = transportPair(targetV1)
  const connecting = connect({ addr: targetV1, clock: createFakeClock(), dial: () => Promise.resolve(client), ...init })
  connecting.catch(() => undefined)
  return { server: new ServerV1(peer), connecting }
}

/** The error of a client whose server greets and then strikes. */
export async function attackV1(
  at: 'greeting' | 'connect' | 'open',
  strike: (server: ServerV1, connection: Connection | undefined) => unknown,
  init: Partial<ConnectInit> = {}
): Promise<MessengerError> {
  const { server, connecting } = sessionV1(init)
  if (at === 'connect') await server.greet()
  if (at === 'open') await server.accept()
  const connection = at === 'open' ? await connecting : undefined
  await strike(server, connection)
  const error = connection === undefined ? await failure(connecting) : await connection.closed
  await server.rest()
  checkText(error!)
  expect(error).to.have.property('cephError')
  return error as MessengerError
}
