import { channel } from 'node:diagnostics_channel'
import FakeTimers from '@sinonjs/fake-timers'
import { createMonMap } from '@cephwire/maps'
import { expect } from 'chai'
import { Known } from '../../src/top/known.js'
import { Pings } from '../../src/top/pings.js'
import { RoundTrips } from '../../src/top/round-trip.js'
import type { Pinged } from '../../src/top/pings.js'

const [frameOut, frameIn] = ['ceph:msgr:frame:out', 'ceph:msgr:frame:in'].map(name => channel(name))
const message = { peer: 'x', tag: 17, lengths: [] }

describe('round trips', () => {
  let clock: ReturnType<typeof FakeTimers.install>
  beforeEach(() => void (clock = FakeTimers.install()))
  afterEach(() => clock.uninstall())

  /** Waits, and then publishes a frame in the context of who waits. */
  async function frame(after: number, to: typeof frameOut, tag = 17): Promise<void> {
    const waited = new Promise(resolve => setTimeout(resolve, after))
    await clock.tickAsync(after)
    await waited
    to!.publish({ ...message, tag })
  }

  it('are from the last message out to the first one in, whatever else is sent', async () => {
    const trips = new RoundTrips()
    const { answer, millis } = await trips.measure(async () => {
      await frame(100, frameOut)
      await frame(50, frameIn)
      await frame(10, frameOut)
      await frame(2, frameIn, 20)
      await frame(3, frameIn)
      await frame(40, frameOut, 20)
      return 'answer'
    })
    trips.close()
    expect({ answer, millis }).to.deep.equal({ answer: 'answer', millis: 5 })
    expect(frameOut!.hasSubscribers || frameIn!.hasSubscribers).to.equal(false)
  })

  it('do not count what others send', async () => {
    const trips = new RoundTrips()
    const { millis } = await trips.measure(async () => {
      await frame(7, frameIn)
    })
    frameOut!.publish(message)
    trips.close()
    expect(millis).to.equal(7)
  })
})

describe('pings', () => {
  it('ask each monitor every ten seconds and when poked, the one of the session by a keepalive while it pushes', async () => {
    const clock = FakeTimers.install({ now: 100_000 })
    try {
      const mons = ['a', 'b', 'c'].map(name => ({ name, publicAddrs: [], priority: 0, weight: 0, crushLoc: new Map() }))
      const monmap = createMonMap({ fsid: '4180c1ff-6a1d-46f0-9360-a2e085628383', mons })
      const asked: string[] = []
      const client: Pinged = {
        monmap,
        session: { monitor: 'a' } as Pinged['session'],
        keepalive() {
          asked.push('keepalive')
          return Promise.resolve(0.5)
        },
        ping(name) {
          asked.push(name)
          return name === 'c'
            ? Promise.reject(new Error('refused'))
            : Promise.resolve({ mon_status: { state: 'peon' } })
        }
      }
      const known = new Known(monmap, Date.now)
      let changes = 0
      const pings = new Pings(client, known, () => changes++)
      const stop = new AbortController()
      const done = pings.run(stop.signal)
      await clock.tickAsync(1)
      expect(asked.splice(0)).to.deep.equal(['a', 'b', 'c'])
      known.digest({ status: 'HEALTH_OK', checks: {}, mutes: [] }, { quorum: [0, 1] })
      await clock.tickAsync(9000)
      expect(asked).to.deep.equal([])
      pings.poke()
      await clock.tickAsync(1)
      expect(asked.splice(0)).to.deep.equal(['keepalive', 'b', 'c'])
      await clock.tickAsync(10_000)
      expect(asked.splice(0)).to.deep.equal(['a', 'b', 'c'])
      stop.abort()
      await done
      expect(clock.countTimers()).to.equal(0)
      expect(changes).to.equal(9)
      expect(known.model.monitors.map(({ silent }) => silent?.why)).to.deep.equal([undefined, undefined, 'refused'])
    } finally {
      clock.uninstall()
    }
  })
})
