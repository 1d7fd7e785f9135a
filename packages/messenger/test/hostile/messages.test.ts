import { expect } from 'chai'
import { encode, utimeCodec } from '@cephwire/codec'
import { ConnectionFaultError, UnexpectedFrameError, Tag } from '@cephwire/messenger'
import { seqCodec } from '@cephwire/messenger/frames'
import { createFakeClock } from '@cephwire/messenger/testing'
import { attack, readySession } from '../support/attack.js'
import { ascii } from '../support/bytes.js'

describe('hostile messages', () => {
  it('MS-15 takes gaps in seq, up to the end of u64', async () => {
    const { server, connection } = await readySession()
    const messages = connection[Symbol.asyncIterator]()
    for (const seq of [1n, 3n, 1n << 63n, (1n << 64n) - 1n]) {
      await server.message({}, seq)
      expect((await messages.next()).value).to.include({ seq })
    }
    await connection.close()
  })

  for (const [first, second] of [
    [1n, 1n],
    [5n, 4n],
    [1n, 0n]
  ] as const) {
    it(`MS-15 refuses seq ${second} behind ${first}`, async () => {
      const { server, connection } = await readySession()
      await server.message({}, first)
      await server.message({}, second)
      const messages = connection[Symbol.asyncIterator]()
      expect((await messages.next()).value).to.include({ seq: first })
      const error = await connection.closed
      expect(error).to.be.instanceOf(UnexpectedFrameError).and.to.include({ tag: Tag.Message })
      expect(error!.message).to.include(`repeats seq ${second}`)
    })
  }

  it('MS-15 refuses seq 0 as the first', async () => {
    const error = await attack('ready', server => server.message({}, 0n))
    expect(error).to.be.instanceOf(UnexpectedFrameError)
  })

  it('refuses an ACK of what was never sent, takes one of what was', async () => {
    const error = await attack('ready', async (server, connection) => {
      connection!.send({ type: 1, front: ascii('one') })
      await server.control(Tag.Ack, seqCodec, 1n)
      await server.control(Tag.Ack, seqCodec, 2n)
    })
    expect(error).to.be.instanceOf(UnexpectedFrameError).and.to.include({ tag: Tag.Ack })
    expect(error.message).to.include('acknowledges seq 2, the last sent is 1')
  })

  for (const [name, stamp] of [
    ['that was never sent', { sec: 0, nsec: 1 }],
    ['of the far future', { sec: 0xffffffff, nsec: 999_999_999 }]
  ] as const) {
    it(`MS-16 a KEEPALIVE2_ACK with a stamp ${name} does not count`, async () => {
      const clock = createFakeClock()
      const { server, connection } = await readySession({
        connect: { clock, keepalive2: { interval: 1000, timeout: 3000 } }
      })
      for (let second = 0; second < 3; second++) {
        await server.frame(Tag.Keepalive2Ack, [encode(utimeCodec, stamp)])
        await clock.advance(1000)
      }
      expect(await connection.closed).to.be.instanceOf(ConnectionFaultError)
    })
  }

  it('MS-17 any message counts as a sign of life', async () => {
    const clock = createFakeClock()
    const { server, connection } = await readySession({
      connect: { clock, keepalive2: { interval: 1000, timeout: 3000 } }
    })
    for (let seq = 1n; seq <= 10n; seq++) {
      await server.message({}, seq)
      await clock.advance(1000)
    }
    expect(connection.state).to.equal('ready')
    await connection.close()
  })
})
