import { expect } from 'chai'
import { CodecError, crc32c } from '@cephwire/codec'
import {
  FrameIntegrityError,
  FrameTooLargeError,
  MalformedFrameError,
  PeerMismatchError,
  Tag,
  UnexpectedFrameError
} from '@cephwire/messenger'
import { PREAMBLE_BYTES, crcSeal, encodeMessage, preambleCodec } from '@cephwire/messenger/frames'
import { attack, failure, nextMessage, readySession, scriptedSession } from '../support/attack.js'
import { ascii, concat, flipBit, pattern } from '../support/bytes.js'
import { vector } from '../support/vectors.js'

/** Bytes of a HELLO's segment, whose sender is a monitor. */
const helloSegment = vector('OK-hello-mon-127.0.0.1:50000').subarray(PREAMBLE_BYTES, -4)

/** A preamble with a right crc over whatever it says. */
function preamble(fields: Partial<ReturnType<typeof preambleCodec.decodeAt>>): Uint8Array {
  const bytes = preambleCodec.toBytes({ ...preambleCodec.decodeAt(new Uint8Array(PREAMBLE_BYTES)), ...fields })
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(
    PREAMBLE_BYTES - 4,
    crc32c(0, bytes.subarray(0, PREAMBLE_BYTES - 4)),
    true
  )
  return bytes
}

function summed(segment: Uint8Array): Uint8Array {
  const crc = new Uint8Array(4)
  new DataView(crc.buffer).setUint32(0, crc32c(0xffffffff, segment), true)
  return concat(segment, crc)
}

const message = (front: Uint8Array, middle?: Uint8Array, data?: Uint8Array): Uint8Array[] =>
  encodeMessage({ type: 4, front, ...(middle && { middle }), ...(data && { data }) }, 1n, 0n)

describe('hostile frames', () => {
  for (const id of ['FR-01', 'FR-02', 'FR-03']) {
    it(`${id} refuses a segment count that is not one to four`, async () => {
      const error = await attack('hello', server => server.raw(vector(id)))
      expect(error).to.be.instanceOf(MalformedFrameError)
      expect(error.message).to.include('one to four segments')
    })
  }

  it('FR-04 refuses a wrong preamble crc before any field is used', async () => {
    const error = await attack('hello', server => server.raw(vector('FR-04')))
    expect(error).to.be.instanceOf(FrameIntegrityError).and.to.include({ part: 'preamble', phase: 'HELLO_CONNECTING' })
  })

  for (const tag of [0, 23, 255]) {
    it(`FR-05 refuses unknown tag ${tag} without its segment`, async () => {
      const error = await attack('hello', server => server.raw(vector(`FR-05-tag${tag}`).subarray(0, PREAMBLE_BYTES)))
      expect(error).to.be.instanceOf(UnexpectedFrameError).and.to.include({ tag })
      expect(error.message).to.include(`tag(${tag}) is unknown`)
    })
  }

  it('FR-06 refuses an empty frame that needs a body', async () => {
    const error = await attack('hello', server => server.raw(vector('FR-06')))
    expect(error).to.be.instanceOf(MalformedFrameError)
    expect(error.message).to.include('is empty')
  })

  for (const [id, declared] of [
    ['FR-07', 0x7fffffff],
    ['FR-08', 0x80000000],
    ['FR-09', 0xffffffff],
    ['FR-10a', 0xfffffffc],
    ['FR-10b', 41 + 0xfffffff1]
  ] as const) {
    it(`${id} refuses a length of ${declared} before the bytes`, async () => {
      const error = await attack('hello', server => server.raw(vector(id)))
      expect(error).to.be.instanceOf(FrameTooLargeError).and.to.include({ declared, limit: 65536 })
    })
  }

  for (const [id, declared] of [
    ['FR-07', 0x7fffffff],
    ['FR-10b', 0xfffffff1]
  ] as const) {
    it(`${id} refuses the same on a session`, async () => {
      const error = await attack('ready', server => server.raw(vector(id)))
      expect(error).to.be.instanceOf(FrameTooLargeError).and.to.include({ declared })
    })
  }

  for (const id of ['FR-11a', 'FR-11b']) {
    it(`${id} refuses an empty last segment`, async () => {
      const error = await attack('hello', server => server.raw(vector(id)))
      expect(error).to.be.instanceOf(MalformedFrameError)
      expect(error.message).to.include('empty last segment')
    })
  }

  it('FR-12 ignores what stands in the segment table beyond the count', async () => {
    const { server, connecting } = scriptedSession()
    await server.upTo('hello')
    await server.raw(vector('FR-12'))
    await server.read(Tag.AuthRequest)
    server.destroy()
    expect(await failure(connecting)).to.include({ phase: 'AUTH_CONNECTING' })
  })

  for (const alignment of [0, 3, 0x8000, 0xffff]) {
    it(`FR-13 ignores alignment ${alignment}`, async () => {
      const { server, connecting } = scriptedSession()
      await server.upTo('hello')
      await server.raw(
        preamble({ tag: Tag.Hello, numSegments: 1, length0: helloSegment.length, alignment0: alignment }),
        summed(helloSegment)
      )
      await server.read(Tag.AuthRequest)
      server.destroy()
      await failure(connecting)
    })
  }

  for (const length of [40, 42]) {
    it(`FR-14 refuses a message header of ${length} bytes`, async () => {
      const error = await attack('ready', server => server.raw(vector(`FR-14-${length}`)))
      expect(error).to.be.instanceOf(MalformedFrameError)
      expect(error.message).to.include(`header of ${length} bytes, expected 41`)
    })
  }

  for (const [id, limit] of [
    ['FR-15-front', 16 * 1024 * 1024],
    ['FR-15-data', 64 * 1024 * 1024],
    ['FR-15-control', 64 * 1024]
  ] as const) {
    it(`${id} is refused by its preamble, without memory for it`, async () => {
      const before = process.memoryUsage().arrayBuffers
      const error = await attack('ready', server => server.raw(vector(id)))
      expect(error).to.be.instanceOf(FrameTooLargeError).and.to.include({ limit })
      expect(process.memoryUsage().arrayBuffers - before).to.be.lessThan(1024 * 1024)
    })
  }

  it('FR-16 refuses a frame of 64 KiB and one byte before authentication', async () => {
    const error = await attack('auth', server => server.raw(vector('FR-16')))
    expect(error).to.be.instanceOf(FrameTooLargeError).and.to.include({ declared: 65537, limit: 65536 })
  })

  it('FR-16 refuses a handshake of more than 256 KiB, in frames of any size', async () => {
    const blob = pattern(60_000)
    const error = await attack('auth', async server => {
      for (let i = 0; i < 5; i++) await server.frame(Tag.AuthReplyMore, [concat(u32(blob.length), blob)])
    })
    expect(error)
      .to.be.instanceOf(FrameTooLargeError)
      .and.to.include({ limit: 256 * 1024 })
  })

  it('FR-18 refuses a HELLO whose segment does not verify', async () => {
    const error = await attack('hello', server => server.raw(vector('FR-18-hello')))
    expect(error).to.be.instanceOf(FrameIntegrityError).and.to.include({ part: 'segment 0' })
  })

  const phaseFrames = [
    ['auth', Tag.AuthReplyMore],
    ['auth', Tag.AuthDone],
    ['auth', Tag.AuthBadMethod],
    ['sign', Tag.AuthSignature],
    ['ident', Tag.ServerIdent]
  ] as const
  for (const [phase, tag] of phaseFrames) {
    it(`FR-18 refuses frame ${tag} whose segment does not verify`, async () => {
      const [bytes] = crcSeal(1).seal(tag, [pattern(50)])
      const error = await attack(phase, server => server.raw(flipBit(bytes!, 8 * (bytes!.length - 1))))
      expect(error).to.be.instanceOf(FrameIntegrityError).and.to.include({ part: 'segment 0' })
    })
  }

  for (const revision of [0, 1] as const) {
    for (const [segment, name] of ['header', 'front', 'middle', 'data'].entries()) {
      it(`FR-18 refuses a message of revision ${revision} whose ${name} does not verify`, async () => {
        const segments = message(ascii('front'), ascii('middle'), ascii('data'))
        const error = await attack(
          'ready',
          async server => {
            const bytes = concat(...crcSeal(revision).seal(Tag.Message, segments))
            const at = Buffer.from(bytes).indexOf(segments[segment]!)
            await server.raw(flipBit(bytes, 8 * at + 3))
          },
          { revision }
        )
        expect(error)
          .to.be.instanceOf(FrameIntegrityError)
          .and.to.include({ part: `segment ${segment}` })
      })
    }
  }

  for (const lateStatus of [0x00, 0x03, 0x0f, 0xff]) {
    it(`FR-19 refuses late_status 0x${lateStatus.toString(16)}`, async () => {
      const bytes = concat(...crcSeal(1).seal(Tag.Message, message(ascii('front'))))
      bytes[bytes.length - 13] = lateStatus
      const error = await attack('ready', server => server.raw(bytes))
      expect(error).to.be.instanceOf(MalformedFrameError)
      expect(error.message).to.include(`late_status 0x${lateStatus.toString(16)}`)
    })
  }

  for (const [revision, epilogueBytes, aborted] of [
    [1, 13, 0x01],
    [1, 13, 0xf1],
    [0, 17, 0x01]
  ] as const) {
    it(`FR-19 drops a frame of revision ${revision} with 0x${aborted.toString(16)}, and its seq does not count`, async () => {
      const { server, connection } = await readySession({ revision })
      const bytes = concat(...crcSeal(revision).seal(Tag.Message, message(ascii('given up'))))
      bytes[bytes.length - epilogueBytes] = aborted
      await server.raw(bytes)
      await server.message({ front: ascii('whole') }, 1n)
      const value = await nextMessage(connection)
      expect(value).to.deep.include({ seq: 1n, front: ascii('whole') })
      await connection.close()
    })
  }

  for (const count of [2, 3, 4]) {
    it(`FR-20 refuses a HELLO of ${count} segments`, async () => {
      const segments = [helloSegment, ...Array.from({ length: count - 1 }, () => ascii('more'))]
      const error = await attack('hello', server => server.frame(Tag.Hello, segments))
      expect(error).to.be.instanceOf(MalformedFrameError)
      expect(error.message).to.include(`has ${count} segments`)
    })
  }

  it('FR-21 takes ten thousand frames in one piece', async () => {
    const { server, connection } = await readySession()
    const [ack] = crcSeal(1).seal(Tag.Keepalive2Ack, [new Uint8Array(8)])
    await server.raw(...Array.from({ length: 10_000 }, () => ack!))
    await server.message({}, 1n)
    const value = await nextMessage(connection)
    expect(value).to.include({ seq: 1n })
    await connection.close()
  })

  for (const [id, name] of [
    ['FR-23-client', 'client'],
    ['FR-23-osd', 'osd']
  ] as const) {
    it(`FR-23 refuses a peer that is a ${name} where a mon was dialled`, async () => {
      const error = await attack('hello', server => server.raw(vector(id)), { connect: { peerType: 1 } })
      expect(error).to.be.instanceOf(PeerMismatchError)
      expect(error.message).to.include(`is a ${name}, expected a mon`)
    })
  }

  for (const id of ['FR-24-marker3', 'FR-24-elen1', 'FR-24-elen65535']) {
    it(`${id} does not decode`, async () => {
      const error = await attack('hello', server => server.raw(vector(id)))
      expect(error).to.be.instanceOf(MalformedFrameError)
      expect(error.cause).to.be.instanceOf(CodecError)
      expect(error.message).to.include('HELLO does not decode')
    })
  }

  it('FR-24 takes an address of an unknown family for none', async () => {
    const { server, connecting } = scriptedSession()
    await server.upTo('hello')
    await server.raw(vector('FR-24-family0x1234'))
    await server.read(Tag.AuthRequest)
    server.destroy()
    expect(await failure(connecting)).to.include({ phase: 'AUTH_CONNECTING' })
  })
})

function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value, true)
  return bytes
}
