import { expect } from 'chai'
import {
  ConMode,
  ConnectionFaultError,
  FrameIntegrityError,
  MalformedFrameError,
  MessengerError,
  Tag
} from '@cephwire/messenger'
import {
  GcmNonce,
  NonceExhaustedError,
  crcSeal,
  encodeMessage,
  encodePreamble,
  secureSeal
} from '@cephwire/messenger/frames'
import { createCipheriv } from 'node:crypto'
import type { ScriptedServer } from '../support/scripted-server.js'
import { secrets } from '../support/authenticators.js'
import { attack, nextMessage, readySession } from '../support/attack.js'
import { ascii, concat, flipBit, pattern } from '../support/bytes.js'

const secure = { conMode: ConMode.Secure } as const
const HEAD = 96

/** A message with all segments, the first of them longer than what the first block has room for: never, it has 41 bytes. */
const segments = encodeMessage({ type: 4, front: pattern(20), middle: pattern(5), data: pattern(33) }, 1n, 0n)

const sealed = (server: ScriptedServer, tag: number = Tag.Message, of: readonly Uint8Array[] = segments): Uint8Array =>
  concat(...server.seal.seal(tag, of))

describe('hostile secure mode', function () {
  this.timeout(60_000)

  const refusesEachBit = async (
    make: (server: ScriptedServer) => Uint8Array,
    from: number,
    to?: number
  ): Promise<number> => {
    let bit = 8 * from
    for (let end = Infinity; bit < end; bit++) {
      const error = await attack(
        'ready',
        async server => {
          const bytes = make(server)
          end = 8 * (to ?? bytes.length)
          await server.raw(flipBit(bytes, bit))
        },
        secure
      )
      expect(error).to.be.instanceOf(FrameIntegrityError).and.to.include({ part: 'frame' })
    }
    return bit - 8 * from
  }

  it('GC-01 refuses a first block with any one bit changed', async () => {
    expect(await refusesEachBit(server => sealed(server), 0, HEAD)).to.equal(768)
  })

  it('GC-02 refuses segments, epilogue and tag with any one bit changed', async () => {
    // front 32, middle 16, data 48, epilogue 16, tag 16
    expect(await refusesEachBit(server => sealed(server), HEAD)).to.equal(8 * 128)
  })

  it('GC-02 refuses the rest of a long first segment with any one bit changed', async () => {
    const rest = await refusesEachBit(server => sealed(server, Tag.Keepalive2, [pattern(60)]), HEAD)
    expect(rest).to.equal(8 * 32)
  })

  it('GC-03 reports an end within a frame after each byte as a fault', async () => {
    const length = HEAD + 128
    for (let at = 1; at < length; at++) {
      const error = await attack(
        'ready',
        async server => {
          await server.raw(sealed(server).subarray(0, at))
          server.destroy()
        },
        secure
      )
      expect(error).to.be.instanceOf(ConnectionFaultError)
    }
  })

  it('GC-04 refuses tags of zeros', async () => {
    for (const end of [HEAD, HEAD + 128]) {
      const error = await attack('ready', server => server.raw(sealed(server).fill(0, end - 16, end)), secure)
      expect(error).to.be.instanceOf(FrameIntegrityError)
    }
  })

  it('GC-05 refuses two frames in each other’s place', async () => {
    const error = await attack(
      'ready',
      async server => {
        const frames = [sealed(server), sealed(server)]
        await server.raw(frames[1]!, frames[0]!)
      },
      secure
    )
    expect(error).to.be.instanceOf(FrameIntegrityError)
  })

  it('GC-06 refuses a frame for the second time, after the first was taken', async () => {
    const { server, connection } = await readySession(secure)
    const frame = sealed(server)
    await server.raw(frame, frame)
    const messages = connection[Symbol.asyncIterator]()
    expect((await messages.next()).value).to.include({ seq: 1n })
    expect(await connection.closed).to.be.instanceOf(FrameIntegrityError)
  })

  it('GC-07 refuses a frame of another connection', async () => {
    const other = secureSeal(pattern(64, 1), 'server')
    const error = await attack('ready', server => server.raw(...other.seal(Tag.Message, segments)), secure)
    expect(error).to.be.instanceOf(FrameIntegrityError)
  })

  it('GC-08 ends the connection instead of using a nonce twice, and sends nothing after', async () => {
    const { server, connection } = await readySession(secure)
    const next = Reflect.get<GcmNonce, 'next'>(GcmNonce.prototype, 'next')
    let blocks = 0
    GcmNonce.prototype.next = function () {
      // The header's block still has a nonce, the front's has none.
      if (++blocks >= 2) throw new NonceExhaustedError('used up')
      return next.call(this)
    }
    try {
      expect(() => connection.send({ type: 1, front: pattern(10) })).to.throw(NonceExhaustedError)
    } finally {
      GcmNonce.prototype.next = next
    }
    expect(connection.state).to.equal('closed')
    expect(await connection.closed)
      .to.be.instanceOf(NonceExhaustedError)
      .and.to.include({ retryable: true })
    expect(() => connection.send({ type: 1, front: pattern(10) })).to.throw(NonceExhaustedError)
    expect(await server.rest()).to.have.length(0)
  })

  it('GC-08 ends the connection when a KEEPALIVE2 cannot be sealed', async () => {
    const { connection } = await readySession(secure)
    const next = Reflect.get<GcmNonce, 'next'>(GcmNonce.prototype, 'next')
    GcmNonce.prototype.next = () => {
      throw new NonceExhaustedError('used up')
    }
    try {
      expect(await connection.keepalive2().catch((error: unknown) => error)).to.be.instanceOf(NonceExhaustedError)
    } finally {
      GcmNonce.prototype.next = next
    }
    expect(await connection.closed).to.be.instanceOf(NonceExhaustedError)
  })

  it('GC-09 refuses a server that has the directions mixed up', async () => {
    const error = await attack(
      'sign',
      server => {
        server.seal = secureSeal(secrets.connectionSecret, 'client')
        return server.frame(Tag.AuthSignature, [server.signature])
      },
      secure
    )
    expect(error).to.be.instanceOf(FrameIntegrityError).and.to.include({ part: 'frame' })
  })

  it('GC-10 takes padding that is not zero and keeps it from the caller', async () => {
    const { server, connection } = await readySession(secure)
    await server.raw(...sealedWithPadding(0xaa))
    const value = await nextMessage(connection)
    expect(value).to.deep.include({ seq: 1n, front: pattern(20), middle: new Uint8Array(0) })
    await connection.close()
  })

  it('GC-11 refuses a frame of crc mode in secure mode', async () => {
    const error = await attack('ready', server => server.raw(...crcSeal(1).seal(Tag.Message, segments)), secure)
    expect(error).to.be.instanceOf(FrameIntegrityError)
  })

  it('GC-11 refuses a frame of secure mode in crc mode', async () => {
    const seal = secureSeal(secrets.connectionSecret, 'server')
    const error = await attack('ready', server => server.raw(...seal.seal(Tag.Message, segments)))
    expect(error).to.be.instanceOf(FrameIntegrityError).and.to.include({ part: 'preamble' })
  })

  it('GC-11 refuses AUTH_SIGNATURE in crc mode where secure was chosen', async () => {
    const error = await attack(
      'sign',
      server => server.raw(...crcSeal(1).seal(Tag.AuthSignature, [concat(server.signature)]), new Uint8Array(64)),
      secure
    )
    expect(error).to.be.instanceOf(FrameIntegrityError).and.to.include({ part: 'frame' })
  })

  for (const count of [2, 3, 4]) {
    it(`GC-12 refuses a message of ${count} segments whose last is empty`, async () => {
      const error = await attack('ready', server => server.raw(...sealedAsIs(server, count)), secure)
      expect(error).to.be.instanceOf(MalformedFrameError)
      expect(error.message).to.include('empty last segment')
    })
  }

  it('GC-13 counts blocks over many frames', async () => {
    const { server, connection } = await readySession(secure)
    const messages = connection[Symbol.asyncIterator]()
    for (let seq = 1n; seq <= 2000n; seq++) {
      await server.message({ front: pattern(Number(seq % 100n)) }, seq)
      expect((await messages.next()).value).to.include({ seq })
    }
    await connection.close()
  })

  it('keeps to MessengerError whatever the first block says', async () => {
    for (let tag = 0; tag < 256; tag++) {
      const error = await attack(
        'ready',
        async server => {
          await server.raw(sealed(server, tag, [pattern(200)]))
          server.destroy()
        },
        secure
      )
      expect(error).to.be.instanceOf(MessengerError)
    }
  })
})

/** The server's first nonce after its AUTH_SIGNATURE and SERVER_IDENT of three blocks. */
function serverCipher(block: number): (plain: Uint8Array) => Uint8Array {
  const nonce = secrets.connectionSecret.slice(16, 28)
  const view = new DataView(nonce.buffer)
  view.setBigUint64(4, view.getBigUint64(4, true) + BigInt(block), true)
  return plain => {
    const cipher = createCipheriv('aes-128-gcm', secrets.connectionSecret.subarray(0, 16), nonce)
    return concat(cipher.update(plain), cipher.final(), cipher.getAuthTag())
  }
}

/** AUTH_SIGNATURE takes one block, SERVER_IDENT two. */
const BLOCKS_BEFORE = 3

function sealedWithPadding(padding: number): Uint8Array[] {
  const [header, front] = encodeMessage({ type: 4, front: pattern(20) }, 1n, 0n) as [Uint8Array, Uint8Array]
  const head = new Uint8Array(80)
  encodePreamble(head, Tag.Message, [header, front], 2)
  head.set(header, 32)
  head.fill(padding, 32 + header.length)
  const rest = new Uint8Array(48).fill(padding)
  rest.set(front)
  rest[32] = 0x0e
  return [serverCipher(BLOCKS_BEFORE)(head), serverCipher(BLOCKS_BEFORE + 1)(rest)]
}

/** What no honest sender does: a segment count that includes an empty last one. */
function sealedAsIs(_server: ScriptedServer, count: number): Uint8Array[] {
  const all = [segments[0]!, ...[ascii('front'), ascii('middle')].slice(0, count - 2), new Uint8Array(0)]
  const head = new Uint8Array(80)
  encodePreamble(head, Tag.Message, all, count)
  head.set(all[0]!, 32)
  return [serverCipher(BLOCKS_BEFORE)(head)]
}
