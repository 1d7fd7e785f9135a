import { expect } from 'chai'
import {
  CEPH_FEATURES_ALL,
  CephFeature,
  EntityType,
  Writer,
  encode,
  entityAddrCodec,
  parseEntityAddr
} from '@cephwire/codec'
import {
  BannerError,
  ConnectionFaultError,
  FeatureMismatchError,
  FrameTooLargeError,
  PeerMismatchError,
  UnexpectedFrameError,
  connect
} from '@cephwire/messenger'
import { accept } from '@cephwire/messenger/accept'
import { createFakeClock, transportPair } from '@cephwire/messenger/testing'
import type { Connection, Transport } from '@cephwire/messenger'
import type { AcceptInit } from '@cephwire/messenger/accept'
import { failure } from '../support/attack.js'
import { ascii, concat, pattern } from '../support/bytes.js'
import { clientAddr, monAddr, monAddrV1 } from './support/scripted-client.js'

const name = { type: EntityType.Mon, num: 2n }
const clock = createFakeClock()
const clientAddrV1 = parseEntityAddr('v1:10.0.0.9:0/4711')

function pair(init: Partial<AcceptInit> = {}): { readonly near: Transport; readonly accepting: Promise<Connection> } {
  const [near, far] = transportPair({ ...clientAddr, port: 50_000 })
  const accepting = accept(far, { protocol: 'msgr1', addrs: [monAddr, monAddrV1], name, clock, ...init })
  accepting.catch(() => undefined)
  return { near, accepting }
}

/** ceph_msg_connect, field by field. */
function msgConnect(fields: { features?: bigint; protocol?: number; connectSeq?: number; authorizer?: Uint8Array }) {
  const { features = CEPH_FEATURES_ALL, protocol = 15, connectSeq = 0, authorizer = new Uint8Array(0) } = fields
  const w = new Writer().u64(features).u32(8).u32(1).u32(connectSeq).u32(protocol)
  return w.u32(2).u32(authorizer.length).u8(1).bytes(authorizer).finish()
}

const hello = concat(ascii('ceph v027'), encode(entityAddrCodec, clientAddrV1, 0n))
const GREETING_BYTES = 281
const REPLY_BYTES = 26

/** A client that speaks bytes. */
async function speak(near: Transport): Promise<(length: number) => Promise<Uint8Array>> {
  const chunks = near.chunks[Symbol.asyncIterator]()
  let buffer = new Uint8Array(0)
  const take = async (length: number): Promise<Uint8Array> => {
    while (buffer.length < length) {
      const { value, done } = (await chunks.next()) as IteratorResult<Uint8Array, undefined>
      if (done === true) throw new Error(`The server left ${buffer.length} of ${length} bytes`)
      buffer = Uint8Array.from(concat(buffer, value))
    }
    const bytes = buffer.subarray(0, length)
    buffer = buffer.slice(length)
    return bytes
  }
  await take(GREETING_BYTES)
  await near.write(hello)
  return take
}

describe('accept() on msgr1', () => {
  it('agrees with connect()', async () => {
    const { near, accepting } = pair()
    const [client, server] = await Promise.all([
      connect({ addr: monAddrV1, peerType: EntityType.Mon, clock, dial: () => Promise.resolve(near) }),
      accepting
    ])
    expect(server.protocol).to.equal('msgr1')
    expect(server.globalId).to.equal(0n)
    expect(server.peer.name.type).to.equal(EntityType.Client)
    expect(server.peer.addrs[0]).to.include({ type: 'legacy', host: '10.0.0.9' })
    expect(server.selfAddr).to.deep.equal(monAddrV1)
    client.send({ type: 17, front: ascii('question') })
    expect((await server[Symbol.asyncIterator]().next()).value).to.deep.include({ seq: 1n, front: ascii('question') })
    server.send({ type: 18, front: ascii('answer'), data: pattern(1000) })
    expect((await client[Symbol.asyncIterator]().next()).value).to.deep.include({ front: ascii('answer') })
    expect(await client.keepalive2()).to.equal(0)
    await client.close()
    expect(await server.closed).to.be.instanceOf(ConnectionFaultError)
  })

  for (const [title, features] of [
    ['READY to who does not know sequences', CEPH_FEATURES_ALL & ~CephFeature.RECONNECT_SEQ],
    ['footers without signatures to who does not know them', CEPH_FEATURES_ALL & ~CephFeature.MSG_AUTH]
  ] as const) {
    it(`sends ${title}`, async () => {
      const { near, accepting } = pair()
      const [client, server] = await Promise.all([
        connect({ addr: monAddrV1, features, requiredFeatures: 0n, clock, dial: () => Promise.resolve(near) }),
        accepting
      ])
      expect(server.peer.features).to.equal(features)
      server.send({ type: 4, front: ascii('a') })
      expect((await client[Symbol.asyncIterator]().next()).value).to.deep.include({ front: ascii('a') })
      await client.close()
      await server.close()
    })
  }

  it('greets first, with its v1 address and that of the client', async () => {
    const { near, accepting } = pair()
    const { value } = (await near.chunks[Symbol.asyncIterator]().next()) as { value: Uint8Array }
    const seen = parseEntityAddr('v1:10.0.0.9:50000/4711')
    expect(value).to.deep.equal(
      concat(ascii('ceph v027'), encode(entityAddrCodec, monAddrV1, 0n), encode(entityAddrCodec, seen, 0n))
    )
    near.destroy()
    await failure(accepting)
  })

  it('fills in the IP of a client that does not know it', async () => {
    const { near, accepting } = pair()
    const take = near.chunks[Symbol.asyncIterator]()
    await take.next()
    const blank = encode(entityAddrCodec, parseEntityAddr('v1:0.0.0.0:0/77'), 0n)
    const features = CEPH_FEATURES_ALL & ~CephFeature.RECONNECT_SEQ
    await near.write(concat(ascii('ceph v027'), blank, msgConnect({ features })))
    const server = await accepting
    expect(server.peer.addrs).to.deep.equal([{ type: 'legacy', nonce: 77, host: '10.0.0.9', port: 0 }])
    await server.close()
  })

  for (const [title, fields, tag, expected] of [
    ['BADPROTOVER to another protocol version', { protocol: 24 }, 10, UnexpectedFrameError],
    ['FEATURES where some are missing', { features: 1n }, 12, FeatureMismatchError],
    ['BADAUTHORIZER to an authorizer', { authorizer: pattern(50) }, 11, UnexpectedFrameError],
    ['RESETSESSION to who goes on with a session', { connectSeq: 3 }, 2, UnexpectedFrameError]
  ] as const) {
    it(`answers ${title}, and lets the client try again`, async () => {
      const requiredFeatures = CephFeature.CRUSH_V4
      const { near, accepting } = pair({ requiredFeatures })
      const take = await speak(near)
      await near.write(msgConnect(fields))
      const reply = await take(REPLY_BYTES)
      expect(reply[0]).to.equal(tag)
      expect(new DataView(reply.buffer, reply.byteOffset).getUint32(17, true), 'protocol_version').to.equal(15)
      await near.write(msgConnect({ features: CEPH_FEATURES_ALL & ~CephFeature.RECONNECT_SEQ }))
      expect((await take(REPLY_BYTES))[0]).to.equal(1)
      await (await accepting).close()
    })

    it(`ends with that when the client goes away after ${title}`, async () => {
      const { near, accepting } = pair({ requiredFeatures: CephFeature.CRUSH_V4 })
      const take = await speak(near)
      await near.write(msgConnect(fields))
      await take(REPLY_BYTES)
      near.destroy()
      expect(await failure(accepting)).to.be.instanceOf(expected)
    })
  }

  it('lets a client try five times', async () => {
    const { near, accepting } = pair()
    const take = await speak(near)
    for (let i = 0; i < 5; i++) {
      await near.write(msgConnect({ protocol: 1 }))
      await take(REPLY_BYTES)
    }
    await near.write(msgConnect({}))
    expect(await failure(accepting)).to.be.instanceOf(UnexpectedFrameError)
  })

  for (const length of [4096, 0x7fffffff, 0xffffffff]) {
    it(`refuses an authorizer of ${length} bytes before it comes`, async () => {
      const { near, accepting } = pair()
      await speak(near)
      const connect = msgConnect({})
      new DataView(connect.buffer, connect.byteOffset).setUint32(28, length, true)
      await near.write(connect)
      expect(await failure(accepting))
        .to.be.instanceOf(FrameTooLargeError)
        .and.to.include({ declared: length })
    })
  }

  for (const banner of ['ceph v026', 'ceph v2\n\x10', 'GET / HTT']) {
    it(`closes at a client that says ${JSON.stringify(banner)}`, async () => {
      const { near, accepting } = pair()
      await near.write(ascii(banner))
      expect(await failure(accepting)).to.be.instanceOf(BannerError)
    })
  }

  it('takes small messages only before the client has authenticated by messages', async () => {
    let authenticated = false
    const { near, accepting } = pair({ authenticated: () => authenticated })
    const [client, server] = await Promise.all([
      connect({ addr: monAddrV1, clock, dial: () => Promise.resolve(near) }),
      accepting
    ])
    const messages = server[Symbol.asyncIterator]()
    client.send({ type: 17, front: pattern(64 * 1024) })
    expect((await messages.next()).value).to.include({ seq: 1n })
    authenticated = true
    client.send({ type: 17, front: pattern(100_000) })
    expect((await messages.next()).value).to.include({ seq: 2n })
    authenticated = false
    client.send({ type: 17, front: ascii('a'), data: pattern(64 * 1024 + 1) })
    expect(await server.closed)
      .to.be.instanceOf(FrameTooLargeError)
      .and.to.include({ limit: 64 * 1024 })
    client.destroy()
  })

  it('cannot be had without a v1 address', async () => {
    const { accepting } = pair({ addrs: [monAddr] })
    expect(await failure(accepting)).to.be.instanceOf(PeerMismatchError)
  })
})
