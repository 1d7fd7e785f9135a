import { expect } from 'chai'
import { Reader, Writer, encode } from '@cephwire/codec'
import { everyTruncation, toHex } from '@cephwire/codec/testing'
import {
  AuthMethod,
  CryptoKey,
  CryptoKeyType,
  ServiceId,
  TicketStore,
  calcClientServerChallenge,
  cephXServerChallengeCodec,
  cephXTicketBlobCodec,
  cephx,
  parseAuthEntity
} from '@cephwire/auth'
import type { AuthStep } from '@cephwire/messenger/accept'
import type { AuthEntity, Ticket } from '@cephwire/auth'
import type { AuthSession } from '@cephwire/auth/server'
import { CRC, SECURE, admin, authenticated, begun, client, createMon, keyTypes, renew } from './support/pair.js'
import type { Mon } from './support/pair.js'

const HOUR = 3_600_000
const nobody = parseAuthEntity('client.nobody')

const resultOf = (step: AuthStep): number => (step.kind === 'bad_method' ? step.result : 0)
const challengeOf = (step: AuthStep): bigint =>
  step.kind === 'more' ? cephXServerChallengeCodec.decode(new Reader(step.payload)).serverChallenge : 0n

/** A CephXAuthenticate of any struct_v, written here. */
function authenticateRequest(
  key: CryptoKey,
  serverChallenge: bigint,
  fields: { structV?: number; ticket?: Ticket; otherKeys?: number } = {}
): Uint8Array {
  const { structV = 3, ticket, otherKeys = 0x20 } = fields
  const challenges = { serverChallenge, clientChallenge: 5n }
  const w = new Writer().u16(0x0100).u8(structV).u64(5n).u64(calcClientServerChallenge(key, challenges))
  cephXTicketBlobCodec.encode(w, ticket?.blob ?? { secretId: 0n, blob: new Uint8Array(0) }, 0n)
  return structV < 2 ? w.finish() : w.u32(otherKeys).finish()
}

/** AUTH_REQUEST payload for client.admin. */
function monRequest(globalId: bigint, entity = admin): Uint8Array {
  return new Writer().u8(10).u32(entity.type).string(entity.id).u64(globalId).finish()
}

function start(mon: Mon, globalId = 0n, entity = admin): { session: AuthSession; challenge: bigint } {
  const session = mon.server.session()
  const payload = monRequest(globalId, entity)
  const step = session.begin({ method: AuthMethod.Cephx, preferredModes: [SECURE], payload, peerType: 8 })
  return { session, challenge: challengeOf(step) }
}

for (const keyType of keyTypes) {
  describe(`AuthSession, key type ${CryptoKey.generate(keyType).typeName}`, () => {
    it('SV-04 answers a wrong key and an unknown entity with the same bytes after as many messages', () => {
      const mon = createMon(keyType)
      const wrong = cephx({ entity: admin, key: CryptoKey.generate(keyType) })
      const ghost = cephx({ entity: parseAuthEntity('client.ghost'), key: mon.key })
      const ends = [wrong, ghost].map(authenticator => {
        const { session, step } = begun(mon, authenticator)
        if (step.kind !== 'more') throw new Error('No challenge')
        expect(step.payload).to.have.lengthOf(9)
        return session.more(authenticator.more(step.payload))
      })
      expect(ends[0]).to.deep.equal({ kind: 'bad_method', result: -13, allowedMethods: [2], allowedModes: [2, 1] })
      expect(ends[1]).to.deep.equal(ends[0])
    })

    it('SV-04 takes as long for both, within what can be measured', () => {
      const mon = createMon(keyType)
      const key = CryptoKey.generate(keyType)
      const refuse = (entity: AuthEntity): number => {
        const authenticator = cephx({ entity, key })
        const { session, step } = begun(mon, authenticator)
        const payload = authenticator.more((step as AuthStep & { payload: Uint8Array }).payload)
        const before = performance.now()
        session.more(payload)
        return performance.now() - before
      }
      const ghost = parseAuthEntity('client.ghost')
      const taken = Array.from({ length: 300 }, () => [refuse(admin), refuse(ghost)] as const)
      const median = (which: 0 | 1): number => taken.map(times => times[which]).sort((a, b) => a - b)[150]!
      const ratio = median(0) / median(1)
      expect(Math.max(ratio, 1 / ratio)).to.be.lessThan(2)
    })

    it('SV-05 refuses an answer that belongs to another connection’s challenge', () => {
      const mon = createMon(keyType)
      const authenticator = client(mon)
      const { session, step } = begun(mon, authenticator)
      const answer = authenticator.more((step as AuthStep & { payload: Uint8Array }).payload)
      expect(session.more(answer).kind).to.equal('done')
      const replayed = begun(mon, client(mon))
      expect(resultOf(replayed.session.more(answer))).to.equal(-13)
    })

    it('has a fresh challenge each time, never 0', () => {
      const mon = createMon(keyType)
      const challenges = new Set(Array.from({ length: 64 }, () => start(mon).challenge))
      expect(challenges.size).to.equal(64)
      expect(challenges.has(0n)).to.equal(false)
    })

    it('SV-06 refuses a global_id without a ticket for it, in struct_v 2 and 3', () => {
      for (const structV of [2, 3]) {
        const mon = createMon(keyType)
        const { session, challenge } = start(mon, 4109n)
        expect(resultOf(session.more(authenticateRequest(mon.key, challenge, { structV })))).to.equal(-13)
        expect(session.authenticated).to.equal(false)
      }
    })

    it('gives a global_id back for its ticket, with a new ticket that only its old session key opens', () => {
      const mon = createMon(keyType)
      const tickets = new TicketStore()
      const { globalId } = authenticated(mon, client(mon, tickets))
      const oldKey = tickets.get(ServiceId.Auth)!.sessionKey
      const again = authenticated(mon, client(mon, tickets))
      expect(again.globalId).to.equal(globalId)
      expect(again.session.globalIdStatus).to.equal('reclaim_ok')
      expect(tickets.get(ServiceId.Auth)!.sessionKey.equals(oldKey)).to.equal(false)
      const thief = new TicketStore()
      const stolen = tickets.get(ServiceId.Auth)!
      const { session, challenge } = start(mon, globalId)
      const end = session.more(authenticateRequest(mon.key, challenge, { ticket: stolen }))
      expect(end.kind).to.equal('done')
      const blank = client(mon, thief)
      blank.start()
      blank.more(encode(cephXServerChallengeCodec, { serverChallenge: challenge }))
      const { payload } = end as AuthStep & { payload: Uint8Array }
      expect(() => blank.done(payload, { globalId, conMode: SECURE })).to.throw('did not verify')
    })

    it('refuses the ticket of another global_id, and a superfluous one', () => {
      const mon = createMon(keyType)
      const tickets = new TicketStore()
      const { globalId } = authenticated(mon, client(mon, tickets))
      const ticket = tickets.get(ServiceId.Auth)!
      for (const [wanted, result] of [
        [globalId + 1n, -13],
        [0n, -22]
      ] as const) {
        const { session, challenge } = start(mon, wanted)
        expect(resultOf(session.more(authenticateRequest(mon.key, challenge, { ticket })))).to.equal(result)
      }
    })

    it('refuses a ticket that was changed anywhere', () => {
      const mon = createMon(keyType)
      const tickets = new TicketStore()
      const { globalId } = authenticated(mon, client(mon, tickets))
      const ticket = tickets.get(ServiceId.Auth)!
      const { blob, secretId } = ticket.blob
      const last = keyType === CryptoKeyType.Aes256k ? blob.length - 1 : 3
      for (const at of [0, 1, last]) {
        const changed = Uint8Array.from(blob)
        changed[at]! ^= 1
        const { session, challenge } = start(mon, globalId)
        const bad = Object.create(ticket, { blob: { value: { secretId, blob: changed } } }) as Ticket
        expect(resultOf(session.more(authenticateRequest(mon.key, challenge, { ticket: bad })))).to.equal(-13)
      }
    })

    it('forgets tickets when the secret they were sealed with is gone', async () => {
      const mon = createMon(keyType, { authTicketTtl: 72 * HOUR })
      for (const [hours, status] of [
        [71, 'reclaim_ok'],
        [72 * 3, undefined]
      ] as const) {
        const tickets = new TicketStore()
        const { globalId } = authenticated(mon, client(mon, tickets))
        const ticket = tickets.get(ServiceId.Auth)!
        await mon.clock.advance(hours * HOUR)
        const { session, challenge } = start(mon, globalId)
        const end = session.more(authenticateRequest(mon.key, challenge, { ticket }))
        expect(resultOf(end)).to.equal(status === undefined ? -13 : 0)
        if (status !== undefined) expect(session.globalIdStatus).to.equal(status)
      }
    })

    it('forgets tickets when it is told to', () => {
      const mon = createMon(keyType)
      const tickets = new TicketStore()
      authenticated(mon, client(mon, tickets))
      mon.keyServer.wipe(ServiceId.Auth)
      expect(() => authenticated(mon, client(mon, tickets))).to.throw('EACCES')
      expect(authenticated(mon, client(mon, tickets)).globalId).to.equal(4101n)
    })

    it('renews service tickets, then the AUTH ticket, by messages', async () => {
      const mon = createMon(keyType)
      const tickets = new TicketStore()
      const authenticator = client(mon, tickets)
      const { session, globalId } = authenticated(mon, authenticator)
      const oldOsd = tickets.get(ServiceId.Osd)!
      await mon.clock.advance(0.8 * HOUR)
      expect(renew(session, authenticator)).to.deep.include({ protocol: 2, result: 0, globalId, finished: false })
      expect(tickets.get(ServiceId.Osd)).not.to.equal(oldOsd)
      expect(authenticator.renewal()).to.equal(undefined)
      await mon.clock.advance(60 * HOUR)
      const oldAuth = tickets.get(ServiceId.Auth)!
      expect(renew(session, authenticator)).to.include({ result: 0, finished: false })
      expect(tickets.get(ServiceId.Auth)).not.to.equal(oldAuth)
      expect(session.globalIdStatus).to.equal('reclaim_ok')
    })

    it('brings the ticket of a service that is demanded, due or not, and of a manager too', () => {
      const mon = createMon(keyType)
      const tickets = new TicketStore()
      const authenticator = client(mon, tickets)
      const { session } = authenticated(mon, authenticator)
      for (const service of [ServiceId.Osd, ServiceId.Mgr]) {
        const before = [ServiceId.Osd, ServiceId.Mgr, ServiceId.Mds].map(service => tickets.get(service))
        const { result, payload } = session.message({ protocol: 2, payload: authenticator.renewal([service])! })
        expect(result).to.equal(0)
        authenticator.renewed(payload)
        const after = [ServiceId.Osd, ServiceId.Mgr, ServiceId.Mds].map(service => tickets.get(service))
        expect(after.map((ticket, i) => ticket === before[i])).to.deep.equal([
          service !== ServiceId.Osd,
          service !== ServiceId.Mgr,
          true
        ])
      }
    })

    it('renews the AUTH ticket for its old one only, and with the challenge of the handshake', () => {
      const mon = createMon(keyType)
      const { session, challenge } = start(mon)
      expect(session.more(authenticateRequest(mon.key, challenge)).kind).to.equal('done')
      const message = (payload: Uint8Array): number => session.message({ protocol: 2, payload }).result
      expect(message(authenticateRequest(mon.key, challenge))).to.equal(-13)
      expect(message(authenticateRequest(mon.key, challenge + 1n))).to.equal(-13)
    })
  })
}

describe('AuthSession', () => {
  it('SV-08 answers what it cannot take with the errors of a monitor', () => {
    const cases: readonly (readonly [string, Uint8Array, number])[] = [
      ['GET_ROTATING_KEY', Uint8Array.of(0, 4), -13],
      ['request type 0x0999', Uint8Array.of(0x99, 9), -22],
      ['nothing', new Uint8Array(0), -13],
      ['half a request type', Uint8Array.of(0), -1],
      ['tickets before authentication', Uint8Array.of(0, 2), -13]
    ]
    for (const [title, payload, result] of cases) {
      const { session } = start(createMon())
      expect(resultOf(session.more(payload)), title).to.equal(result)
      expect(session.authenticated).to.equal(false)
    }
  })

  it('SV-08 answers every truncation of an authentication with −1 or −13', () => {
    const mon = createMon()
    for (const cut of everyTruncation(authenticateRequest(mon.key, 1n))) {
      expect(resultOf(start(mon).session.more(cut))).to.equal(cut.length === 0 ? -13 : -1)
    }
  })

  it('SV-08 answers a ticket of 0xffffffff bytes with −1', () => {
    const mon = createMon()
    const { session, challenge } = start(mon)
    const request = authenticateRequest(mon.key, challenge)
    new DataView(request.buffer, request.byteOffset).setUint32(2 + 1 + 16 + 1 + 8, 0xffffffff, true)
    expect(resultOf(session.more(request))).to.equal(-1)
  })

  it('answers a start that it cannot read with −13', () => {
    const mon = createMon()
    const cut = [...everyTruncation(monRequest(0n))]
    for (const payload of [
      ...cut,
      Uint8Array.of(1),
      Uint8Array.of(9),
      Uint8Array.of(20),
      monRequest(0n).fill(255, 1)
    ]) {
      const session = mon.server.session()
      const step = session.begin({ method: AuthMethod.Cephx, preferredModes: [CRC], payload, peerType: 8 })
      expect(resultOf(step)).to.equal(-13)
    }
  })

  it('SV-18 answers methods and modes that it does not have with −95', () => {
    for (const [method, preferredModes] of [
      [255, [1]],
      [AuthMethod.Gss, [1]],
      [AuthMethod.None, [1]],
      [AuthMethod.Cephx, [99]],
      [AuthMethod.Cephx, []]
    ] as const) {
      const session = createMon().server.session()
      const step = session.begin({ method, preferredModes, payload: monRequest(0n), peerType: 8 })
      expect(step).to.deep.equal({ kind: 'bad_method', result: -95, allowedMethods: [2], allowedModes: [2, 1] })
    }
  })

  it('takes the first mode of the client that it has', () => {
    for (const [modes, preferredModes, conMode] of [
      [[2, 1], [1, 2], 1],
      [[1, 2], [2, 1], 2],
      [[1], [2, 1], 1]
    ] as const) {
      const mon = createMon(CryptoKeyType.Aes, { modes })
      const { end } = authenticated(mon, client(mon), preferredModes)
      expect(end.conMode).to.equal(conMode)
    }
  })

  it('has a connection secret of 64 bytes in secure mode, and none in crc mode', () => {
    const mon = createMon()
    const secure = authenticated(mon, client(mon), [SECURE])
    expect(secure.end.secrets.connectionSecret).to.have.lengthOf(64)
    expect(toHex(secure.secrets.connectionSecret!)).to.equal(toHex(secure.end.secrets.connectionSecret!))
    expect(toHex(secure.secrets.sessionKey!)).to.equal(toHex(secure.end.secrets.sessionKey!))
    const crc = authenticated(mon, client(mon), [CRC])
    expect(crc.end.secrets.connectionSecret).to.equal(undefined)
  })

  it('does not begin twice', () => {
    const { session } = begun(createMon(), client(createMon()))
    const again = session.begin({ method: 2, preferredModes: [CRC], payload: monRequest(0n), peerType: 8 })
    expect(resultOf(again)).to.equal(-13)
  })

  it('answers nothing in frames once authenticated', () => {
    const mon = createMon()
    const { session } = authenticated(mon, client(mon))
    expect(resultOf(session.more(Uint8Array.of(0, 2)))).to.equal(-13)
  })

  it('lets nobody in without caps for the monitor', () => {
    const mon = createMon()
    expect(() => authenticated(mon, cephx({ entity: nobody, key: mon.key }))).to.throw('EACCES')
  })

  it('knows which new client could not keep its global_id', () => {
    for (const [structV, status] of [
      [1, 'new_not_exposed'],
      [2, 'new_not_exposed'],
      [3, 'new_ok']
    ] as const) {
      const mon = createMon()
      const { session, challenge } = start(mon)
      expect(session.more(authenticateRequest(mon.key, challenge, { structV })).kind).to.equal('done')
      expect(session.globalIdStatus).to.equal(status)
    }
  })

  it('lets old clients have their global_id without a ticket where that is allowed', () => {
    for (const [structV, expected] of [
      [2, 0],
      [3, -13]
    ] as const) {
      const mon = createMon(CryptoKeyType.Aes, { allowInsecureGlobalIdReclaim: true })
      const { session, challenge } = start(mon, 4109n)
      expect(resultOf(session.more(authenticateRequest(mon.key, challenge, { structV })))).to.equal(expected)
      if (expected === 0) expect(session.globalIdStatus).to.equal('reclaim_insecure')
    }
  })

  it('gives a client from before Nautilus the AUTH ticket and nothing behind it', () => {
    const mon = createMon()
    const { session, challenge } = start(mon)
    const end = session.more(authenticateRequest(mon.key, challenge, { otherKeys: 0 }))
    const { payload } = end as AuthStep & { payload: Uint8Array }
    const r = new Reader(payload)
    expect([r.u16(), r.s32(), r.u8(), r.u32(), r.u32()]).to.deep.equal([0x0100, 0, 1, 1, ServiceId.Auth])
    r.u8()
    r.blob()
    r.u8()
    r.blob()
    expect(r.remaining).to.equal(0)
  })

  it('leaves out tickets for services that have no secrets', () => {
    const mon = createMon(CryptoKeyType.Aes, { services: [ServiceId.Auth, ServiceId.Osd] })
    const tickets = new TicketStore()
    authenticated(mon, client(mon, tickets))
    expect(tickets.services()).to.have.members([ServiceId.Auth, ServiceId.Osd])
  })

  it('refuses a renewal that would bring nothing', async () => {
    const mon = createMon(CryptoKeyType.Aes, { services: [ServiceId.Auth] })
    const authenticator = client(mon)
    const { session } = authenticated(mon, authenticator)
    expect(renew(session, authenticator)).to.include({ result: -13 })
    await mon.clock.advance(0)
  })

  it('refuses a renewal whose authorizer was changed', async () => {
    const mon = createMon()
    const authenticator = client(mon)
    const { session } = authenticated(mon, authenticator)
    await mon.clock.advance(0.8 * HOUR)
    const request = authenticator.renewal()!
    const places = { mode: 2, globalId: 3, service: 11, secretId: 16, ticket: 28 }
    for (const [place, at] of Object.entries(places)) {
      const payload = Uint8Array.from(request)
      payload[at]! ^= 1
      expect(session.message({ protocol: 2, payload }).result, place).to.equal(-13)
    }
    for (const cut of everyTruncation(request)) {
      expect(session.message({ protocol: 2, payload: cut }).result, `${cut.length} bytes`).to.be.oneOf([-1, -13])
    }
    expect(session.message({ protocol: 2, payload: request }).result).to.equal(0)
  })

  it('answers messages out of order with −22', () => {
    const mon = createMon()
    const message = (session: AuthSession, protocol: number, payload: Uint8Array): number =>
      session.message({ protocol, payload }).result
    expect(message(mon.server.session(), 2, authenticateRequest(mon.key, 1n))).to.equal(-22)
    expect(message(mon.server.session(), 0, Uint8Array.of(1, 255, 255, 255, 255))).to.equal(-22)
    const { session } = authenticated(mon, client(mon))
    expect(message(session, 0, client(mon).hello())).to.equal(-22)
    expect(message(session, 2, Uint8Array.of(0, 4))).to.equal(-13)
    expect(message(session, 2, Uint8Array.of(0x99, 9))).to.equal(-22)
    expect(message(session, 2, new Uint8Array(0))).to.equal(-1)
  })

  it('counts global_ids by the allocator that it was given', () => {
    let next = 70n
    const mon = createMon(CryptoKeyType.Aes, { allocateGlobalId: () => next++ })
    expect([1, 2].map(() => authenticated(mon, client(mon)).globalId)).to.deep.equal([70n, 71n])
  })

  it('does not show secrets when it is printed', () => {
    const mon = createMon()
    const { session, end } = authenticated(mon, client(mon))
    expect(JSON.stringify(end.secrets)).to.equal('{}')
    expect(
      JSON.stringify(session, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
    ).not.to.include(mon.key.toBase64())
  })
})
