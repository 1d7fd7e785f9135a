import { createServer } from 'node:net'
import { once } from 'node:events'
import { expect } from 'chai'
import { encode, parseEntityAddr, utimeCodec } from '@cephwire/codec'
import { ConnectionFaultError, Tag, connect } from '@cephwire/messenger'
import { createFakeClock, transportPair } from '@cephwire/messenger/testing'
import type { AddressInfo, Socket } from 'node:net'
import type { Connection, MessengerError } from '@cephwire/messenger'
import { scriptedAuthenticator } from '../support/authenticators.js'
import { attack, failure, readySession, scriptedSession } from '../support/attack.js'
import { pattern } from '../support/bytes.js'
import { ScriptedServer, target } from '../support/scripted-server.js'
import { stallable } from '../support/stalled-transport.js'
import { vector } from '../support/vectors.js'
import type { Stalled } from '../support/stalled-transport.js'

const nextTurn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

/** A session over a transport whose peer may stop reading. */
async function stallableSession(
  clock = createFakeClock()
): Promise<{ connection: Connection; server: ScriptedServer; stalled: Stalled }> {
  const [client, peer] = transportPair(target)
  const stalled = stallable(client)
  const server = new ScriptedServer(peer)
  const connecting = connect({
    addr: target,
    authenticator: scriptedAuthenticator(),
    preferredModes: [1],
    clock,
    dial: () => Promise.resolve(stalled.transport)
  })
  await server.upTo('ready')
  return { connection: await connecting, server, stalled }
}

describe('hostile networks', () => {
  for (const phase of ['hello', 'auth', 'sign', 'ident'] as const) {
    it(`NT-03 gives up at the deadline however slowly bytes keep coming in ${phase}`, async () => {
      const clock = createFakeClock()
      const { server, connecting } = scriptedSession({ connect: { clock } })
      await server.upTo(phase)
      const error = failure(connecting)
      const slow = new Uint8Array(32)
      slow.set(vector('OK-hello-mon-127.0.0.1:50000').subarray(0, 31))
      for (let at = 0; at < 10; at++) {
        await server.raw(slow.subarray(at, at + 1))
        await clock.advance(1000)
      }
      expect(await error).to.be.instanceOf(ConnectionFaultError)
      expect((await error).message).to.include('No session after 10000 ms')
      expect(clock.sleepers).to.equal(0)
    })
  }

  it('NT-03 the deadline holds for a dial that does not listen, and what it comes to is thrown away', async () => {
    const clock = createFakeClock()
    const [client, peer] = transportPair(target)
    let dialled!: (transport: typeof client) => void
    const connecting = connect({
      addr: target,
      authenticator: scriptedAuthenticator(),
      clock,
      dial: () => new Promise(resolve => (dialled = resolve))
    })
    const error = failure(connecting)
    await clock.advance(10_000)
    expect(await error)
      .to.be.instanceOf(ConnectionFaultError)
      .and.to.include({ phase: 'CONNECTING' })
    dialled(client)
    expect(await peer.chunks[Symbol.asyncIterator]().next()).to.deep.equal({ value: undefined, done: true })
  })

  it('NT-03 the signal is heard at every turn of dialling and greeting', async () => {
    for (let turns = 0; turns <= 20; turns++) {
      const clock = createFakeClock()
      const abort = new AbortController()
      const { server, connecting } = scriptedSession({ connect: { clock, signal: abort.signal } })
      for (let turn = 0; turn < turns; turn++) await Promise.resolve()
      const reason = new Error('enough')
      abort.abort(reason)
      expect(await failure(connecting), `after ${turns}`).to.equal(reason)
      await server.rest()
      expect(clock.sleepers).to.equal(0)
    }
  })

  it('NT-04 holds what is sent to a peer that does not read, and closes within closeTimeout', async () => {
    const clock = createFakeClock()
    const { connection, stalled } = await stallableSession(clock)
    stalled.stall()
    for (let i = 0; i < 64; i++) connection.send({ type: 1, front: pattern((1024 * 1024) / 16) })
    await nextTurn()
    connection.send({ type: 1, front: pattern(10) })
    await nextTurn()
    expect(connection.bufferedBytes).to.be.greaterThan(0)
    const closing = connection.close()
    await clock.advance(199)
    expect(connection.state).to.equal('ready')
    await clock.advance(1)
    await closing
    expect(connection.state).to.equal('closed')
    expect(await connection.closed).to.equal(undefined)
    expect(stalled.pending).to.equal(0)
    expect(clock.sleepers).to.equal(0)
  })

  it('NT-04 stops reading a peer that asks for answers and does not read them', async () => {
    const { connection, server, stalled } = await stallableSession()
    stalled.stall()
    const ask = encode(utimeCodec, { sec: 1, nsec: 0 })
    for (let i = 0; i < 10_000; i++) await server.frame(Tag.Keepalive2, [ask])
    await nextTurn()
    await nextTurn()
    expect(connection.bufferedBytes + stalled.handedOver).to.be.lessThan(100 * 44)
    connection.destroy()
    expect(await connection.closed).to.equal(undefined)
  })

  for (const [interval, timeout] of [
    [1000, 3000],
    [10_000, 30_000],
    [10_000, 10_000],
    [10_000, 2_500]
  ] as const) {
    it(`NT-05 notices a vanished peer within ${interval} + ${timeout} ms`, async () => {
      const clock = createFakeClock()
      const { connection } = await readySession({ connect: { clock, keepalive2: { interval, timeout } } })
      await clock.advance(timeout - 1)
      expect(connection.state).to.equal('ready')
      await clock.advance(interval + 1)
      const error = await connection.closed
      expect(error)
        .to.be.instanceOf(ConnectionFaultError)
        .and.to.include({ retryable: true, peer: 'v2:10.0.0.1:3300/0', phase: 'READY' })
      expect((error as MessengerError).frames.at(-1)).to.include({ direction: 'out', name: 'KEEPALIVE2' })
      expect(clock.sleepers).to.equal(0)
    })

    it(`NT-05 keeps a peer that answers, at ${interval} and ${timeout} ms`, async () => {
      const clock = createFakeClock()
      const { connection, server } = await readySession({ connect: { clock, keepalive2: { interval, timeout } } })
      for (let tick = 0; tick < 10; tick++) {
        await clock.advance(interval)
        const { segments } = await server.read(Tag.Keepalive2)
        await server.frame(Tag.Keepalive2Ack, [segments[0]!])
      }
      expect(connection.state).to.equal('ready')
      expect(connection.roundTrip).to.equal(0)
      await connection.close()
      expect(clock.sleepers).to.equal(0)
    })
  }

  for (const phase of ['banner', 'hello', 'auth', 'sign', 'ident', 'ready'] as const) {
    it(`NT-06 takes the peer's end in ${phase} for a fault`, async () => {
      const error = await attack(phase, server => server.destroy())
      expect(error).to.be.instanceOf(ConnectionFaultError).and.to.include({ retryable: true })
    })
  }

  describe('over TCP', () => {
    async function listening(
      onSocket: (socket: Socket) => void
    ): Promise<{ port: number; close: () => Promise<unknown> }> {
      const sockets = new Set<Socket>()
      const server = createServer({ allowHalfOpen: true }, socket => {
        sockets.add(socket)
        socket.on('error', () => undefined)
        onSocket(socket)
      }).listen(0, '127.0.0.1')
      await once(server, 'listening')
      const close = (): Promise<unknown> => {
        for (const socket of sockets) socket.destroy()
        return new Promise(resolve => server.close(resolve))
      }
      return { port: (server.address() as AddressInfo).port, close }
    }

    const init = (port: number) => ({
      addr: parseEntityAddr(`v2:127.0.0.1:${port}/0`),
      authenticator: scriptedAuthenticator()
    })

    it('NT-06 a half-close is an end', async () => {
      const { port, close } = await listening(socket => void socket.end(vector('OK-banner')))
      const error = await failure(connect(init(port)))
      expect(error).to.be.instanceOf(ConnectionFaultError)
      expect(error.message).to.include('The peer closed the connection')
      await close()
    })

    it('NT-01 a reset is a fault with its cause', async () => {
      const { port, close } = await listening(
        socket => void socket.write(vector('OK-banner'), () => socket.resetAndDestroy())
      )
      const error = await failure(connect(init(port)))
      expect(error).to.be.instanceOf(ConnectionFaultError)
      await close()
    })

    it('NT-07 nobody listening is a fault with ECONNREFUSED', async () => {
      const { port, close } = await listening(() => undefined)
      await close()
      const error = await failure(connect(init(port)))
      expect(error).to.be.instanceOf(ConnectionFaultError).and.to.include({ phase: 'CONNECTING', retryable: true })
      expect(error.cause).to.include({ code: 'ECONNREFUSED' })
    })

    it('NT-02 a peer that accepts and is silent is given up at the deadline', async () => {
      const { port, close } = await listening(() => undefined)
      const error = await failure(connect({ ...init(port), limits: { handshakeTimeout: 30 } }))
      expect(error).to.be.instanceOf(ConnectionFaultError).and.to.include({ phase: 'BANNER_CONNECTING' })
      await close()
    })

    it('gives up when its signal says so, with the reason', async () => {
      const { port, close } = await listening(() => undefined)
      const abort = new AbortController()
      const error = failure(connect({ ...init(port), signal: abort.signal }))
      await nextTurn()
      const reason = new Error('enough')
      abort.abort(reason)
      expect(await error).to.equal(reason)
      expect(await failure(connect({ ...init(port), signal: abort.signal }))).to.equal(reason)
      await close()
    })
  })
})
