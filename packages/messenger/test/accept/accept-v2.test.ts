import { expect } from 'chai'
import { CEPH_FEATURES_ALL, CephFeature, EntityType, decode, parseEntityAddr } from '@cephwire/codec'
import {
  AuthRefusedError,
  ConModeError,
  ConMode,
  ConnectionFaultError,
  FeatureMismatchError,
  FrameIntegrityError,
  MalformedFrameError,
  PeerMismatchError,
  Tag,
  UnexpectedFrameError,
  connect
} from '@cephwire/messenger'
import {
  authBadMethodCodec,
  authDoneCodec,
  authMoreCodec,
  authSignatureCodec,
  clientIdentCodec,
  encodeBanner,
  encodeMessage,
  identMissingFeaturesCodec
} from '@cephwire/messenger/frames'
import { accept } from '@cephwire/messenger/accept'
import { createFakeClock, transportPair } from '@cephwire/messenger/testing'
import type { Connection } from '@cephwire/messenger'
import type { AcceptInit, ServerAuthenticator } from '@cephwire/messenger/accept'
import { failure } from '../support/attack.js'
import { noneAuthenticator, scriptedAuthenticator } from '../support/authenticators.js'
import { ascii, concat, flipBit, pattern } from '../support/bytes.js'
import { accepted, attackServer, scriptedServerAuthenticator } from './support/accepted.js'
import { clientAddr, goodIdent, monAddr, monAddrV1, phases } from './support/scripted-client.js'
import type { Phase } from './support/scripted-client.js'

const name = { type: EntityType.Mon, num: 2n }

async function both(
  conMode: ConMode,
  init: Partial<AcceptInit> = {}
): Promise<{ readonly client: Connection; readonly server: Connection }> {
  const [near, far] = transportPair({ ...clientAddr, port: 50_000 })
  const clock = createFakeClock()
  const [client, server] = await Promise.all([
    connect({
      addr: monAddr,
      authenticator: scriptedAuthenticator(),
      preferredModes: [conMode],
      peerType: EntityType.Mon,
      clock,
      dial: () => Promise.resolve(near)
    }),
    accept(far, {
      protocol: 'msgr2',
      addrs: [monAddr, monAddrV1],
      name,
      authenticator: scriptedServerAuthenticator(),
      clock,
      ...init
    })
  ])
  return { client, server }
}

describe('accept() on msgr2', () => {
  for (const [title, conMode, revision] of [
    ['msgr2.1 in crc mode', ConMode.Crc, 1],
    ['msgr2.1 in secure mode', ConMode.Secure, 1],
    ['msgr2.0 in crc mode', ConMode.Crc, 0]
  ] as const) {
    it(`agrees with connect() on ${title}`, async () => {
      const { client, server } = await both(conMode, { revision })
      expect([client.protocol, server.protocol]).to.deep.equal([`msgr2.${revision}`, `msgr2.${revision}`])
      expect([client.conMode, server.conMode]).to.deep.equal([conMode, conMode])
      expect([client.globalId, server.globalId]).to.deep.equal([4242n, 4242n])
      expect(client.peer.name).to.deep.equal(name)
      expect(client.peer.addrs).to.deep.equal([monAddr, monAddrV1])
      expect(server.peer.name).to.deep.equal({ type: EntityType.Client, num: 4242n })
      expect(server.peer.features).to.equal(CEPH_FEATURES_ALL)
      expect(server.selfAddr).to.deep.equal(monAddr)
      expect(client.selfAddr).to.include({ type: 'any', host: '10.0.0.9', port: 0 })

      client.send({ type: 50, tid: 7n, front: ascii('question'), data: pattern(100_000) })
      const question = await server[Symbol.asyncIterator]().next()
      expect(question.value).to.deep.include({
        type: 50,
        tid: 7n,
        seq: 1n,
        front: ascii('question'),
        data: pattern(100_000)
      })
      server.send({ type: 51, tid: 7n, front: ascii('answer') })
      const answer = await client[Symbol.asyncIterator]().next()
      expect(answer.value).to.deep.include({ type: 51, tid: 7n, seq: 1n, front: ascii('answer') })
      expect(await client.keepalive2()).to.equal(0)
      await client.close()
      expect(await server.closed).to.be.instanceOf(ConnectionFaultError)
    })
  }

  it('never takes secure mode on msgr2.0', async () => {
    const asked: (readonly number[])[] = []
    const authenticator = scriptedServerAuthenticator({
      begin({ preferredModes }) {
        asked.push(preferredModes)
        return { kind: 'bad_method', result: -95, allowedMethods: [2], allowedModes: [2, 1] }
      }
    })
    const { client } = accepted({ revision: 0, accept: { revision: 0, authenticator } })
    await client.upTo('auth')
    await client.authRequest(2, [2, 1])
    const { segments } = await client.read(Tag.AuthBadMethod)
    expect(decode(authBadMethodCodec, segments[0]!)).to.deep.include({ result: -95, allowedModes: [1] })
    expect(asked).to.deep.equal([[1]])
    client.destroy()
  })

  it('signs with zeros where the method has no session key', async () => {
    const [near, far] = transportPair(clientAddr)
    const clock = createFakeClock()
    const authenticator: ServerAuthenticator = {
      begin: () => ({ kind: 'done', globalId: 9n, conMode: ConMode.Crc, payload: new Uint8Array(0), secrets: {} }),
      more: () => expect.fail('Nothing was asked')
    }
    const [client] = await Promise.all([
      connect({ addr: monAddr, authenticator: noneAuthenticator(), clock, dial: () => Promise.resolve(near) }),
      accept(far, { protocol: 'msgr2', addrs: [monAddr], name, authenticator, clock })
    ])
    expect(client.globalId).to.equal(9n)
    await client.close()
  })

  it('puts the wrapped wire to use', async () => {
    const { client, server } = await both(ConMode.Crc, {
      wrapWire: wire => ({ ...wire, message: (message, seq, ackSeq) => wire.message(message, seq + 10n, ackSeq) })
    })
    server.send({ type: 4, front: ascii('a') })
    expect((await client[Symbol.asyncIterator]().next()).value).to.include({ seq: 11n })
    await client.close()
    await server.close()
  })

  it('needs an authenticator', async () => {
    const [, far] = transportPair()
    const init = { protocol: 'msgr2', addrs: [monAddr], name, clock: createFakeClock() } as const
    expect(await failure(accept(far, init))).to.be.instanceOf(TypeError)
  })

  describe('deadline', () => {
    for (const phase of phases.slice(0, -1)) {
      it(`SV-01 ends a client that says nothing at ${phase} after 10 s`, async () => {
        const { client, accepting, clock } = accepted()
        await client.upTo(phase)
        await clock.advance(9_999)
        expect(clock.sleepers).to.equal(1)
        await clock.advance(1)
        const error = await failure(accepting)
        expect(error).to.be.instanceOf(ConnectionFaultError)
        expect(error.message).to.include('No session after 10000 ms')
        await client.rest()
      })
    }

    it('SV-01 ends a client that sends a byte a second', async () => {
      const { client, accepting, clock } = accepted()
      const banner = encodeBanner({ supported: 1n, required: 0n })
      for (const byte of banner.subarray(0, 10)) {
        await client.raw(Uint8Array.of(byte))
        await clock.advance(1000)
      }
      expect((await failure(accepting)).message).to.include('No session after')
    })

    it('throws the reason of its signal', async () => {
      const abort = new AbortController()
      const { client, accepting } = accepted({ accept: { signal: abort.signal } })
      await client.upTo('auth')
      const reason = new Error('Shutting down')
      abort.abort(reason)
      expect(await failure(accepting)).to.equal(reason)
      await client.rest()
    })
  })

  describe('authentication', () => {
    const refusing = (): ServerAuthenticator =>
      scriptedServerAuthenticator({
        begin: () => ({ kind: 'bad_method', result: -95, allowedMethods: [2], allowedModes: [2, 1] })
      })

    it('SV-18 lets a client try three methods', async () => {
      const { client, accepting } = accepted({ accept: { authenticator: refusing() } })
      await client.upTo('auth')
      for (const method of [255, 1, 4]) {
        await client.authRequest(method, [99])
        const { segments } = await client.read(Tag.AuthBadMethod)
        expect(decode(authBadMethodCodec, segments[0]!)).to.deep.equal({
          method,
          result: -95,
          allowedMethods: [2],
          allowedModes: [2, 1]
        })
      }
      await client.authRequest()
      const error = await failure(accepting)
      expect(error).to.be.instanceOf(AuthRefusedError).and.to.include({ result: -95 })
      expect(await client.rest()).to.have.lengthOf(0)
    })

    it('lets a refused client succeed with another method', async () => {
      let refusals = 0
      const good = scriptedServerAuthenticator()
      const begin: ServerAuthenticator['begin'] = request =>
        refusals++ === 0
          ? { kind: 'bad_method', result: -95, allowedMethods: [2], allowedModes: [1] }
          : good.begin(request)
      const { client, accepting } = accepted({ accept: { authenticator: { ...good, begin } } })
      await client.upTo('auth')
      await client.authRequest(1)
      await client.read(Tag.AuthBadMethod)
      await client.upTo('ready')
      await (await accepting).close()
    })

    it('ends with the refusal when the client goes away', async () => {
      const { client, accepting } = accepted({ accept: { authenticator: refusing() } })
      await client.upTo('auth')
      await client.authRequest()
      await client.read(Tag.AuthBadMethod)
      client.destroy()
      expect(await failure(accepting)).to.be.instanceOf(AuthRefusedError)
    })

    it('is over with the refusal of an answer', async () => {
      const authenticator = scriptedServerAuthenticator({
        more: () => ({ kind: 'bad_method', result: -13, allowedMethods: [2], allowedModes: [2, 1] })
      })
      const error = await attackServer(
        'more',
        async client => {
          await client.control(Tag.AuthRequestMore, authMoreCodec, ascii('wrong'))
          await client.read(Tag.AuthBadMethod)
          await client.authRequest()
        },
        { accept: { authenticator } }
      )
      expect(error).to.be.instanceOf(AuthRefusedError).and.to.include({ result: -13 })
    })

    it('does not go round for ever', async () => {
      const authenticator = scriptedServerAuthenticator({ more: () => ({ kind: 'more', payload: ascii('more') }) })
      const error = await attackServer(
        'more',
        async client => {
          for (let i = 0; i < 4; i++) await client.control(Tag.AuthRequestMore, authMoreCodec, ascii('more'))
        },
        { accept: { authenticator } }
      )
      expect(error).to.be.instanceOf(UnexpectedFrameError)
      expect(error.message).to.include('more than 4 times')
    })

    it('does not take a mode from its authenticator that the client has not asked for', async () => {
      const authenticator = scriptedServerAuthenticator({
        begin: () => ({ kind: 'done', globalId: 1n, conMode: ConMode.Secure, payload: ascii(''), secrets: {} })
      })
      const error = await attackServer('auth', client => client.authRequest(2, [1]), { accept: { authenticator } })
      expect(error).to.be.instanceOf(ConModeError)
    })

    it('does not start secure mode without a secret', async () => {
      const authenticator = scriptedServerAuthenticator({
        begin: () => ({ kind: 'done', globalId: 1n, conMode: ConMode.Secure, payload: ascii(''), secrets: {} })
      })
      const error = await attackServer('auth', client => client.authRequest(2, [2]), { accept: { authenticator } })
      expect(error).to.be.instanceOf(MalformedFrameError)
    })

    it('hands on what its authenticator throws, and says nothing to the client', async () => {
      const fault = new MalformedFrameError('The monitor is not in quorum')
      const authenticator = scriptedServerAuthenticator({
        begin() {
          throw fault
        }
      })
      expect(await attackServer('auth', client => client.authRequest(), { accept: { authenticator } })).to.equal(fault)
    })
  })

  describe('signature', () => {
    for (const [title, signature] of [
      ['of zeros', new Uint8Array(32)],
      ['of 31 bytes', new Uint8Array(31)],
      ['of 33 bytes', new Uint8Array(33)]
    ] as const) {
      for (const conMode of [ConMode.Crc, ConMode.Secure]) {
        it(`SV-07 closes at a signature ${title} in mode ${conMode}`, async () => {
          const error = await attackServer('sign', client => client.frame(Tag.AuthSignature, [signature]), { conMode })
          expect(error).to.be.instanceOf(signature.length === 32 ? FrameIntegrityError : MalformedFrameError)
        })
      }
    }

    it('SV-07 closes at a CLIENT_IDENT in place of the signature', async () => {
      const error = await attackServer('sign', client => client.control(Tag.ClientIdent, clientIdentCodec, goodIdent))
      expect(error).to.be.instanceOf(UnexpectedFrameError).and.to.include({ tag: Tag.ClientIdent })
    })

    it('SV-07 closes at the server’s own signature', async () => {
      const own: Uint8Array[] = []
      const error = await attackServer('more', async client => {
        await client.control(Tag.AuthRequestMore, authMoreCodec, ascii('more'))
        await client.read(Tag.AuthDone)
        own.push((await client.read(Tag.AuthSignature)).segments[0]!)
        await client.control(Tag.AuthSignature, authSignatureCodec, own[0]!)
      })
      expect(error).to.be.instanceOf(FrameIntegrityError).and.to.include({ part: 'signature' })
    })

    it('closes at any changed bit of the signature', async () => {
      for (const bit of [0, 100, 255]) {
        const error = await attackServer('sign', client =>
          client.control(Tag.AuthSignature, authSignatureCodec, flipBit(client.signature, bit))
        )
        expect(error).to.be.instanceOf(FrameIntegrityError)
      }
    })

    it('closes at any changed bit of a secure frame', async () => {
      for (const bit of [0, 300, 32 * 8, 95 * 8]) {
        const error = await attackServer(
          'sign',
          client => {
            const sealed = concat(...client.seal.seal(Tag.AuthSignature, [client.signature]))
            return client.raw(flipBit(sealed, bit))
          },
          { conMode: ConMode.Secure }
        )
        expect(error).to.be.instanceOf(FrameIntegrityError).and.to.include({ part: 'frame' })
      }
    })
  })

  describe('CLIENT_IDENT', () => {
    const ident = (overrides: Partial<typeof goodIdent>, accept: Partial<AcceptInit> = {}): Promise<Error> =>
      attackServer(
        'ident',
        client => client.control(Tag.ClientIdent, clientIdentCodec, { ...goodIdent, ...overrides }),
        { accept }
      )

    for (const [title, addrs] of [
      ['no address', []],
      ['the address of nobody', [parseEntityAddr('-')]]
    ] as const) {
      it(`closes at ${title} of the client`, async () => {
        expect(await ident({ addrs })).to.be.instanceOf(MalformedFrameError)
      })
    }

    for (const target of ['v2:10.0.0.1:3301/0', 'v2:10.0.0.1:3300/1', '10.0.0.1:3300/0', 'v1:10.0.0.1:3300/0', '-']) {
      it(`closes at target ${target}`, async () => {
        const error = await ident({ targetAddr: parseEntityAddr(target) })
        expect(error).to.be.instanceOf(PeerMismatchError)
        expect(error.message).to.include('this is [v2:10.0.0.1:3300/0,v1:10.0.0.1:6789/0]')
      })
    }

    it('takes any of its addresses for a target', async () => {
      const { client, accepting } = accepted()
      await client.upTo('ident')
      await client.control(Tag.ClientIdent, clientIdentCodec, { ...goodIdent, targetAddr: monAddrV1 })
      await client.read(Tag.ServerIdent)
      await (await accepting).close()
    })

    it('says which features are missing, and lets the client try again', async () => {
      const required = CephFeature.MSG_ADDR2 | CephFeature.CRUSH_V4
      const { client, accepting } = accepted({ accept: { requiredFeatures: required } })
      await client.upTo('ident')
      const supportedFeatures = CEPH_FEATURES_ALL & ~CephFeature.CRUSH_V4
      await client.control(Tag.ClientIdent, clientIdentCodec, { ...goodIdent, supportedFeatures })
      const { segments } = await client.read(Tag.IdentMissingFeatures)
      expect(decode(identMissingFeaturesCodec, segments[0]!)).to.equal(CephFeature.CRUSH_V4)
      await client.upTo('ready')
      await (await accepting).close()
    })

    it('ends with the missing features when the client goes away', async () => {
      const { client, accepting } = accepted({ accept: { requiredFeatures: CephFeature.CRUSH_V4 } })
      await client.upTo('ident')
      await client.control(Tag.ClientIdent, clientIdentCodec, { ...goodIdent, supportedFeatures: 1n })
      await client.read(Tag.IdentMissingFeatures)
      client.destroy()
      const error = await failure(accepting)
      expect(error).to.be.instanceOf(FeatureMismatchError).and.to.include({ missing: CephFeature.CRUSH_V4 })
    })

    it('closes at a message of any size in its place, without waiting for it', async () => {
      const error = await attackServer('ident', client => {
        const [preamble] = client.seal.seal(Tag.Message, encodeMessage({ type: 4, front: pattern(70_000) }, 1n, 0n))
        return client.raw(preamble!)
      })
      expect(error.message).to.include('over the limit of 65536')
    })
  })

  describe('SV-03 frames out of place', () => {
    const allowed: Readonly<Record<Exclude<Phase, 'banner'>, readonly number[]>> = {
      hello: [Tag.Hello],
      auth: [Tag.AuthRequest],
      more: [Tag.AuthRequestMore],
      sign: [Tag.AuthSignature],
      ident: [Tag.ClientIdent],
      ready: [Tag.Message, Tag.Keepalive2, Tag.Keepalive2Ack, Tag.Ack]
    }
    for (const [phase, tags] of Object.entries(allowed) as [Exclude<Phase, 'banner'>, readonly number[]][]) {
      it(`close at ${phase}`, async () => {
        for (let tag = 0; tag < 32; tag++) {
          if (tags.includes(tag)) continue
          const segments = tag === Tag.Message ? encodeMessage({ type: 4, front: ascii('a') }, 1n, 0n) : [pattern(40)]
          const error = await attackServer(phase, client => client.frame(tag, segments))
          expect(error, `tag ${tag}`).to.be.instanceOf(UnexpectedFrameError).and.to.include({ tag })
        }
      })
    }

    it('close when a second banner comes', async () => {
      const banner = encodeBanner({ supported: 1n, required: 0n })
      const error = await attackServer('banner', client => client.raw(banner, banner, new Uint8Array(6)))
      expect(error).to.be.instanceOf(FrameIntegrityError).and.to.include({ part: 'preamble' })
    })

    it('close when msgr2 features are required that nobody has', async () => {
      const error = await attackServer('banner', client =>
        client.raw(encodeBanner({ supported: 1n, required: 1n << 63n }))
      )
      expect(error)
        .to.be.instanceOf(FeatureMismatchError)
        .and.to.include({ missing: 1n << 63n })
    })
  })

  it('sends what AUTH_DONE needs and no more', async () => {
    const { client, accepting } = accepted()
    await client.upTo('more')
    await client.control(Tag.AuthRequestMore, authMoreCodec, ascii('more'))
    const { segments } = await client.read(Tag.AuthDone)
    expect(decode(authDoneCodec, segments[0]!)).to.deep.equal({ globalId: 4242n, conMode: 1, payload: ascii('done') })
    client.destroy()
    await failure(accepting)
  })
})
