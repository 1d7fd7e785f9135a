import { inspect } from 'node:util'
import { expect } from 'chai'
import { ConnectionFaultError, FrameIntegrityError, formatFrameRecord } from '@cephwire/messenger'
import { createFakeClock } from '@cephwire/messenger/testing'
import type { FrameRecord } from '@cephwire/messenger'
import { accepted } from './accept/support/accepted.js'
import { attack, checkText, failure, nextMessage, readySession } from './support/attack.js'
import { ascii, pattern } from './support/bytes.js'
import { attackV1, messageBytes, pack, sessionV1 } from './support/scripted-server-v1.js'

const printed = (frames: readonly FrameRecord[]): string[] => frames.map(frame => formatFrameRecord(frame))

const handshake = [
  '0.0 ms > BANNER [26]',
  '0.0 ms < BANNER [26]',
  '0.0 ms > HELLO [36]',
  '0.0 ms < HELLO [36]',
  '0.0 ms > AUTH_REQUEST [21]',
  '0.0 ms < AUTH_REPLY_MORE [13]',
  '0.0 ms > AUTH_REQUEST_MORE [8]',
  '0.0 ms < AUTH_DONE [20]',
  '0.0 ms > AUTH_SIGNATURE [32]',
  '0.0 ms < AUTH_SIGNATURE [32]',
  '0.0 ms > CLIENT_IDENT [123]',
  '0.0 ms < SERVER_IDENT [88]'
]

describe('Connection#recentFrames()', () => {
  it('has the frames of the handshake and of the session, oldest first', async () => {
    const clock = createFakeClock()
    const { server, connection } = await readySession({ connect: { clock } })
    expect(printed(connection.recentFrames())).to.deep.equal(handshake)
    await clock.advance(5)
    connection.send({ type: 50, tid: 7n, front: ascii('front'), data: pattern(10) })
    await server.message({ type: 51, tid: 7n }, 1n)
    await nextMessage(connection)
    expect(printed(connection.recentFrames()).slice(handshake.length)).to.deep.equal([
      '5.0 ms > MESSAGE type 50 tid 7 [41, 5, 0, 10]',
      '5.0 ms < MESSAGE type 51 tid 7 [41, 5]'
    ])
    await connection.close()
    expect(connection.recentFrames()).to.have.length(handshake.length + 2)
  })

  it('has maxRecentFrames at most', async () => {
    const { connection } = await readySession({ connect: { limits: { maxRecentFrames: 3 } } })
    expect(printed(connection.recentFrames())).to.deep.equal(handshake.slice(-3))
    for (let tid = 1n; tid <= 5n; tid++) connection.send({ type: 50, tid, front: ascii('x') })
    expect(connection.recentFrames().map(({ tid }) => tid)).to.deep.equal([3n, 4n, 5n])
    await connection.close()
  })

  it('does not have a message that could not be encoded', async () => {
    const { connection } = await readySession()
    expect(() => connection.send({ type: 1, front: ascii('x'), tid: 'seven' as never })).to.throw()
    expect(printed(connection.recentFrames())).to.deep.equal(handshake)
    await connection.close()
  })

  it('has those of msgr1 by the names of msgr1', async () => {
    const clock = createFakeClock()
    const { server, connecting } = sessionV1({ clock })
    await server.accept()
    const connection = await connecting
    connection.send({ type: 17, tid: 9n, front: ascii('abcd') })
    connection.keepalive2().catch(() => undefined)
    await server.raw(messageBytes({ front: ascii('abc'), data: ascii('de') }), pack([8, 9]), pack([8, 8], [64, 1]))
    await nextMessage(connection)
    expect(printed(connection.recentFrames())).to.deep.equal([
      '0.0 ms < BANNER [9, 136, 136]',
      '0.0 ms > BANNER [9, 136]',
      '0.0 ms > CONNECT [33]',
      '0.0 ms < READY [26, 0]',
      '0.0 ms > MSG type 17 tid 9 [4, 0, 0]',
      '0.0 ms > KEEPALIVE2 [8]',
      '0.0 ms < MSG type 4 tid 9 [3, 0, 2]',
      '0.0 ms < KEEPALIVE []',
      '0.0 ms < ACK [8]'
    ])
    await connection.close()
  })

  it('has those of an accepted connection as the server sees them', async () => {
    const { client, accepting } = accepted()
    await client.upTo('ready')
    const connection = await accepting
    const mirrored = connection.recentFrames().map(({ direction, name }) => `${direction === 'in' ? '>' : '<'} ${name}`)
    expect(mirrored).to.have.members(handshake.map(line => line.replace(/^0\.0 ms | \[\d+\]$/g, '')))
    await connection.close()
  })
})

describe('a peer that closes without a word', () => {
  it('is told with what was sent and received last, and how long before', async () => {
    const clock = createFakeClock()
    const { server, connection } = await readySession({ connect: { clock } })
    await server.message({ type: 4, tid: 1n }, 1n)
    await nextMessage(connection)
    await clock.advance(30)
    connection.send({ type: 50, tid: 7n, front: ascii('nonsense') })
    await clock.advance(2)
    server.destroy()
    const error = (await connection.closed) as ConnectionFaultError
    expect(error).to.be.instanceOf(ConnectionFaultError)
    expect(error.message).to.equal(
      'The peer closed the connection without a word (v2:10.0.0.1:3300/0, READY)' +
        '; last sent: MESSAGE type 50 tid 7, 2 ms before; last received: MESSAGE type 4 tid 1, 32 ms before'
    )
    expect(printed(error.frames).slice(handshake.length)).to.deep.equal([
      '0.0 ms < MESSAGE type 4 tid 1 [41, 5]',
      '30.0 ms > MESSAGE type 50 tid 7 [41, 8]'
    ])
    expect(error.frames).to.deep.equal(connection.recentFrames())
  })

  it('is told so on msgr1', async () => {
    const error = await attackV1('open', (server, connection) => {
      connection!.send({ type: 17, tid: 1n, front: ascii('x') })
      server.destroy()
    })
    expect(error.message).to.equal(
      'The peer closed the connection without a word (v1:10.0.0.1:6789/0, READY)' +
        '; last sent: MSG type 17 tid 1, 0 ms before; last received: READY, 0 ms before'
    )
  })

  const during = {
    banner: 'BANNER_CONNECTING); last sent: BANNER, 0 ms before; nothing received',
    hello: 'HELLO_CONNECTING); last sent: HELLO, 0 ms before; last received: BANNER, 0 ms before',
    auth: 'AUTH_CONNECTING); last sent: AUTH_REQUEST, 0 ms before; last received: HELLO, 0 ms before',
    sign: 'AUTH_CONNECTING_SIGN); last sent: AUTH_SIGNATURE, 0 ms before; last received: AUTH_DONE, 0 ms before',
    ident: 'SESSION_CONNECTING); last sent: CLIENT_IDENT, 0 ms before; last received: AUTH_SIGNATURE, 0 ms before'
  } as const
  for (const [phase, text] of Object.entries(during)) {
    it(`is told so in ${phase}`, async () => {
      const error = await attack(phase as keyof typeof during, async server => {
        // What the client has to write goes out first.
        await new Promise(resolve => setImmediate(resolve))
        server.destroy()
      })
      expect(error.message).to.equal(`The peer closed the connection without a word (v2:10.0.0.1:3300/0, ${text}`)
      expect(error.frames.length).to.be.greaterThan(0)
    })
  }

  it('is told to a server too', async () => {
    const { client, accepting } = accepted()
    await client.upTo('hello')
    client.destroy()
    const error = await failure(accepting)
    expect(error.message).to.include('HELLO_ACCEPTING); last sent: HELLO, 0 ms before; last received: BANNER')
  })

  it('is told shortly when printed, without the frames', async () => {
    const { server, connection } = await readySession()
    for (let tid = 1n; tid <= 20n; tid++) connection.send({ type: 50, tid, front: ascii('x') })
    server.destroy()
    const error = (await connection.closed) as ConnectionFaultError
    expect(error.frames).to.have.length(16)
    expect(Object.keys(error)).to.not.include('frames')
    expect(inspect(error)).to.not.include('lengths')
    checkText(error)
  })
})

describe('other errors of a connection', () => {
  it('have its last frames as well', async () => {
    const error = await attack('ident', server => server.raw(pattern(32)))
    expect(error).to.be.instanceOf(FrameIntegrityError)
    expect(printed(error.frames)).to.deep.equal(handshake.slice(0, -1))
  })

  it('have none where there is no connection', () => {
    expect(new ConnectionFaultError('nowhere').frames).to.deep.equal([])
  })
})
