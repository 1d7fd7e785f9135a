import { CodecError } from '@cephwire/codec'
import { encodeMessage, monSubscribeAck } from '@cephwire/messages'
import { createFakeClock } from '@cephwire/messenger/testing'
import { expect } from 'chai'
import { SubscriptionRenewal } from '../src/subscription-renewal.js'
import { FSID, received } from './support/monmaps.js'
import type { Clock } from '@cephwire/messenger'
import type { FakeClock } from '@cephwire/messenger/testing'

describe('SubscriptionRenewal', () => {
  let clock: FakeClock
  let renewed: number[]
  let renewal: SubscriptionRenewal

  beforeEach(() => {
    clock = createFakeClock()
    renewed = []
    renewal = new SubscriptionRenewal(() => void renewed.push(clock.now()), clock, 10_000)
  })
  afterEach(() => {
    renewal.sessionEnded()
    expect(clock.sleepers).to.equal(0)
  })

  const ack = (interval: number): boolean =>
    renewal.handle(received(encodeMessage(monSubscribeAck, { interval, fsid: FSID })))

  it('renews after half of the time that the monitor says, from when it was asked', async () => {
    renewal.sent()
    await clock.advance(4000)
    expect(ack(301)).to.equal(true)
    await clock.advance(300_000)
    expect(renewed).to.deep.equal([150_000])
  })

  it('counts from the first that was not answered', async () => {
    renewal.sent()
    await clock.advance(4000)
    renewal.sent()
    ack(60)
    await clock.advance(100_000)
    expect(renewed).to.deep.equal([30_000])
  })

  it('renews once for each answer, and the newest answer counts', async () => {
    renewal.sent()
    ack(60)
    await clock.advance(20_000)
    renewal.sent()
    ack(100)
    await clock.advance(1_000_000)
    expect(renewed).to.deep.equal([70_000])
  })

  it('ignores an answer to nothing, and passes it on', async () => {
    expect(ack(60)).to.equal(false)
    renewal.sent()
    renewal.sessionEnded()
    expect(ack(60)).to.equal(false)
    await clock.advance(100_000)
    expect(renewed).to.deep.equal([])
  })

  it('does not renew after the session', async () => {
    renewal.sent()
    ack(60)
    renewal.sessionEnded()
    await clock.advance(100_000)
    expect(renewed).to.deep.equal([])
  })

  it('does not hurry, however soon the monitor forgets', async () => {
    for (const interval of [0, 1, 10, 20]) {
      renewal.sent()
      ack(interval)
      await clock.advance(10_000)
    }
    expect(renewed).to.deep.equal([10_000, 20_000, 30_000, 40_000])
  })

  it('sleeps on when it is woken too early', async () => {
    const hasty: Clock = {
      now: () => clock.now(),
      sleep: (millis, options) => clock.sleep(Math.min(millis, 1_000_000), options)
    }
    renewal = new SubscriptionRenewal(() => void renewed.push(clock.now()), hasty, 10_000)
    renewal.sent()
    ack(6000)
    await clock.advance(2_999_999)
    expect(renewed).to.deep.equal([])
    await clock.advance(1)
    expect(renewed).to.deep.equal([3_000_000])
  })

  it('refuses an answer that is cut short', () => {
    renewal.sent()
    expect(() => renewal.handle(received({ type: monSubscribeAck.type, front: new Uint8Array(19) }))).to.throw(
      CodecError
    )
    expect(ack(60)).to.equal(true)
  })
})
