import { expect } from 'chai'
import { CephError, Reader, Writer, decode, encode } from '@cephwire/codec'
import { everyTruncation, toHex } from '@cephwire/codec/testing'
import {
  AuthError,
  CephxKeyUsage,
  CryptoKey,
  CryptoKeyType,
  ServerProofError,
  ServiceId,
  Ticket,
  TicketExpiredError,
  TicketStore,
  buildAuthorizer,
  cephXAuthorizeChallengeCodec,
  cephXAuthorizeCodec,
  cephXAuthorizeReplyCodec,
  cephXTicketBlobCodec,
  cephx,
  cephxService,
  decodeDecrypt,
  encodeEncrypt,
  encodeEncryptEncBl,
  parseAuthEntity
} from '@cephwire/auth'
import { readVector, recordedRandom, stoppedClock, thrownBy } from './support/vectors.js'

const SECURE = 2

/** The tickets after the two recorded conversations with the monitor. */
function recordedTickets(): TicketStore {
  const tickets = new TicketStore()
  for (const file of ['tentacle-aes256k-secure', 'tentacle-aes256k-reclaim']) {
    const vector = readVector(file)
    const clock = stoppedClock()
    const init = { entity: parseAuthEntity('client.admin'), key: vector.key, tickets, random: recordedRandom, clock }
    const authenticator = cephx(init)
    authenticator.start()
    authenticator.more(vector.bytes('challenge'))
    authenticator.done(vector.bytes('done'), { globalId: vector.globalId, conMode: SECURE })
  }
  return tickets
}

describe('cephxService()', () => {
  const vector = readVector('tentacle-aes256k-mgr')

  it('goes through tentacle-aes256k-mgr', () => {
    const service = ServiceId.Mgr
    const manager = cephxService({ tickets: recordedTickets(), service, random: recordedRandom, clock: stoppedClock() })
    expect(toHex(manager.start())).to.equal(toHex(vector.bytes('request')))
    expect(toHex(manager.more(vector.bytes('challenge')))).to.equal(toHex(vector.bytes('authenticate')))
    const secrets = manager.done(vector.bytes('done'), { globalId: 0n, conMode: SECURE })
    expect(toHex(secrets.sessionKey!)).to.equal(toHex(vector.bytes('session_key')))
    expect(toHex(secrets.connectionSecret!)).to.equal(toHex(vector.bytes('connection_secret')))
  })

  it('refuses every truncation of what the manager said', () => {
    const tickets = recordedTickets()
    for (const name of ['challenge', 'done'] as const) {
      for (const cut of everyTruncation(vector.bytes(name))) {
        const manager = cephxService({ tickets, service: ServiceId.Mgr, random: recordedRandom, clock: stoppedClock() })
        manager.start()
        const error = thrownBy(() =>
          name === 'challenge' ? manager.more(cut) : manager.done(cut, { globalId: 0n, conMode: SECURE })
        )
        expect(CephError.isCephError(error), `${name}, ${cut.length} bytes`).to.equal(true)
      }
    }
  })

  it('says which ticket is missing or over', () => {
    const tickets = recordedTickets()
    const start = (store: TicketStore, now: number): unknown =>
      thrownBy(() => cephxService({ tickets: store, service: ServiceId.Mgr, clock: stoppedClock(now) }).start())
    for (const error of [start(new TicketStore(), 0), start(tickets, 3_600_000)]) {
      expect(error).to.be.instanceOf(TicketExpiredError)
      expect((error as TicketExpiredError).service).to.equal(ServiceId.Mgr)
      expect((error as TicketExpiredError).message).to.equal('No valid ticket for mgr')
    }
  })

  it('throws when called out of order', () => {
    const manager = cephxService({ tickets: recordedTickets(), service: ServiceId.Mgr, clock: stoppedClock() })
    expect(() => manager.more(vector.bytes('challenge'))).to.throw(AuthError)
    expect(() => manager.done(vector.bytes('done'), { globalId: 0n, conMode: SECURE })).to.throw(AuthError)
  })
})

for (const type of [CryptoKeyType.Aes, CryptoKeyType.Aes256k]) {
  const sessionKey = CryptoKey.generate(type)
  const blob = { secretId: 3n, blob: Uint8Array.of(1, 2, 3) }
  const ticket = new Ticket({ service: ServiceId.Osd, sessionKey, blob, validity: { sec: 60, nsec: 0 }, now: 0 })

  /** What the service reads in an authorizer. */
  const read = (payload: Uint8Array): { nonce: bigint; answer: bigint | undefined } => {
    const r = new Reader(payload)
    expect([r.u8(), r.u64(), r.u32()]).to.deep.equal([1, 99n, ServiceId.Osd])
    expect(cephXTicketBlobCodec.decode(r)).to.deep.equal(blob)
    const authorize = decodeDecrypt(r, cephXAuthorizeCodec, sessionKey, CephxKeyUsage.Authorize, 'Authorizer')
    expect(r.remaining).to.equal(0)
    return { nonce: authorize.authorizerNonce, answer: authorize.serverChallengePlusOne }
  }
  const challenge = (serverChallenge: bigint, key = sessionKey): Uint8Array =>
    encodeEncryptEncBl(cephXAuthorizeChallengeCodec, { serverChallenge }, key, CephxKeyUsage.AuthorizeChallenge)
  const reply = (noncePlusOne: bigint, connectionSecret = new Uint8Array(0), key = sessionKey): Uint8Array => {
    const w = new Writer()
    encodeEncrypt(w, cephXAuthorizeReplyCodec, { noncePlusOne, connectionSecret }, key, CephxKeyUsage.AuthorizeReply)
    return w.finish()
  }

  describe(`buildAuthorizer() with a session key of type ${sessionKey.typeName}`, () => {
    it('shows ticket, global_id and a nonce', () => {
      const { nonce, answer } = read(buildAuthorizer(ticket, 99n, { random: recordedRandom }).payload)
      expect({ nonce, answer }).to.deep.equal({ nonce: 0x0807060504030201n, answer: undefined })
    })

    it('answers a challenge with that plus one, and the same nonce', () => {
      const authorizer = buildAuthorizer(ticket, 99n)
      const first = read(authorizer.payload)
      expect(read(authorizer.addChallenge(challenge(7n)))).to.deep.equal({ nonce: first.nonce, answer: 8n })
      expect(read(authorizer.addChallenge(challenge(0xffffffffffffffffn))).answer).to.equal(0n)
    })

    it('takes only nonce plus one for an answer', () => {
      const authorizer = buildAuthorizer(ticket, 99n)
      const { nonce } = read(authorizer.payload)
      const plusOne = (nonce + 1n) & 0xffffffffffffffffn
      expect(authorizer.verifyReply(reply(plusOne))).to.deep.equal({ connectionSecret: undefined })
      const secret = new Uint8Array(64).fill(5)
      expect([...authorizer.verifyReply(reply(plusOne, secret)).connectionSecret!]).to.deep.equal([...secret])
      for (const bad of [reply(nonce), reply(plusOne, secret, CryptoKey.generate(type))]) {
        const error = thrownBy(() => authorizer.verifyReply(bad)) as Error
        expect(error).to.be.instanceOf(ServerProofError)
        expect(error.message).to.equal('Authorizer reply did not verify')
      }
    })

    it('refuses a challenge made with another key', () => {
      const authorizer = buildAuthorizer(ticket, 99n)
      expect(() => authorizer.addChallenge(challenge(7n, CryptoKey.generate(type)))).to.throw(ServerProofError)
    })

    it('has a fresh nonce each time', () => {
      const nonces = new Set(Array.from({ length: 32 }, () => read(buildAuthorizer(ticket, 99n).payload).nonce))
      expect(nonces.size).to.equal(32)
    })
  })
}

describe('CephXAuthorize of struct_v 1', () => {
  it('has no challenge', () => {
    const bytes = Uint8Array.of(1, 9, 0, 0, 0, 0, 0, 0, 0)
    expect(decode(cephXAuthorizeCodec, bytes)).to.deep.equal({ authorizerNonce: 9n, serverChallengePlusOne: undefined })
    expect(encode(cephXAuthorizeCodec, { authorizerNonce: 9n, serverChallengePlusOne: undefined })).to.have.lengthOf(18)
  })
})
