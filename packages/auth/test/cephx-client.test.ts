import { expect } from 'chai'
import { CephError, Reader } from '@cephwire/codec'
import { everyTruncation, toHex } from '@cephwire/codec/testing'
import { AuthMethodRejectedError, ServiceId, TicketStore, cephx, parseAuthEntity } from '@cephwire/auth'
import { readVector, recordedRandom, stoppedClock, thrownBy } from './support/vectors.js'
import type { CephxAuthenticator } from '@cephwire/auth'
import type { Vector } from './support/vectors.js'

const entity = parseAuthEntity('client.admin')
const CRC = 1
const SECURE = 2

function client(vector: Vector, tickets = new TicketStore(), clock = stoppedClock()): CephxAuthenticator {
  return cephx({ entity, key: vector.key, tickets, random: recordedRandom, clock })
}

/** Plays a recorded conversation up to its end. */
function replay(vector: Vector, tickets?: TicketStore, key = vector): TicketStore {
  const authenticator = cephx({
    entity,
    key: key.key,
    ...(tickets && { tickets }),
    random: recordedRandom,
    clock: stoppedClock()
  })
  expect(toHex(authenticator.start()), 'request').to.equal(toHex(vector.bytes('request')))
  expect(toHex(authenticator.more(vector.bytes('challenge'))), 'authenticate').to.equal(
    toHex(vector.bytes('authenticate'))
  )
  const secure = vector.has('connection_secret')
  const { globalId } = vector
  const secrets = authenticator.done(vector.bytes('done'), { globalId, conMode: secure ? SECURE : CRC })
  expect(toHex(secrets.sessionKey!), 'session key').to.equal(toHex(vector.bytes('session_key')))
  if (secure) expect(toHex(secrets.connectionSecret!)).to.equal(toHex(vector.bytes('connection_secret')))
  else expect(secrets.connectionSecret).to.equal(undefined)
  return authenticator.tickets
}

describe('cephx, with recorded monitors', () => {
  for (const file of ['pacific-aes-crc', 'pacific-aes-secure', 'tentacle-aes256k-secure']) {
    it(`goes through ${file}`, () => {
      const vector = readVector(file)
      const tickets = replay(vector)
      expect(tickets.globalId).to.equal(vector.globalId)
      expect(tickets.services()).to.have.members(Object.values(ServiceId))
    })
  }

  for (const [first, second] of [
    ['pacific-aes-crc', 'pacific-aes-reclaim'],
    ['tentacle-aes256k-secure', 'tentacle-aes256k-reclaim']
  ] as const) {
    it(`goes through ${second}: shows the old ticket, opens the new one with the old session key`, () => {
      const tickets = replay(readVector(first))
      const old = tickets.get(ServiceId.Auth)!
      replay(readVector(second), tickets)
      expect(tickets.globalId).to.equal(readVector(first).globalId)
      expect(tickets.get(ServiceId.Auth)!.sessionKey.equals(old.sessionKey)).to.equal(false)
    })
  }

  it('goes through reef-aes-msgr1: hello in place of start, service tickets without a connection secret', () => {
    const vector = readVector('reef-aes-msgr1')
    const authenticator = client(vector)
    expect(toHex(authenticator.hello())).to.equal(toHex(vector.bytes('hello')))
    expect(toHex(authenticator.more(vector.bytes('challenge')))).to.equal(toHex(vector.bytes('authenticate')))
    const secrets = authenticator.done(vector.bytes('done'), { globalId: vector.globalId, conMode: CRC })
    expect(secrets.connectionSecret).to.equal(undefined)
    expect(authenticator.tickets.services()).to.have.members(Object.values(ServiceId))
  })

  it('tells pacific-bad-method as EACCES', () => {
    const authenticator = client(readVector('pacific-aes-crc'))
    const r = new Reader(readVector('pacific-bad-method').bytes('bad_method'))
    const list = (): number[] => r.list(r => r.u32())
    const refusal = { method: r.u32(), result: r.s32(), allowedMethods: list(), allowedModes: list() }
    const error = authenticator.refused(refusal)
    expect(error).to.be.instanceOf(AuthMethodRejectedError)
    const { result, errnoName, allowedMethods, allowedModes, reclaim, code, message } = error
    expect({ result, errnoName, allowedMethods, allowedModes, reclaim, code }).to.deep.equal({
      result: -13,
      errnoName: 'EACCES',
      allowedMethods: [2],
      allowedModes: [2, 1],
      reclaim: false,
      code: 'ERR_CEPH_AUTH_METHOD_REJECTED'
    })
    expect(message).to.equal(
      'Monitor refused authentication method 2 for client.admin with EACCES: wrong key or unknown entity'
    )
  })

  it('refuses every truncation of every recorded challenge', () => {
    for (const file of ['pacific-aes-crc', 'tentacle-aes256k-secure']) {
      const vector = readVector(file)
      for (const cut of everyTruncation(vector.bytes('challenge'))) {
        const authenticator = client(vector)
        authenticator.start()
        expect(CephError.isCephError(thrownBy(() => authenticator.more(cut))), `${cut.length} bytes`).to.equal(true)
      }
    }
  })

  for (const file of ['pacific-aes-crc', 'pacific-aes-secure', 'tentacle-aes256k-secure']) {
    it(`takes no truncation of the end of ${file} but the one that pre-Nautilus monitors send`, () => {
      const vector = readVector(file)
      const secure = vector.has('connection_secret')
      const accepted: number[] = []
      for (const cut of everyTruncation(vector.bytes('done'))) {
        const authenticator = client(vector)
        authenticator.start()
        authenticator.more(vector.bytes('challenge'))
        try {
          authenticator.done(cut, { globalId: 5n, conMode: secure ? SECURE : CRC })
          accepted.push(cut.length)
        } catch (error) {
          if (!CephError.isCephError(error)) throw error
          expect(authenticator.tickets.services(), 'tickets of a failure').to.deep.equal([])
          expect(authenticator.tickets.globalId).to.equal(0n)
        }
      }
      expect(accepted).to.have.lengthOf(secure ? 0 : 1)
    })
  }
})

describe('cephx, renewing with recorded monitors', () => {
  for (const file of ['pacific-aes-renewal', 'tentacle-aes256k-renewal']) {
    const begin = (): { authenticator: CephxAuthenticator; clock: ReturnType<typeof stoppedClock>; vector: Vector } => {
      const vector = readVector(file)
      const clock = stoppedClock()
      const authenticator = client(vector, new TicketStore(), clock)
      authenticator.start()
      authenticator.more(vector.bytes('challenge'))
      authenticator.done(vector.bytes('done'), { globalId: vector.globalId, conMode: CRC })
      return { authenticator, clock, vector }
    }

    it(`goes through ${file}`, () => {
      const { authenticator, clock, vector } = begin()
      const { tickets } = authenticator
      expect(authenticator.renewal(), 'at first').to.equal(undefined)
      expect(tickets.nextRenewal(0)).to.equal(2_700_000)

      clock.at(2_800_000)
      expect(toHex(authenticator.renewal()!)).to.equal(toHex(vector.bytes('services_request')))
      authenticator.renewed(vector.bytes('services_reply'))
      expect(authenticator.renewal(), 'after services').to.equal(undefined)

      clock.at(60 * 3_600_000)
      expect(toHex(authenticator.renewal()!)).to.equal(toHex(vector.bytes('auth_request')))
      authenticator.renewed(vector.bytes('auth_reply'))
      expect(authenticator.renewal(), 'after everything').to.equal(undefined)
      expect(tickets.get(ServiceId.Auth)!.renewAfter).to.equal((60 + 54) * 3_600_000)
      expect(tickets.globalId).to.equal(vector.globalId)
    })

    it(`keeps the tickets of ${file} when the reply is cut anywhere`, () => {
      const { authenticator, clock, vector } = begin()
      clock.at(2_800_000)
      const before = authenticator.tickets.get(ServiceId.Osd)
      for (const cut of everyTruncation(vector.bytes('services_reply'))) {
        authenticator.renewal()
        expect(CephError.isCephError(thrownBy(() => authenticator.renewed(cut))), `${cut.length} bytes`).to.equal(true)
        expect(authenticator.tickets.get(ServiceId.Osd)).to.equal(before)
      }
    })
  }
})
