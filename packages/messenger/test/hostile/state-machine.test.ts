import { expect } from 'chai'
import { encode } from '@cephwire/codec'
import {
  AuthRefusedError,
  FeatureMismatchError,
  MalformedFrameError,
  MessengerError,
  PeerMismatchError,
  Tag,
  UnexpectedFrameError,
  tagName
} from '@cephwire/messenger'
import {
  authBadMethodCodec,
  authMoreCodec,
  encodeMessage,
  identMissingFeaturesCodec,
  serverIdentCodec
} from '@cephwire/messenger/frames'
import { scriptedAuthenticator } from '../support/authenticators.js'
import { attack } from '../support/attack.js'
import { ascii } from '../support/bytes.js'
import { goodIdent } from '../support/scripted-server.js'
import type { Phase } from '../support/scripted-server.js'

const allowed: Readonly<Record<Exclude<Phase, 'banner'>, readonly number[]>> = {
  hello: [Tag.Hello],
  auth: [Tag.AuthBadMethod, Tag.AuthReplyMore, Tag.AuthDone],
  sign: [Tag.AuthSignature],
  ident: [Tag.ServerIdent, Tag.IdentMissingFeatures],
  ready: [Tag.Message, Tag.Keepalive2, Tag.Keepalive2Ack, Tag.Ack]
}

/** Well-formed segments of a frame: what matters is the tag. */
function segmentsOf(tag: number): Uint8Array[] {
  if (tag === Tag.Message) return encodeMessage({ type: 4, front: ascii('front') }, 1n, 0n)
  return [new Uint8Array(tag === Tag.Wait ? 0 : 8)]
}

describe('frames out of order', () => {
  for (const phase of Object.keys(allowed) as (keyof typeof allowed)[]) {
    for (let tag = 0; tag < 32; tag++) {
      if (allowed[phase].includes(tag)) continue
      it(`SM-01 in ${phase} refuses ${tagName(tag)}`, async () => {
        const error = await attack(phase, server => server.frame(tag, segmentsOf(tag)))
        expect(error).to.be.instanceOf(UnexpectedFrameError).and.to.include({ tag })
        expect(error.phase).to.match(/^[A-Z_]+$/)
      })
    }
  }

  it('SM-04 refuses WAIT, with and without content', async () => {
    for (const length of [0, 1]) {
      const error = await attack('ident', server => server.frame(Tag.Wait, [new Uint8Array(length)]))
      expect(error)
        .to.be.instanceOf(UnexpectedFrameError)
        .and.to.include({ tag: Tag.Wait, phase: 'SESSION_CONNECTING' })
    }
  })

  it('SM-05 refuses a session that is not lossy', async () => {
    const error = await attack('ident', server =>
      server.control(Tag.ServerIdent, serverIdentCodec, { ...goodIdent, flags: 0n })
    )
    expect(error).to.be.instanceOf(UnexpectedFrameError)
    expect(error.message).to.include('lossless')
  })

  it('SM-06 refuses a server that requires features which are unknown here', async () => {
    const requiredFeatures = 1n << 62n
    const error = await attack(
      'ident',
      server => server.control(Tag.ServerIdent, serverIdentCodec, { ...goodIdent, requiredFeatures }),
      { connect: { features: 1n << 59n } }
    )
    expect(error).to.be.instanceOf(FeatureMismatchError).and.to.include({ missing: requiredFeatures })
  })

  it('SM-06 refuses a server without features that are required here', async () => {
    const error = await attack('ident', server =>
      server.control(Tag.ServerIdent, serverIdentCodec, { ...goodIdent, supportedFeatures: 0n })
    )
    expect(error)
      .to.be.instanceOf(FeatureMismatchError)
      .and.to.include({ missing: 1n << 59n })
  })

  it('SM-06 names the features of IDENT_MISSING_FEATURES, however many', async () => {
    const missing = 0xffffffffffffffffn
    const error = await attack('ident', server =>
      server.control(Tag.IdentMissingFeatures, identMissingFeaturesCodec, missing)
    )
    expect(error).to.be.instanceOf(FeatureMismatchError).and.to.include({ missing })
  })

  it('SM-07 answers four AUTH_REPLY_MORE and no fifth', async () => {
    let answered = 0
    const authenticator = scriptedAuthenticator({ more: () => ascii(`answer ${++answered}`) })
    const error = await attack(
      'auth',
      async server => {
        for (let round = 0; round < 5; round++) await server.control(Tag.AuthReplyMore, authMoreCodec, ascii('more!'))
      },
      { connect: { authenticator } }
    )
    expect(error).to.be.instanceOf(UnexpectedFrameError).and.to.include({ tag: Tag.AuthReplyMore })
    expect(answered).to.equal(4)
  })

  it('SM-08 ends the connection at the first AUTH_BAD_METHOD', async () => {
    let started = 0
    const authenticator = scriptedAuthenticator({ start: () => ascii(`start ${++started}`) })
    const refusal = { method: 2, result: -13, allowedMethods: [1, 2], allowedModes: [1, 2] }
    const error = await attack(
      'auth',
      async server => {
        for (const method of [2, 1, 2])
          await server.control(Tag.AuthBadMethod, authBadMethodCodec, { ...refusal, method })
      },
      { connect: { authenticator } }
    )
    expect(error).to.be.instanceOf(AuthRefusedError).and.to.include({ result: -13 })
    expect(started).to.equal(1)
  })

  it('NT-08 refuses a server that is another one, and shows both addresses', async () => {
    const addrs = [{ ...goodIdent.addrs[0]!, port: 3301 }]
    const error = await attack('ident', server =>
      server.control(Tag.ServerIdent, serverIdentCodec, { ...goodIdent, addrs })
    )
    expect(error).to.be.instanceOf(PeerMismatchError)
    expect(error.message).to.include('Dialled v2:10.0.0.1:3300/0, reached v2:10.0.0.1:3301/0')
  })

  it('NT-08 keeps its words few when the server has 64 addresses', async () => {
    const host = '2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff'
    const addrs = Array.from({ length: 64 }, (_, i) => ({
      type: 'msgr2' as const,
      nonce: 0xffffffff,
      host,
      port: 60000 + i
    }))
    const error = await attack('ident', server =>
      server.control(Tag.ServerIdent, serverIdentCodec, { ...goodIdent, addrs })
    )
    expect(error).to.be.instanceOf(PeerMismatchError)
  })

  it('refuses every truncation of SERVER_IDENT and what is behind its end', async () => {
    const whole = encode(serverIdentCodec, goodIdent)
    for (let length = 1; length < whole.length; length++) {
      const error = await attack('ident', server => server.frame(Tag.ServerIdent, [whole.subarray(0, length)]))
      expect(error).to.be.instanceOf(MalformedFrameError)
    }
    const error = await attack('ident', server => server.frame(Tag.ServerIdent, [whole, new Uint8Array(1)]))
    expect(error).to.be.instanceOf(MessengerError)
  })
})
