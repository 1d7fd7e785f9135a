import { ServiceId, TicketExpiredError, TicketStore } from '@cephwire/auth'
import { createFakeClock } from '@cephwire/messenger/testing'
import { expect } from 'chai'
import { credentialsFor } from '../../src/daemons/credentials-for.js'
import { rejection } from '../support/canary.js'
import type { Ticket } from '@cephwire/auth'

const ticket = (expires = Infinity): Ticket => ({ service: ServiceId.Osd, expires }) as unknown as Ticket

/** A client that gets tickets as a test says. */
function owner(tickets: TicketStore | undefined, answers: readonly (Ticket | boolean)[] = []) {
  const left = [...answers]
  const clock = createFakeClock()
  const demanded: ServiceId[] = []
  return {
    clock,
    demanded,
    globalId: 4242n,
    tickets,
    demandTicket: (service: ServiceId) => {
      demanded.push(service)
      const answer = left.shift()
      if (answer === undefined) throw new Error('Nobody expected another question')
      if (typeof answer !== 'boolean') tickets!.add([answer])
      return Promise.resolve(answer !== false)
    }
  }
}

const signal = new AbortController().signal

describe('credentialsFor()', () => {
  it('takes the ticket that there is, and none without cephx', async () => {
    const tickets = new TicketStore()
    tickets.add([ticket()])
    const rich = owner(tickets)
    expect(await credentialsFor(ServiceId.Osd, rich, undefined, signal)).to.deep.equal({ globalId: 4242n, tickets })
    const poor = owner(undefined)
    expect(await credentialsFor(ServiceId.Osd, poor, undefined, signal)).to.deep.equal({
      globalId: 4242n,
      tickets: undefined
    })
    expect([rich.demanded, poor.demanded]).to.deep.equal([[], []])
  })

  it('demands one that is missing, has expired, or was refused', async () => {
    const refused = ticket()
    for (const [before, given] of [
      [undefined, undefined],
      [ticket(-1), undefined],
      [refused, refused]
    ] as const) {
      const tickets = new TicketStore()
      if (before !== undefined) tickets.add([before])
      const fresh = ticket()
      const client = owner(tickets, [fresh])
      await credentialsFor(ServiceId.Osd, client, given, signal)
      expect(tickets.get(ServiceId.Osd)).to.equal(fresh)
      expect(client.demanded).to.deep.equal([ServiceId.Osd])
    }
  })

  it('gives up when monitors have answered and given none', async () => {
    const error = await rejection(
      credentialsFor(ServiceId.Osd, owner(new TicketStore(), [true]), undefined, signal),
      TicketExpiredError
    )
    expect(error.message).to.equal('No valid ticket for osd')
  })

  it('waits for a session to ask on, until the signal', async () => {
    const tickets = new TicketStore()
    const fresh = ticket()
    const client = owner(tickets, [false, false, fresh])
    const credentials = credentialsFor(ServiceId.Osd, client, undefined, signal)
    await client.clock.advance(1000)
    expect((await credentials).tickets).to.equal(tickets)
    const giveUp = new AbortController()
    const waiting = owner(new TicketStore(), [false])
    const error = rejection(credentialsFor(ServiceId.Osd, waiting, undefined, giveUp.signal))
    await waiting.clock.advance(0)
    const reason = new Error('enough')
    giveUp.abort(reason)
    expect(await error).to.equal(reason)
    expect(waiting.clock.sleepers).to.equal(0)
  })
})
