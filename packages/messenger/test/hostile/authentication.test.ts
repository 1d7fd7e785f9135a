import { expect } from 'chai'
import { CodecError } from '@cephwire/codec'
import {
  AuthRefusedError,
  ConMode,
  ConModeError,
  ConnectionFaultError,
  FrameIntegrityError,
  MalformedFrameError,
  MessengerError,
  Tag,
  connect
} from '@cephwire/messenger'
import { authDoneCodec, authSignatureCodec, crcSeal, encodeBanner } from '@cephwire/messenger/frames'
import { createFakeClock, transportPair } from '@cephwire/messenger/testing'
import type { AuthBadMethod, Dial } from '@cephwire/messenger'
import { noneAuthenticator, scriptedAuthenticator, secrets } from '../support/authenticators.js'
import { attack, failure, readySession, scriptedSession } from '../support/attack.js'
import { ascii, concat, flipBit } from '../support/bytes.js'
import { ScriptedServer, WrongSignature, target } from '../support/scripted-server.js'
import { vector } from '../support/vectors.js'

const bothModes = { connect: { preferredModes: [ConMode.Secure, ConMode.Crc] } } as const
const secure = { conMode: ConMode.Secure } as const

describe('hostile authentication', () => {
  it('AU-01 reports a refusal with what it says', async () => {
    const error = await attack('auth', server => server.raw(vector('AU-01')), bothModes)
    expect(error).to.be.instanceOf(AuthRefusedError)
    expect(error).to.deep.include({ result: -13, allowedMethods: [2], allowedModes: [2], retryable: false })
  })

  it('AU-01 lets the authenticator say it', async () => {
    class Refused extends MessengerError {
      override readonly code = 'ERR_CEPH_TEST'
    }
    let told: AuthBadMethod | undefined
    const refused = (refusal: AuthBadMethod): Error => {
      told = refusal
      return new Refused('no')
    }
    const error = await attack('auth', server => server.raw(vector('AU-01')), {
      connect: { ...bothModes.connect, authenticator: scriptedAuthenticator({ refused }) }
    })
    expect(error).to.be.instanceOf(Refused)
    expect(told).to.deep.equal({ method: 2, result: -13, allowedMethods: [2], allowedModes: [2] })
  })

  it('AU-02 refuses counts that the frame has no bytes for', async () => {
    const error = await attack('auth', server => server.raw(vector('AU-02')))
    expect(error).to.be.instanceOf(MalformedFrameError)
    expect(error.cause).to.be.instanceOf(CodecError)
  })

  it('AU-02 keeps the words few when thousands of methods are allowed', async () => {
    const many = new Uint8Array(4 * 16_000).fill(0xff)
    const counted = (bytes: Uint8Array): Uint8Array =>
      concat(Uint8Array.of(bytes.length / 4, (bytes.length / 4) >> 8, 0, 0), bytes)
    for (const first of [2, 3]) {
      const body = concat(Uint8Array.of(2, 0, 0, 0, 0xf3, 0xff, 0xff, 0xff, 1, 0, 0, 0, first, 0, 0, 0), counted(many))
      const error = await attack('auth', server => server.frame(Tag.AuthBadMethod, [body]))
      expect(error).to.be.instanceOf(first === 2 ? ConModeError : AuthRefusedError)
    }
  })

  it('AU-03 never falls back to another method', async () => {
    const error = await attack('auth', server => server.raw(vector('AU-03')))
    expect(error).to.be.instanceOf(AuthRefusedError)
    expect(error).to.deep.include({ result: -95, allowedMethods: [1] })
  })

  it('AU-04 never falls back to another connection mode, and sends no credential', async () => {
    let asked = 0
    const authenticator = scriptedAuthenticator({ more: () => ascii(`credential ${++asked}`) })
    const error = await attack('auth', server => server.raw(vector('AU-04')), {
      connect: { preferredModes: [ConMode.Secure], authenticator }
    })
    expect(error).to.be.instanceOf(ConModeError)
    expect(error.message).to.include('allows crc, offered were secure')
    expect(asked).to.equal(0)
  })

  for (const id of ['AU-05-len0', 'AU-05-len1', 'AU-05-len8', 'AU-05-v0']) {
    it(`${id} goes to the authenticator as it is, and what that throws reaches the caller`, async () => {
      const thrown = new CodecError('this is no challenge')
      let payload: Uint8Array | undefined
      const more = (bytes: Uint8Array): never => {
        payload = bytes
        throw thrown
      }
      const error = await attack('auth', server => server.raw(vector(id)), {
        connect: { authenticator: scriptedAuthenticator({ more }) }
      })
      expect(error).to.equal(thrown)
      expect(payload).to.deep.equal(vector(id).subarray(36, -4))
    })
  }

  it('AU-07 leaves an AUTH_DONE without a challenge to the authenticator, which refuses it', async () => {
    const thrown = new CodecError('out of order')
    const done = (): never => {
      throw thrown
    }
    const authDone = { globalId: 1n, conMode: ConMode.Crc, payload: ascii('done') }
    const error = await attack('auth', server => server.control(Tag.AuthDone, authDoneCodec, authDone), {
      connect: { authenticator: scriptedAuthenticator({ done }) }
    })
    expect(error).to.equal(thrown)
  })

  for (const id of ['AU-08-7fffffff', 'AU-08-ffffffff', 'AU-08-plus1']) {
    it(`${id} does not decode`, async () => {
      const error = await attack('auth', server => server.raw(vector(id)))
      expect(error).to.be.instanceOf(MalformedFrameError)
      expect(error.message).to.include('AUTH_DONE does not decode')
    })
  }

  for (const [offered, chosen] of [
    [[ConMode.Secure], 1],
    [[ConMode.Secure], 3],
    [[ConMode.Crc], 2],
    [[ConMode.Crc, ConMode.Secure], 0],
    [[ConMode.Crc, ConMode.Secure], 3],
    [[ConMode.Crc, ConMode.Secure], 0xffffffff]
  ] as const) {
    it(`AU-16 refuses con_mode ${chosen} where ${offered.join(' and ')} was offered, before any secret is made`, async () => {
      let done = 0
      const authenticator = scriptedAuthenticator({ done: () => (done++, secrets) })
      const authDone = { globalId: 1n, conMode: chosen, payload: ascii('done') }
      const error = await attack('auth', server => server.control(Tag.AuthDone, authDoneCodec, authDone), {
        connect: { authenticator, preferredModes: offered }
      })
      expect(error).to.be.instanceOf(ConModeError)
      expect(done).to.equal(0)
    })
  }

  for (const length of [undefined, 0, 39]) {
    it(`AU-15 refuses secure mode with a connection secret of ${length ?? 'no'} bytes`, async () => {
      const connectionSecret = length === undefined ? {} : { connectionSecret: new Uint8Array(length) }
      const authenticator = scriptedAuthenticator({
        done: () => ({ sessionKey: secrets.sessionKey, ...connectionSecret })
      })
      const authDone = { globalId: 1n, conMode: ConMode.Secure, payload: ascii('done') }
      const error = await attack('auth', server => server.control(Tag.AuthDone, authDoneCodec, authDone), {
        ...secure,
        connect: { authenticator }
      })
      expect(error).to.be.instanceOf(MalformedFrameError)
      expect(error.message).to.include('without a connection secret of 40 bytes')
    })
  }

  for (const id of ['AU-17-zero', 'AU-17-31', 'AU-17-33']) {
    it(`${id} is no signature of the server`, async () => {
      const error = await attack('sign', server => server.raw(vector(id)))
      expect(error)
        .to.be.instanceOf(FrameIntegrityError)
        .and.to.include({ part: 'signature', phase: 'AUTH_CONNECTING_SIGN' })
    })
  }

  for (const init of [{}, secure]) {
    const mode = 'conMode' in init ? 'secure' : 'crc'
    it(`AU-17 refuses the client's own signature in ${mode} mode`, async () => {
      const { server, connecting } = scriptedSession(init)
      const taken: Uint8Array[] = []
      const take = server.take.bind(server)
      server.take = async length => {
        const bytes = await take(length)
        taken.push(bytes)
        return bytes
      }
      await server.upTo('sign')
      const own = mode === 'crc' ? taken.at(-1)!.subarray(0, 32) : new Uint8Array(32)
      await server.control(Tag.AuthSignature, authSignatureCodec, own)
      expect(await failure(connecting))
        .to.be.instanceOf(FrameIntegrityError)
        .and.to.include({ part: 'signature' })
      expect(await server.rest()).to.have.length(0)
    })

    it(`AU-17 refuses a signature with any one bit changed, in ${mode} mode`, async () => {
      for (let bit = 0; bit < 256; bit++) {
        const error = await attack(
          'sign',
          server => server.control(Tag.AuthSignature, authSignatureCodec, flipBit(server.signature, bit)),
          init
        )
        expect(error).to.be.instanceOf(FrameIntegrityError).and.to.include({ part: 'signature' })
      }
    })
  }

  describe('tampering before authentication', function () {
    this.timeout(60_000)

    /** A session whose bytes of one direction pass through `tamper`; how far each side came. */
    async function tampered(
      direction: 'in' | 'out',
      tamper: (bytes: Uint8Array, at: number) => Uint8Array
    ): Promise<Error> {
      const [client, peer] = transportPair(target)
      let at = 0
      const change = (bytes: Uint8Array): Uint8Array => {
        const changed = tamper(bytes, at)
        at += bytes.length
        return changed
      }
      const dial: Dial = () =>
        Promise.resolve({
          ...client,
          chunks: direction === 'in' ? changed(client.chunks, change) : client.chunks,
          write: bytes => client.write(direction === 'out' ? change(bytes) : bytes)
        })
      const server = new ScriptedServer(peer)
      const clock = createFakeClock()
      const connecting = connect({
        addr: target,
        authenticator: scriptedAuthenticator(),
        preferredModes: [ConMode.Crc],
        clock,
        dial
      })
      const outcome = failure(connecting)
      let identified = false
      const script = async (): Promise<void> => {
        await server.upTo('sign')
        // The server has verified what the client received; the client now does the same the other way.
        await server.control(Tag.AuthSignature, authSignatureCodec, server.signature)
        await server.read(Tag.ClientIdent)
        identified = true
      }
      const scripted = script().catch(() => server.destroy())
      // Where one side waits for bytes that the other does not know of, the deadline decides.
      await clock.advance(10_000)
      await scripted
      expect(identified).to.equal(false)
      return outcome
    }

    async function* changed(
      chunks: AsyncIterable<Uint8Array>,
      change: (bytes: Uint8Array) => Uint8Array
    ): AsyncGenerator<Uint8Array> {
      for await (const chunk of chunks) yield change(chunk)
    }

    const flip =
      (bit: number) =>
      (bytes: Uint8Array, at: number): Uint8Array =>
        bit >= 8 * at && bit < 8 * (at + bytes.length) ? flipBit(bytes, bit - 8 * at) : bytes

    it('AU-18 no changed bit from the server gets as far as CLIENT_IDENT', async () => {
      const { server } = scriptedSession()
      await server.upTo('sign')
      const bits = 8 * concat(...server.sent).length
      for (let bit = 0; bit < bits; bit++) expect(await tampered('in', flip(bit))).to.be.instanceOf(Error)
    })

    it('AU-18 no changed bit of the client gets as far as CLIENT_IDENT', async () => {
      const { server } = scriptedSession()
      await server.upTo('sign')
      const bits = 8 * concat(...server.received.slice(0, -2)).length
      for (let bit = 0; bit < bits; bit++) expect(await tampered('out', flip(bit))).to.be.instanceOf(Error)
    })

    it('AU-18 a banner with another feature word, which no crc covers, fails at the signatures', async () => {
      // Compression on the wire, and not: both are msgr2.1 to this client.
      const error = await tampered('in', (bytes, at) =>
        at === 0 ? encodeBanner({ supported: 1n, required: 0n }) : bytes
      )
      expect(error).to.be.instanceOf(ConnectionFaultError).and.to.include({ phase: 'AUTH_CONNECTING_SIGN' })
    })

    it('AU-18 a frame that was rewritten with a right crc fails at the signatures', async () => {
      const error = await tampered('out', bytes =>
        bytes[0] === Tag.AuthRequest
          ? concat(...crcSeal(1).seal(Tag.AuthRequest, [flipBit(bytes.subarray(32, -4), 100)]))
          : bytes
      )
      expect(error).to.be.instanceOf(FrameIntegrityError).and.to.include({ part: 'signature' })
    })
  })

  it('AU-18 the scripted server knows a wrong signature', async () => {
    const { server, connecting } = scriptedSession({ sessionKey: new Uint8Array(16) })
    await server.upTo('auth')
    expect(await failure(server.step())).to.be.instanceOf(WrongSignature)
    await failure(connecting)
  })

  const none = { sessionKey: undefined, more: false, connect: { authenticator: noneAuthenticator() } } as const

  it('AU-26 method none signs with zeros', async () => {
    const { connection } = await readySession(none)
    expect(connection.globalId).to.equal(4242n)
    await connection.close()
  })

  it('AU-26 method none takes nothing but zeros', async () => {
    for (let bit = 0; bit < 256; bit += 17) {
      const error = await attack(
        'sign',
        server => server.control(Tag.AuthSignature, authSignatureCodec, flipBit(new Uint8Array(32), bit)),
        none
      )
      expect(error).to.be.instanceOf(FrameIntegrityError).and.to.include({ part: 'signature' })
    }
  })
})
