import { expect } from 'chai'
import { CodecError, LimitError, encode } from '@cephwire/codec'
import {
  AuthError,
  AuthMethodRejectedError,
  CephxKeyUsage,
  CryptoKey,
  CryptoKeyType,
  ServerProofError,
  ServiceId,
  TicketStore,
  cephXAuthenticateCodec,
  cephXServiceTicketCodec,
  cephx,
  encodeEncryptEncBl,
  parseAuthEntity
} from '@cephwire/auth'
import { entityKey, fakeChallenge, fakeDone, sealSecret, sessionKey, ticketList } from './support/fake-monitor.js'
import { stoppedClock, thrownBy } from './support/vectors.js'
import type { CephxAuthenticator, CephxInit } from '@cephwire/auth'
import type { FakeReply } from './support/fake-monitor.js'

const entity = parseAuthEntity('client.admin')
const CRC = 1
const SECURE = 2

function challenged(init: Partial<CephxInit> = {}): CephxAuthenticator {
  const authenticator = cephx({ entity, key: entityKey, clock: stoppedClock(), ...init })
  authenticator.start()
  authenticator.more(fakeChallenge())
  return authenticator
}

/** What `done` throws for a reply, after a look at what is left behind: nothing. */
function refusalOf(reply: FakeReply | Uint8Array, result: { globalId?: bigint; conMode?: number } = {}): unknown {
  const authenticator = challenged()
  const payload = reply instanceof Uint8Array ? reply : fakeDone(reply)
  const { globalId = 5n, conMode = CRC } = result
  const error = thrownBy(() => authenticator.done(payload, { globalId, conMode: conMode as 1 }))
  expect(authenticator.tickets.globalId).to.equal(0n)
  expect(authenticator.tickets.services()).to.deep.equal([])
  return error
}

const seal = (bytes: Uint8Array): Uint8Array =>
  encodeEncryptEncBl(
    { encode: (w, value: Uint8Array) => void w.bytes(value) },
    bytes,
    entityKey,
    CephxKeyUsage.TicketSessionKey
  )

describe('cephx, with a hostile monitor', () => {
  it('takes what an honest one says', () => {
    const authenticator = challenged()
    const connectionSecret = new Uint8Array(64).fill(9)
    const secrets = authenticator.done(fakeDone({ connectionSecret }), { globalId: 5n, conMode: SECURE })
    expect(secrets.sessionKey).to.deep.equal(sessionKey.exportSecret())
    expect(secrets.connectionSecret).to.deep.equal(connectionSecret)
    expect(authenticator.tickets.globalId).to.equal(5n)
  })

  it('throws when called out of order, and stays unusable (AU-07)', () => {
    const fresh = (): CephxAuthenticator => cephx({ entity, key: entityKey })
    const done = { globalId: 5n, conMode: CRC } as const
    const orders: ((a: CephxAuthenticator) => unknown)[] = [
      a => a.more(fakeChallenge()),
      a => a.done(fakeDone(), done),
      a => a.renewal(),
      a => {
        a.renewed(fakeDone())
      },
      a => (a.start(), a.done(fakeDone(), done)),
      a => (a.start(), a.start()),
      a => (a.start(), a.hello()),
      a => (a.start(), a.more(fakeChallenge()), a.more(fakeChallenge())),
      a => (a.start(), a.more(fakeChallenge()), a.renewal())
    ]
    for (const order of orders) {
      const authenticator = fresh()
      expect(thrownBy(() => order(authenticator))).to.be.instanceOf(AuthError)
    }
    const authenticator = fresh()
    thrownBy(() => authenticator.done(fakeDone(), done))
    expect(() => authenticator.start()).to.throw(AuthError, 'out of order')
  })

  it('refuses a challenge of struct_v 0 and takes newer ones (AU-05)', () => {
    for (const [structV, accepted] of [
      [0, false],
      [1, true],
      [2, true],
      [255, true]
    ] as const) {
      const authenticator = cephx({ entity, key: entityKey })
      authenticator.start()
      const challenge = fakeChallenge().slice()
      challenge[0] = structV
      if (accepted) authenticator.more(challenge)
      else expect(() => authenticator.more(challenge)).to.throw(CodecError)
    }
  })

  it('refuses a reply without an AUTH ticket (AU-09)', () => {
    expect(refusalOf({ tickets: [] })).to.be.instanceOf(AuthError)
    expect(refusalOf({ tickets: [{ service: ServiceId.Osd }] })).to.be.instanceOf(AuthError)
  })

  it('refuses more tickets than fit, and more than 32 (AU-10)', () => {
    expect(refusalOf({ count: 0xffffffff })).to.be.instanceOf(CodecError)
    expect(refusalOf({ count: 2 })).to.be.instanceOf(CodecError)
    expect(refusalOf({ tickets: Array.from({ length: 33 }, () => ({})) })).to.be.instanceOf(LimitError)
  })

  it('refuses tickets of unknown services, and two of one (AU-11)', () => {
    for (const service of [0, 3, 8, 0x40, 0x80000000]) {
      expect(refusalOf({ tickets: [{ service }] }), `service ${service}`).to.be.instanceOf(CodecError)
    }
    expect(refusalOf({ tickets: [{}, {}] })).to.be.instanceOf(CodecError)
  })

  it('says the same of every ticket that does not verify (AU-12, AU-14)', () => {
    const good = encode(cephXServiceTicketCodec, { sessionKey, validity: { sec: 60, nsec: 0 } })
    const key = CryptoKey.generate(CryptoKeyType.Aes)
    const patched = (at: number, ...bytes: number[]): Uint8Array => {
      const copy = good.slice()
      copy.set(bytes, at)
      return copy
    }
    const sealed = seal(good)
    const wrongMagic = key.encrypt(0, Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, ...good))
    const replies: FakeReply[] = [
      { tickets: [{ key }] },
      ...[0, 8, 15, 16, 17].map(length => ({ tickets: [{ sealed: sealed.slice(0, length) }] })),
      { tickets: [{ sealed: new Uint8Array(sealed.length) }] },
      { tickets: [{ sealed: wrongMagic }] },
      { tickets: [{ sealed: seal(good.slice(0, -1)) }] },
      { tickets: [{ sealed: seal(patched(0, 0)) }] },
      { tickets: [{ sealed: seal(patched(1, 9, 0)) }] },
      { tickets: [{ sealed: seal(patched(11, 15, 0)) }] },
      { tickets: [{ sealed: seal(patched(11, 0xff, 0xff)) }] },
      { tickets: [{ ticketEnc: 1 }] },
      { tickets: [{ ticketEnc: 2 }] },
      { tickets: [{ ticketEnc: 1, oldSessionKey: key }] }
    ]
    for (const [i, reply] of replies.entries()) {
      const error = refusalOf(reply) as ServerProofError
      expect(error, `reply ${i}`).to.be.instanceOf(ServerProofError)
      expect(error.message, `reply ${i}`).to.equal('Ticket did not verify')
      expect(error.cause, `reply ${i}`).to.equal(undefined)
    }
  })

  it('takes a ticket of a newer struct_v, and with something appended', () => {
    const good = encode(cephXServiceTicketCodec, { sessionKey, validity: { sec: 60, nsec: 0 } })
    const newer = Uint8Array.of(2, ...good.slice(1), 1, 2, 3)
    challenged().done(fakeDone({ tickets: [{ sealed: seal(newer) }] }), { globalId: 5n, conMode: CRC })
  })

  it('bounds the size of a ticket', () => {
    expect(refusalOf({ tickets: [{ blob: new Uint8Array(16_385) }] })).to.be.instanceOf(LimitError)
  })

  it('renews tickets of any validity a second after they came at the earliest (AU-13)', () => {
    for (const [validity, renewAfter, expires] of [
      [{ sec: 0, nsec: 0 }, 1000, 0],
      [{ sec: 1, nsec: 0 }, 1000, 1000],
      [{ sec: 60, nsec: 0xffffffff }, 48_221.225471, 64_294.967295],
      [{ sec: 0xffffffff, nsec: 0 }, 3_221_225_471_250, 4_294_967_295_000]
    ] as const) {
      const authenticator = challenged()
      authenticator.done(fakeDone({ tickets: [{ validity }] }), { globalId: 5n, conMode: CRC })
      const ticket = authenticator.tickets.get(ServiceId.Auth)!
      expect(ticket.renewAfter).to.be.closeTo(renewAfter, 1e-3)
      expect(ticket.expires).to.be.closeTo(expires, 1e-3)
      expect(authenticator.tickets.nextRenewal(0)).to.be.within(1000, 86_400_000)
    }
  })

  it('needs 40 to 256 bytes of connection secret in secure mode and none in crc mode (AU-15)', () => {
    const secure = (reply: FakeReply): unknown => refusalOf(reply, { conMode: SECURE })
    expect(secure({})).to.be.instanceOf(AuthError)
    for (const length of [0, 39])
      expect(secure({ connectionSecret: new Uint8Array(length) })).to.be.instanceOf(AuthError)
    expect(secure({ connectionSecret: new Uint8Array(257) })).to.be.instanceOf(LimitError)
    const sealed = sealSecret(new Uint8Array(64)).slice()
    sealed[8]! ^= 1
    expect(secure({ sealedSecret: sealed })).to.be.instanceOf(AuthError)
    expect(secure({ sealedSecret: Uint8Array.of(0, 0, 0, 0x80) })).to.be.instanceOf(CodecError)
    for (const length of [40, 63, 64, 65, 256]) {
      const secrets = challenged().done(fakeDone({ connectionSecret: new Uint8Array(length) }), {
        globalId: 5n,
        conMode: SECURE
      })
      expect(secrets.connectionSecret).to.have.lengthOf(length)
    }
    for (const sealedSecret of [sealed, new Uint8Array(3), sealSecret(new Uint8Array(1))]) {
      expect(challenged().done(fakeDone({ sealedSecret }), { globalId: 5n, conMode: CRC }).connectionSecret).to.equal(
        undefined
      )
    }
  })

  it('refuses connection modes that are none (AU-16)', () => {
    for (const conMode of [0, 3, 0xffffffff]) expect(refusalOf({}, { conMode })).to.be.instanceOf(AuthError)
  })

  it('refuses global_id 0 (AU-20)', () => {
    expect(refusalOf({}, { globalId: 0n })).to.be.instanceOf(AuthError)
  })

  it('refuses an answer to another request, and a status other than 0 (AU-21)', () => {
    expect(refusalOf({ requestType: 0x0200 })).to.be.instanceOf(CodecError)
    const error = refusalOf({ status: -1 })
    expect(error).to.be.instanceOf(AuthMethodRejectedError)
    expect((error as AuthMethodRejectedError).errnoName).to.equal('EPERM')
  })

  it('does without service tickets that cannot be read, and asks for them again (AU-22)', () => {
    const good = ticketList([{ service: ServiceId.Mon }], sessionKey)
    const garbage = [
      new Uint8Array(40).fill(0xff),
      good.slice(0, -1),
      ticketList([{ service: 0x40 }], sessionKey),
      ticketList([{ service: 1 }], entityKey)
    ]
    for (const extra of garbage) {
      const authenticator = challenged()
      authenticator.done(fakeDone({ extra }), { globalId: 5n, conMode: CRC })
      expect(authenticator.tickets.services()).to.deep.equal([ServiceId.Auth])
      expect(authenticator.renewal()).to.be.instanceOf(Uint8Array)
    }
    const authenticator = challenged()
    authenticator.done(fakeDone({ extra: good }), { globalId: 5n, conMode: CRC })
    expect(authenticator.tickets.services()).to.deep.equal([ServiceId.Auth, ServiceId.Mon])
  })

  it('does not go on asking for a manager that is not there', () => {
    const authenticator = challenged({ wantKeys: [ServiceId.Mgr] })
    authenticator.done(fakeDone(), { globalId: 5n, conMode: CRC })
    expect(authenticator.renewal()).to.equal(undefined)
  })

  it('never says the same thing twice to the same challenge (AU-23)', () => {
    const answers = new Set<string>()
    for (let i = 0; i < 64; i++) {
      const authenticator = cephx({ entity, key: entityKey })
      authenticator.start()
      answers.add(Buffer.from(authenticator.more(fakeChallenge())).toString('hex'))
    }
    expect(answers.size).to.equal(64)
  })
})

describe('cephx and global_id', () => {
  const finish = (tickets: TicketStore, globalId: bigint, clock = stoppedClock()): void => {
    const old = tickets.get(ServiceId.Auth)?.sessionKey
    const reclaim = old === undefined ? {} : { ticketEnc: 1, oldSessionKey: old }
    const extra = ticketList([{ service: ServiceId.Osd }], sessionKey)
    challenged({ tickets, clock }).done(fakeDone({ tickets: [reclaim], extra }), { globalId, conMode: CRC })
  }

  it('sends 0 again after a conversation that was cut (AU-19)', () => {
    const tickets = new TicketStore()
    const first = cephx({ entity, key: entityKey, tickets })
    const request = first.start()
    first.more(fakeChallenge())
    expect(cephx({ entity, key: entityKey, tickets }).start()).to.deep.equal(request)
  })

  it('drops the tickets of another global_id (AU-20)', () => {
    const tickets = new TicketStore()
    finish(tickets, 5n)
    const osd = tickets.get(ServiceId.Osd)
    challenged({ tickets }).done(fakeDone({ tickets: [{}] }), { globalId: 6n, conMode: CRC })
    expect(osd).not.to.equal(undefined)
    expect(tickets.globalId).to.equal(6n)
    expect(tickets.services()).to.deep.equal([ServiceId.Auth])
  })

  it('drops global_id and tickets when the monitor refuses to give them back (AU-25)', () => {
    const tickets = new TicketStore()
    finish(tickets, 5n)
    const error = challenged({ tickets }).refused({ method: 2, result: -13, allowedMethods: [2], allowedModes: [1] })
    expect(error.reclaim).to.equal(true)
    expect(tickets.globalId).to.equal(0n)
    expect(tickets.services()).to.deep.equal([])
  })

  it('keeps newer tickets when an attempt with older ones is refused', () => {
    const tickets = new TicketStore()
    finish(tickets, 5n)
    const late = challenged({ tickets })
    finish(tickets, 5n)
    late.refused({ method: 2, result: -13, allowedMethods: [2], allowedModes: [1] })
    expect(tickets.globalId).to.equal(5n)
  })

  it('starts anew when the ticket has run out', () => {
    const tickets = new TicketStore()
    finish(tickets, 5n)
    const start = (now: number): Uint8Array =>
      cephx({ entity, key: entityKey, tickets, clock: stoppedClock(now) }).start()
    expect(start(3_599_999).at(-8)).to.equal(5)
    expect(start(3_600_000).at(-8)).to.equal(0)
  })
})

describe('CephXAuthenticate.other_keys', () => {
  const authenticate = { clientChallenge: 1n, key: 2n, oldTicket: { secretId: 0n, blob: new Uint8Array(0) } }

  it('cannot be encoded as 0', () => {
    expect(() => encode(cephXAuthenticateCodec, { ...authenticate, otherKeys: 0 })).to.throw(
      CodecError,
      'must not be 0'
    )
  })

  it('has AUTH in it whatever is wanted', () => {
    const otherKeys = (wantKeys?: readonly ServiceId[]): number => {
      const authenticator = cephx({ entity, key: entityKey, wantKeys })
      authenticator.start()
      const request = authenticator.more(fakeChallenge())
      return new DataView(request.buffer, request.byteOffset + request.length - 4).getUint32(0, true)
    }
    expect(otherKeys([])).to.equal(0x20)
    expect(otherKeys([ServiceId.Mon])).to.equal(0x21)
    expect(otherKeys()).to.equal(0x37)
  })

  it('takes no bits that monitors stumble over', () => {
    for (const bad of [0, 3, 8, 0x40]) {
      expect(() => cephx({ entity, key: entityKey, wantKeys: [bad as ServiceId] })).to.throw(AuthError)
    }
  })
})
