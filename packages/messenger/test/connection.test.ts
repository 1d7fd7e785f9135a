import { expect } from 'chai'
import { encode, utimeCodec } from '@cephwire/codec'
import { ConnectionClosedError, ConnectionFaultError, MessagePriority, Tag } from '@cephwire/messenger'
import { messageHeaderCodec } from '@cephwire/messenger/frames'
import { createFakeClock } from '@cephwire/messenger/testing'
import { failure, readySession } from './support/attack.js'
import { ascii, pattern } from './support/bytes.js'

const nextTurn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

describe('Connection', () => {
  describe('#send()', () => {
    it('numbers messages from 1 and acknowledges what was received last', async () => {
      const { server, connection } = await readySession()
      const messages = connection[Symbol.asyncIterator]()
      connection.send({
        type: 50,
        front: ascii('one'),
        tid: 7n,
        version: 2,
        compatVersion: 1,
        priority: MessagePriority.High
      })
      await server.message({}, 9n)
      await messages.next()
      connection.send({ type: 51, front: ascii('two'), data: pattern(5) })
      const first = await server.read(Tag.Message)
      const second = await server.read(Tag.Message)
      expect(messageHeaderCodec.decodeAt(first.segments[0]!)).to.deep.include({
        seq: 1n,
        tid: 7n,
        type: 50,
        version: 2,
        compatVersion: 1,
        priority: 196,
        ackSeq: 0n
      })
      expect(messageHeaderCodec.decodeAt(second.segments[0]!)).to.deep.include({
        seq: 2n,
        tid: 0n,
        type: 51,
        version: 1,
        priority: 127,
        ackSeq: 9n
      })
      expect(second.segments.slice(1)).to.deep.equal([ascii('two'), new Uint8Array(0), pattern(5)])
      await connection.close()
    })

    it('writes what is sent in one turn in one piece', async () => {
      const { server, connection } = await readySession()
      const before = server.received.length
      for (let i = 0; i < 10; i++) connection.send({ type: 1, front: pattern(10) })
      expect(connection.bufferedBytes).to.equal(10 * (32 + 41 + 4 + 10 + 13))
      await connection.flushed()
      expect(connection.bufferedBytes).to.equal(0)
      await server.read(Tag.Message)
      expect(server.received.length).to.equal(before + 2)
      await connection.close()
    })

    it('does not number a message that it cannot encode', async () => {
      const { server, connection } = await readySession()
      expect(() => connection.send({ type: 1, front: ascii('x'), tid: 'seven' as never })).to.throw()
      connection.send({ type: 1, front: ascii('x') })
      const { segments } = await server.read(Tag.Message)
      expect(messageHeaderCodec.decodeAt(segments[0]!)).to.include({ seq: 1n })
      await connection.close()
    })

    it('is refused after close()', async () => {
      const { connection } = await readySession()
      await connection.close()
      expect(() => connection.send({ type: 1, front: ascii('x') })).to.throw(ConnectionClosedError)
    })
  })

  describe('back-pressure', () => {
    it('stops at maxQueuedMessages and goes on when one is taken', async () => {
      const { server, connection } = await readySession({ connect: { limits: { maxQueuedMessages: 4 } } })
      for (let seq = 1n; seq <= 10n; seq++) await server.message({}, seq)
      // An ask that stands behind the messages is answered when they are taken, and not before.
      await server.frame(Tag.Keepalive2, [encode(utimeCodec, { sec: 1, nsec: 2 })])
      await nextTurn()
      let answered = false
      const answer = server.read(Tag.Keepalive2Ack).then(() => (answered = true))
      const messages = connection[Symbol.asyncIterator]()
      for (let seq = 1n; seq <= 6n; seq++) {
        await nextTurn()
        expect(answered, `before ${seq}`).to.equal(false)
        expect((await messages.next()).value).to.include({ seq })
      }
      await messages.next()
      await answer
      await connection.close()
    })

    it('holds within one piece of many messages too', async () => {
      const { server, connection } = await readySession({ connect: { limits: { maxQueuedMessages: 2 } } })
      const pieces: Uint8Array[] = []
      const raw = server.raw.bind(server)
      server.raw = (...bytes) => (pieces.push(...bytes), Promise.resolve())
      for (let seq = 1n; seq <= 5n; seq++) await server.message({}, seq)
      await server.message({}, 5n)
      await raw(...pieces)
      await nextTurn()
      // The repeated one is not even looked at.
      expect(connection.state).to.equal('ready')
      const messages = connection[Symbol.asyncIterator]()
      for (let seq = 1n; seq <= 5n; seq++) expect((await messages.next()).value).to.include({ seq })
      expect((await connection.closed)?.message).to.include('repeats seq 5')
    })

    it('does not blame the peer for silence of its own making', async () => {
      const clock = createFakeClock()
      const { server, connection } = await readySession({
        connect: { clock, limits: { maxQueuedMessages: 1 }, keepalive2: { interval: 1000, timeout: 3000 } }
      })
      await server.message({}, 1n)
      await clock.advance(20_000)
      expect(connection.state).to.equal('ready')
      await connection[Symbol.asyncIterator]().next()
      await clock.advance(5000)
      expect(await connection.closed).to.be.instanceOf(ConnectionFaultError)
    })
  })

  describe('#keepalive2()', () => {
    it('measures the round trip by the clock', async () => {
      const clock = createFakeClock(5000)
      const { server, connection } = await readySession({ connect: { clock } })
      expect(connection.roundTrip).to.equal(undefined)
      const ping = connection.keepalive2()
      const { segments } = await server.read(Tag.Keepalive2)
      expect(segments[0]).to.deep.equal(encode(utimeCodec, { sec: 5, nsec: 0 }))
      await clock.advance(12)
      await server.frame(Tag.Keepalive2Ack, [segments[0]!])
      expect(await ping).to.equal(12)
      expect(connection.roundTrip).to.equal(12)
      await connection.close()
    })

    it('tells several in one instant apart, and settles each by its own answer', async () => {
      const { server, connection } = await readySession()
      const settled: number[] = []
      const pings = [0, 1, 2].map(i => connection.keepalive2().then(() => settled.push(i)))
      const stamps: Uint8Array[] = []
      for (let i = 0; i < 3; i++) stamps.push((await server.read(Tag.Keepalive2)).segments[0]!)
      for (const i of [2, 0, 1]) await server.frame(Tag.Keepalive2Ack, [stamps[i]!])
      await Promise.all(pings)
      expect(settled).to.deep.equal([2, 0, 1])
      await connection.close()
    })

    it('is rejected by its signal, before and while it waits', async () => {
      const { connection } = await readySession()
      const abort = new AbortController()
      const ping = failure(connection.keepalive2({ signal: abort.signal }))
      const reason = new Error('enough')
      abort.abort(reason)
      expect(await ping).to.equal(reason)
      expect(await failure(connection.keepalive2({ signal: abort.signal }))).to.equal(reason)
      await connection.close()
    })

    it('answers those of the peer with their own stamp', async () => {
      const { server, connection } = await readySession()
      await server.frame(Tag.Keepalive2, [pattern(8)])
      const { segments } = await server.read(Tag.Keepalive2Ack)
      expect(segments).to.deep.equal([pattern(8)])
      await connection.close()
    })
  })

  describe('its end', () => {
    it('reaches the iterator once, the pending pings and closed', async () => {
      const { server, connection } = await readySession()
      const pings = [connection.keepalive2(), connection.keepalive2()].map(failure)
      const messages = connection[Symbol.asyncIterator]()
      const waiting = failure(messages.next())
      server.destroy()
      const error = await connection.closed
      expect(error).to.be.instanceOf(ConnectionFaultError)
      expect(await Promise.all([...pings, waiting])).to.deep.equal([error, error, error])
      expect(await messages.next()).to.deep.equal({ value: undefined, done: true })
    })

    it('comes behind the messages that were received before', async () => {
      const { server, connection } = await readySession()
      await server.message({}, 1n)
      await server.message({}, 2n)
      server.destroy()
      const error = await connection.closed
      const messages = connection[Symbol.asyncIterator]()
      expect((await messages.next()).value).to.include({ seq: 1n })
      expect((await messages.next()).value).to.include({ seq: 2n })
      expect(await failure(messages.next())).to.equal(error)
      expect(await messages.next()).to.deep.equal({ value: undefined, done: true })
    })

    it('by close() is no error: iteration ends, pings are rejected', async () => {
      const { server, connection } = await readySession()
      const ping = failure(connection.keepalive2())
      const messages = connection[Symbol.asyncIterator]()
      const waiting = messages.next()
      connection.send({ type: 1, front: ascii('last') })
      await connection.close()
      expect(await waiting).to.deep.equal({ value: undefined, done: true })
      expect(await ping).to.be.instanceOf(ConnectionClosedError)
      expect(await connection.closed).to.equal(undefined)
      await server.read(Tag.Keepalive2)
      await server.read(Tag.Message)
      expect(await server.rest()).to.have.length(0)
    })

    it('happens once, however often it is asked for', async () => {
      const { connection } = await readySession()
      await Promise.all([connection.close(), connection.close(), connection[Symbol.asyncDispose]()])
      connection.destroy(new Error('late'))
      await connection.close()
      expect(await connection.closed).to.equal(undefined)
    })

    it('by destroy() with a cause is that error', async () => {
      const { connection } = await readySession()
      const cause = new Error('enough')
      connection.destroy(cause)
      expect(await connection.closed).to.equal(cause)
      expect(await failure(connection.keepalive2())).to.equal(cause)
      await connection.close()
    })

    it('leaves no timer', async () => {
      const clock = createFakeClock()
      const { connection } = await readySession({ connect: { clock, keepalive2: { interval: 1000, timeout: 3000 } } })
      expect(clock.sleepers).to.equal(1)
      await connection.close()
      await nextTurn()
      expect(clock.sleepers).to.equal(0)
    })
  })

  it('is iterated by one alone', async () => {
    const { connection } = await readySession()
    const messages = connection[Symbol.asyncIterator]()
    const waiting = messages.next()
    expect(await failure(messages.next())).to.be.instanceOf(TypeError)
    await connection.close()
    await waiting
  })

  it('says who is at the other end', async () => {
    const { connection } = await readySession()
    expect(connection.peer.name).to.deep.equal({ type: 1, num: 0n })
    expect(connection.peer.addrs).to.deep.equal([{ type: 'msgr2', nonce: 0, host: '10.0.0.1', port: 3300 }])
    expect(connection.globalId).to.equal(4242n)
    expect(connection.selfAddr).to.include({ type: 'any', host: '10.0.0.9', port: 0 })
    expect(connection.protocol).to.equal('msgr2.1')
    expect(connection.conMode).to.equal(1)
    await connection.close()
  })
})
