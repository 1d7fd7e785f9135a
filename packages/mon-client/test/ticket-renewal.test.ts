import { AuthError, ServiceId, TicketStore } from '@cephwire/auth'
import { auth, authReply, decodeFront, encodeMessage } from '@cephwire/messages'
import { createFakeClock } from '@cephwire/messenger/testing'
import { expect } from 'chai'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { TicketRenewal } from '../src/ticket-renewal.js'
import { rejection } from './support/canary.js'
import { received } from './support/monmaps.js'
import type { CephxAuthenticator, Ticket } from '@cephwire/auth'
import type { Message, OutgoingMessage } from '@cephwire/messenger'
import type { FakeClock } from '@cephwire/messenger/testing'

const QUESTION = Uint8Array.of(1, 2, 3)
const ANSWER = Uint8Array.of(4, 5)

describe('TicketRenewal', () => {
  let clock: FakeClock
  let tickets: TicketStore
  let sent: OutgoingMessage[]
  let session: boolean
  let expired: string[]
  let renewed: Uint8Array[]
  let due: boolean
  let demanded: ServiceId[]
  let published: unknown[]
  let renewal: TicketRenewal
  const listen = (message: unknown): void => void published.push(message)

  beforeEach(() => {
    clock = createFakeClock(1000)
    tickets = new TicketStore()
    sent = []
    session = true
    expired = []
    renewed = []
    due = true
    demanded = []
    published = []
    subscribe('ceph:mon:tickets', listen)
    renewal = new TicketRenewal(
      {
        send: message => {
          if (session) sent.push(message)
          return session
        },
        monmapEpoch: () => 7,
        expired: cause => expired.push(cause.message)
      },
      clock
    )
  })
  afterEach(() => {
    unsubscribe('ceph:mon:tickets', listen)
    renewal.sessionEnded()
    expect(clock.sleepers).to.equal(0)
  })

  const ticket = (service: ServiceId, renewAfter: number, expires: number): Ticket =>
    ({ service, renewAfter, expires }) as unknown as Ticket
  /** As a monitor hands them out: renewed after 3/4 of their lives. */
  const grant = (life: number): void => {
    const now = clock.now()
    tickets.authenticated(42n, [ticket(ServiceId.Auth, now + (3 * life) / 4, now + life)])
  }
  const opened = (renew: (payload: Uint8Array) => void = () => grant(40_000)): void => {
    const authenticator = {
      renewal: (services: readonly ServiceId[] = []) => {
        demanded.push(...services)
        return due ? QUESTION : undefined
      },
      renewed: (payload: Uint8Array) => {
        renewed.push(payload)
        renew(payload)
      }
    } as CephxAuthenticator
    renewal.sessionOpened({ authenticator, tickets })
  }
  const answer = (init: { readonly result?: number; readonly payload?: Uint8Array } = {}): Message =>
    received(
      encodeMessage(authReply, {
        protocol: 2,
        result: init.result ?? 0,
        globalId: 42n,
        resultBl: init.payload ?? ANSWER,
        resultMsg: ''
      })
    )

  it('asks for new tickets after three quarters of their lives, again and again', async () => {
    grant(40_000)
    opened()
    await clock.advance(29_999)
    expect(sent).to.deep.equal([])
    await clock.advance(1)
    const { protocol, authPayload, monmapEpoch } = decodeFront(auth, received(sent[0]!))
    expect({ protocol, authPayload, monmapEpoch }).to.deep.equal({ protocol: 2, authPayload: QUESTION, monmapEpoch: 7 })
    expect(renewal.handle(answer())).to.equal(true)
    expect(renewed).to.deep.equal([ANSWER])
    await clock.advance(31_000)
    expect(sent).to.have.lengthOf(2)
    renewal.handle(answer())
    expect(expired).to.deep.equal([])
    expect(published).to.deep.equal([{ error: undefined }, { error: undefined }])
  })

  it('asks when new tickets are due, not at the next second after the question', async () => {
    const renewed = (): void => tickets.add([ticket(ServiceId.Auth, clock.now() + 1050, clock.now() + 1400)])
    renewed()
    opened(renewed)
    for (let asked = 0; asked < 20; asked++) {
      await clock.advance(1049)
      expect(sent).to.have.lengthOf(asked)
      await clock.advance(1)
      expect(sent).to.have.lengthOf(asked + 1)
      renewal.handle(answer())
    }
    expect(expired).to.deep.equal([])
  })

  it('asks no second time while an answer is to come', async () => {
    grant(40_000)
    opened()
    await clock.advance(35_000)
    expect(sent).to.have.lengthOf(1)
    expect(renewal.validate()).to.equal(false)
  })

  it('asks at most once in a second, whatever a ticket says', async () => {
    grant(40_000)
    opened(() => tickets.add([ticket(ServiceId.Auth, 0, clock.now() + 40_000)]))
    await clock.advance(30_000)
    for (let i = 0; i < 10; i++) {
      renewal.handle(answer())
      await clock.advance(1000)
    }
    expect(sent).to.have.lengthOf(11)
  })

  it('goes on with a session whose tickets are refused, and asks again', async () => {
    grant(40_000)
    opened()
    await clock.advance(30_000)
    expect(renewal.handle(answer({ result: -13 }))).to.equal(true)
    expect(renewed).to.deep.equal([])
    await clock.advance(1000)
    expect(sent).to.have.lengthOf(2)
    expect(expired).to.deep.equal([])
    const [{ error }] = published as [{ error: Error }]
    expect(error).to.be.instanceOf(AuthError)
    expect(error.message).to.include('-13')
  })

  it('goes on with a session whose new tickets make no sense, and says what is wrong', async () => {
    grant(40_000)
    const wrong = new AuthError('does not open')
    opened(() => {
      throw wrong
    })
    await clock.advance(30_000)
    expect(renewal.handle(answer())).to.equal(true)
    renewal.handle(received({ type: authReply.type, front: new Uint8Array(2) }))
    await clock.advance(1000)
    expect(renewal.handle(received({ type: authReply.type, front: new Uint8Array(2) }))).to.equal(true)
    expect((published as { error: Error }[]).map(({ error }) => error.name)).to.deep.equal([
      'AuthError',
      'TruncatedError'
    ])
  })

  it('gives the session up when its ticket has expired', async () => {
    grant(40_000)
    opened()
    await clock.advance(39_999)
    expect(expired).to.deep.equal([])
    await clock.advance(1001)
    expect(expired[0]).to.equal('The ticket has expired')
    expect(sent).to.have.lengthOf(1)
  })

  it('gives the session up also after it has slept through the life of its ticket', () => {
    grant(40_000)
    opened()
    tickets.add([ticket(ServiceId.Auth, 0, 0)])
    expect(renewal.validate()).to.equal(false)
    expect(expired).to.deep.equal(['The ticket has expired'])
    expect(sent).to.deep.equal([])
  })

  it('asks again in time when there was no session to ask on, or nothing to ask for', async () => {
    grant(40_000)
    opened()
    session = false
    await clock.advance(30_000)
    expect(sent).to.deep.equal([])
    session = true
    due = false
    await clock.advance(1000)
    expect(sent).to.deep.equal([])
    due = true
    await clock.advance(1000)
    expect(sent).to.have.lengthOf(1)
  })

  it('leaves messages alone that it has not asked for', async () => {
    expect(renewal.handle(answer())).to.equal(false)
    grant(40_000)
    opened()
    expect(renewal.handle(answer())).to.equal(false)
    await clock.advance(30_000)
    expect(renewal.handle(received({ type: 1, front: new Uint8Array(0) }))).to.equal(false)
    expect(renewal.handle(answer())).to.equal(true)
    expect(renewal.handle(answer())).to.equal(false)
    expect(renewed).to.have.lengthOf(1)
  })

  it('forgets its question with the session', async () => {
    grant(40_000)
    opened()
    await clock.advance(30_000)
    renewal.sessionEnded()
    expect(renewal.handle(answer())).to.equal(false)
    expect(clock.sleepers).to.equal(0)
    opened()
    expect(renewal.handle(answer())).to.equal(false)
    await clock.advance(1000)
    expect(sent).to.have.lengthOf(2)
  })

  it('has nothing to do without cephx, or without tickets', () => {
    renewal.sessionOpened({ authenticator: { method: 1 } as never, tickets: undefined })
    expect([clock.sleepers, renewal.validate()]).to.deep.equal([0, false])
    opened()
    expect(clock.sleepers).to.equal(0)
  })

  const never = new AbortController().signal

  it('asks for a ticket that is demanded, at once, and tells when the answer has come', async () => {
    grant(40_000)
    opened()
    const outcome = renewal.demand(ServiceId.Osd, never)
    expect({ sent: sent.length, demanded }).to.deep.equal({ sent: 1, demanded: [ServiceId.Osd] })
    renewal.handle(answer())
    expect(await outcome).to.equal(true)
    const refused = renewal.demand(ServiceId.Osd, never)
    await clock.advance(1000)
    renewal.handle(answer({ result: -13 }))
    expect(await refused).to.equal(true)
  })

  it('asks one thing after the other, a second later and then all together', async () => {
    grant(40_000)
    opened()
    const services = [ServiceId.Osd, ServiceId.Mgr, ServiceId.Mds]
    const outcomes = services.map(service => renewal.demand(service, never))
    expect(sent).to.have.lengthOf(1)
    renewal.handle(answer())
    expect(await outcomes[0]).to.equal(true)
    await clock.advance(999)
    expect(sent).to.have.lengthOf(1)
    await clock.advance(1)
    expect(sent).to.have.lengthOf(2)
    renewal.handle(answer())
    expect(await Promise.all(outcomes)).to.deep.equal([true, true, true])
    expect(demanded).to.deep.equal(services)
  })

  it('asks once for all who demand the same', async () => {
    grant(40_000)
    opened()
    const outcomes = Array.from({ length: 20 }, () => renewal.demand(ServiceId.Osd, never))
    expect(sent).to.have.lengthOf(1)
    renewal.handle(answer())
    expect(new Set(await Promise.all(outcomes))).to.deep.equal(new Set([true]))
    await clock.advance(5000)
    expect({ sent: sent.length, demanded }).to.deep.equal({ sent: 1, demanded: [ServiceId.Osd] })
  })

  it('demands nothing that has come with what was due', async () => {
    grant(40_000)
    opened(() => {
      grant(40_000)
      tickets.add([ticket(ServiceId.Osd, clock.now() + 30_000, clock.now() + 40_000)])
    })
    await clock.advance(30_000)
    const outcome = renewal.demand(ServiceId.Osd, never)
    renewal.handle(answer())
    expect(await outcome).to.equal(true)
    expect({ sent: sent.length, demanded }).to.deep.equal({ sent: 1, demanded: [] })
  })

  it('tells that there is no session to demand a ticket on, or none any more', async () => {
    expect(await renewal.demand(ServiceId.Osd, never)).to.equal(false)
    grant(40_000)
    opened()
    const outcome = renewal.demand(ServiceId.Osd, never)
    renewal.sessionEnded()
    expect(await outcome).to.equal(false)
    opened()
    session = false
    expect(await renewal.demand(ServiceId.Osd, never)).to.equal(false)
  })

  it('stops waiting for a ticket with the signal', async () => {
    grant(40_000)
    opened()
    const reason = new Error('enough')
    const giveUp = new AbortController()
    const outcome = rejection(renewal.demand(ServiceId.Osd, giveUp.signal))
    giveUp.abort(reason)
    expect(await outcome).to.equal(reason)
    expect(await rejection(renewal.demand(ServiceId.Osd, giveUp.signal))).to.equal(reason)
    expect(renewal.handle(answer())).to.equal(true)
  })
})
