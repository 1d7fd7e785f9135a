import { expect } from 'chai'
import { crc32c } from '@cephwire/codec'
import {
  AuthRefusedError,
  BannerError,
  ConnectionFaultError,
  FeatureMismatchError,
  FrameIntegrityError,
  FrameTooLargeError,
  MalformedFrameError,
  PeerMismatchError,
  UnexpectedFrameError
} from '@cephwire/messenger'
import { createFakeClock } from '@cephwire/messenger/testing'
import { ascii, concat, flipBit } from '../support/bytes.js'
import { failure, nextMessage } from '../support/attack.js'
import {
  attackV1,
  greeting,
  messageBytes,
  pack,
  replyBytes,
  seenV1,
  sessionV1,
  targetV1
} from '../support/scripted-server-v1.js'
import { vector } from '../support/vectors.js'

describe('hostile msgr1', () => {
  for (const banner of ['ceph v026', 'ceph v028', '\0'.repeat(9)]) {
    it(`V1-01 refuses banner ${JSON.stringify(banner)}`, async () => {
      const error = await attackV1('greeting', server => server.raw(greeting(targetV1, banner)))
      expect(error).to.be.instanceOf(BannerError)
      expect(error.phase).to.equal('CONNECTING_WAIT_BANNER_AND_IDENTIFY')
    })
  }

  it('V1-02 tells msgr2 on a v1 address', async () => {
    const error = await attackV1('greeting', server => server.raw(vector('OK-banner')))
    expect(error).to.be.instanceOf(BannerError)
    expect(error.message).to.include('speaks msgr2, use its v2 address')
  })

  const others = [
    { ...targetV1, port: 6790 },
    { ...targetV1, host: '10.0.0.2' },
    { ...targetV1, nonce: 7 }
  ]
  for (const other of others) {
    it(`V1-03 refuses a server at ${other.host}:${other.port}/${other.nonce}`, async () => {
      const error = await attackV1('greeting', server => server.raw(greeting(other)))
      expect(error).to.be.instanceOf(PeerMismatchError)
      expect(error.message).to.include(
        `Dialled v1:10.0.0.1:6789/0, reached v1:${other.host}:${other.port}/${other.nonce}`
      )
    })
  }

  for (const host of ['0.0.0.0', '']) {
    it(`V1-04 takes a server that does not know its address, "${host}"`, async () => {
      const { server, connecting } = sessionV1()
      await server.raw(greeting({ ...targetV1, host, ...(host === '' && { port: 0 }) }))
      if (host === '') {
        // Without a family there is no port either, and that has to be the dialled one.
        expect(await failure(connecting)).to.be.instanceOf(PeerMismatchError)
        return
      }
      await server.take(9 + 136 + 33)
      server.destroy()
      await failure(connecting)
    })
  }

  it('V1-04 refuses an address that does not decode', async () => {
    for (const marker of [1, 2, 3]) {
      const bytes = greeting()
      bytes[9] = marker
      const error = await attackV1('greeting', server => server.raw(bytes))
      expect(error).to.be.instanceOf(MalformedFrameError)
    }
  })

  for (const tag of [0, 200, 6, 3, 2, 4, 7, 9, 14, 15, 16]) {
    it(`V1-05 refuses tag ${tag} in answer to a connect`, async () => {
      const error = await attackV1('connect', server => server.raw(replyBytes({ tag })))
      expect(error).to.be.instanceOf(UnexpectedFrameError).and.to.include({ tag })
    })
  }

  it('V1-06 names the protocol version that the peer wants', async () => {
    const error = await attackV1('connect', server => server.raw(replyBytes({ tag: 10, protocolVersion: 99 })))
    expect(error).to.be.instanceOf(BannerError)
    expect(error.message).to.include('version 99')
  })

  it('V1-07 names the features that are missing', async () => {
    const features = 0xffffffffffffffffn
    const error = await attackV1('connect', server => server.raw(replyBytes({ tag: 12, features })), {
      features: 1n << 59n
    })
    expect(error)
      .to.be.instanceOf(FeatureMismatchError)
      .and.to.include({ missing: features & ~(1n << 59n) })
  })

  it('V1-07 refuses a server without features that are required here', async () => {
    const error = await attackV1('connect', server => server.raw(replyBytes({ tag: 1, features: 0n })), {
      requiredFeatures: 2n
    })
    expect(error).to.be.instanceOf(FeatureMismatchError).and.to.include({ missing: 2n })
  })

  it('V1-08 takes BADAUTHORIZER for a refusal, at once', async () => {
    const error = await attackV1('connect', server => server.raw(replyBytes({ tag: 11 })))
    expect(error).to.be.instanceOf(AuthRefusedError).and.to.include({ result: -13 })
  })

  for (const authorizerLen of [4096, 0x7fffffff, 0xffffffff]) {
    it(`V1-09 refuses an authorizer of ${authorizerLen} bytes before them`, async () => {
      const error = await attackV1('connect', server => server.raw(replyBytes({ tag: 1, authorizerLen })))
      expect(error).to.be.instanceOf(FrameTooLargeError).and.to.include({ declared: authorizerLen, limit: 4095 })
    })
  }

  it('V1-09 skips one of 4095 bytes', async () => {
    const { server, connecting } = sessionV1()
    await server.greet()
    await server.raw(replyBytes({ tag: 1, authorizerLen: 4095 }), new Uint8Array(4095))
    await (await connecting).close()
  })

  it('V1-10 tries five times again for RETRY_GLOBAL, with the next global_seq', async () => {
    const seqs: number[] = []
    const error = await attackV1('connect', async server => {
      for (let asked = 0; asked < 6; asked++) {
        await server.raw(replyBytes({ tag: 5, globalSeq: 0xfffffffe + asked }))
        if (asked < 5) seqs.push(new DataView((await server.take(33)).slice().buffer).getUint32(12, true))
      }
    })
    expect(error).to.be.instanceOf(UnexpectedFrameError).and.to.include({ tag: 5 })
    expect(seqs).to.deep.equal([0xffffffff, 0, 1, 2, 3])
  })

  for (const [tag, name] of [
    [4, 'RETRY_SESSION'],
    [2, 'RESET_SESSION']
  ] as const) {
    it(`V1-10 refuses ${name}: a lossy session has nothing to try again`, async () => {
      const error = await attackV1('connect', server => server.raw(replyBytes({ tag })))
      expect(error.message).to.include(name)
    })
  }

  it('V1-10 sends a global_seq of more than 32 bits in 32', async () => {
    const { server, connecting } = sessionV1({ globalSeq: (1n << 32n) + 5n })
    await server.raw(greeting())
    const bytes = await server.take(9 + 136 + 33)
    expect([...bytes.subarray(9 + 136 + 12, 9 + 136 + 16)]).to.deep.equal([5, 0, 0, 0])
    server.destroy()
    await failure(connecting)
  })

  it('V1-11 refuses a header with any one bit changed', async () => {
    for (let bit = 0; bit < 53 * 8; bit++) {
      const error = await attackV1('open', server => server.raw(flipBit(messageBytes(), 8 + bit)))
      expect(error).to.be.instanceOf(FrameIntegrityError).and.to.include({ part: 'message header' })
    }
  })

  for (const [i, limit] of [16 * 1024 * 1024, 16 * 1024 * 1024, 64 * 1024 * 1024].entries()) {
    for (const declared of [limit + 1, 0x80000000, 0xffffffff]) {
      it(`V1-12 refuses section ${i} of ${declared} bytes before them`, async () => {
        const lengths = [0, 0, 0] as [number, number, number]
        lengths[i] = declared
        const before = process.memoryUsage().arrayBuffers
        const error = await attackV1('open', server =>
          server.raw(messageBytes({ lengths, front: new Uint8Array(0) }).subarray(0, 54))
        )
        expect(error).to.be.instanceOf(FrameTooLargeError).and.to.include({ declared, limit })
        expect(process.memoryUsage().arrayBuffers - before).to.be.lessThan(1024 * 1024)
      })
    }
  }

  for (const flags of [0, 2, 4, 6, 254]) {
    it(`V1-13 drops a message with footer flags ${flags}, and its seq does not count`, async () => {
      const { server, connecting } = sessionV1()
      await server.accept()
      const connection = await connecting
      await server.raw(messageBytes({ flags, front: ascii('given up') }), messageBytes({ front: ascii('whole') }))
      const value = await nextMessage(connection)
      expect(value).to.deep.include({ seq: 1n, front: ascii('whole'), tid: 9n, type: 4, priority: 196 })
      await connection.close()
    })
  }

  for (const [section, name] of ['front', 'middle', 'data'].entries()) {
    it(`V1-14 refuses a ${name} that does not verify`, async () => {
      const sections = { front: ascii('front'), middle: ascii('middle'), data: ascii('data') }
      const at = 54 + [0, 5, 11][section]!
      const error = await attackV1('open', server => server.raw(flipBit(messageBytes(sections), 8 * at)))
      expect(error).to.be.instanceOf(FrameIntegrityError).and.to.include({ part: name })
    })
  }

  it('V1-14 leaves data unverified that its sender has not summed', async () => {
    const { server, connecting } = sessionV1()
    await server.accept()
    const connection = await connecting
    await server.raw(messageBytes({ data: ascii('data'), flags: 3, sums: [crc32c(0, ascii('front')), 0, 0] }))
    expect(await nextMessage(connection)).to.deep.include({ data: ascii('data') })
    await connection.close()
  })

  const openTags = new Set([6, 7, 8, 9, 14, 15])
  for (const tag of [...Array.from({ length: 18 }, (_, tag) => tag), 100, 255].filter(tag => !openTags.has(tag))) {
    it(`V1-15 refuses tag ${tag} on a session`, async () => {
      const error = await attackV1('open', server => server.raw(Uint8Array.of(tag)))
      expect(error).to.be.instanceOf(UnexpectedFrameError).and.to.include({ tag })
    })
  }

  it('V1-15 takes CLOSE for the end of the session: worth another try', async () => {
    const error = await attackV1('open', server => server.raw(Uint8Array.of(6)))
    expect(error).to.be.instanceOf(ConnectionFaultError).and.to.include({ retryable: true })
    expect(error.message).to.include('ended the session')
  })

  it('V1-15 ignores KEEPALIVE, which nobody answers', async () => {
    const { server, connecting } = sessionV1()
    await server.accept()
    const connection = await connecting
    await server.raw(Uint8Array.of(9, 9), messageBytes())
    expect(await nextMessage(connection)).to.include({ seq: 1n })
    await connection.close()
    expect(await server.rest()).to.have.length(0)
  })

  it('V1-16 refuses an ACK of what was never sent', async () => {
    const error = await attackV1('open', server => server.raw(pack([8, 8], [64, 1n])))
    expect(error).to.be.instanceOf(UnexpectedFrameError)
    expect(error.message).to.include('acknowledges seq 1, the last sent is 0')
  })

  it('V1-16 takes an ACK of what was sent, and SEQ for out of place', async () => {
    const error = await attackV1('open', async (server, connection) => {
      connection!.send({ type: 1, front: ascii('one') })
      await server.raw(pack([8, 8], [64, 1n]), pack([8, 13], [64, 0]))
    })
    expect(error).to.be.instanceOf(UnexpectedFrameError).and.to.include({ tag: 13 })
  })

  for (const [name, stamp] of [
    ['in the future', [0xffffffff, 0]],
    ['of zeros', [0, 0]]
  ] as const) {
    it(`V1-17 a KEEPALIVE2_ACK with a stamp ${name} is no sign of life`, async () => {
      const clock = createFakeClock()
      const { server, connecting } = sessionV1({ clock, keepalive2: { interval: 1000, timeout: 3000 } })
      await server.accept()
      const connection = await connecting
      for (let second = 1; second <= 3; second++) {
        await server.raw(pack([8, 15], [32, stamp[0]], [32, stamp[1]]))
        await clock.advance(1000)
      }
      expect(await connection.closed).to.be.instanceOf(ConnectionFaultError)
      expect(connection.roundTrip).to.equal(undefined)
    })
  }

  it('V1-18 ignores data_off and takes an empty front', async () => {
    const { server, connecting } = sessionV1()
    await server.accept()
    const connection = await connecting
    await server.raw(messageBytes({ dataOff: 0xffff, front: new Uint8Array(0), data: ascii('data') }))
    expect(await nextMessage(connection)).to.deep.include({
      front: new Uint8Array(0),
      data: ascii('data')
    })
    await connection.close()
  })

  it('reports an end after each byte of greeting, reply and message as a fault', async () => {
    const bytes = concat(greeting(), replyBytes({ tag: 13 }), pack([64, 0n]), messageBytes())
    for (let length = 0; length < bytes.length; length++) {
      const { server, connecting } = sessionV1()
      await server.raw(bytes.subarray(0, length))
      const outcome = connecting.then(connection => connection.closed).catch((error: unknown) => error)
      await new Promise(resolve => setImmediate(resolve))
      server.destroy()
      expect(await outcome, `after ${length}`).to.be.instanceOf(ConnectionFaultError)
    }
  })

  it('tells the peer its own address as the peer sees it, with a nonce', async () => {
    const { server, connecting } = sessionV1()
    await server.accept()
    const connection = await connecting
    expect(connection.selfAddr).to.include({ host: seenV1.host, port: 0 })
    expect(connection.protocol).to.equal('msgr1')
    await connection.close()
  })
})
