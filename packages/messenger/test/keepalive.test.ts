import { expect } from 'chai'
import { ConnectionFaultError } from '@cephwire/messenger'
import { createFakeClock } from '@cephwire/messenger/testing'
import type { Clock } from '@cephwire/messenger'
import { runKeepalive2 } from '../src/keepalive.js'
import { place } from './support/bytes.js'

interface Observed {
  readonly sent: number[]
  readonly faults: Error[]
  lastSignOfLife: number
  readonly stop: () => void
  readonly ended: Promise<void>
}

function run(clock: Clock, interval: number, timeout: number, answers = false): Observed {
  const stopped = new AbortController()
  const observed: { -readonly [K in keyof Observed]: Observed[K] } = {
    sent: [],
    faults: [],
    lastSignOfLife: clock.now(),
    stop: () => stopped.abort(),
    ended: Promise.resolve()
  }
  const owner = {
    place,
    get lastSignOfLife() {
      return observed.lastSignOfLife
    },
    sendKeepalive2() {
      observed.sent.push(clock.now())
      if (answers) observed.lastSignOfLife = clock.now()
    },
    fault: (cause: Error) => void observed.faults.push(cause)
  }
  observed.ended = runKeepalive2(owner, clock, { interval, timeout }, stopped.signal)
  return observed
}

describe('runKeepalive2()', () => {
  it('sends at the interval, and gives up at the timeout', async () => {
    const clock = createFakeClock()
    const { sent, faults, ended } = run(clock, 10, 30)
    await clock.advance(29)
    expect(faults).to.deep.equal([])
    await clock.advance(1)
    await ended
    expect(sent).to.deep.equal([10, 20])
    expect(faults).to.have.length(1)
    expect(faults[0]).to.be.instanceOf(ConnectionFaultError)
    expect(faults[0]!.message).to.equal(
      'Nothing received for 30 ms, KEEPALIVE2 unanswered (v2:10.0.0.1:3300/0, TESTING)'
    )
  })

  for (const timeout of [3, 10, 15, 30]) {
    it(`goes on for ever with a peer that answers at once, timeout ${timeout}`, async () => {
      const clock = createFakeClock()
      const { sent, faults, stop, ended } = run(clock, 10, timeout, true)
      await clock.advance(1000)
      expect(sent).to.deep.equal(Array.from({ length: 100 }, (_, i) => 10 * (i + 1)))
      expect(faults).to.deep.equal([])
      stop()
      await ended
      expect(clock.sleepers).to.equal(0)
    })
  }

  it('with a timeout below the interval waits so long for the answer, and no longer', async () => {
    const clock = createFakeClock()
    const { faults, ended } = run(clock, 10, 3)
    await clock.advance(12)
    expect(faults).to.deep.equal([])
    await clock.advance(1)
    expect(faults).to.have.length(1)
    await ended
  })

  it('ends quietly with its signal', async () => {
    const clock = createFakeClock()
    const { faults, stop, ended } = run(clock, 10, 30)
    await clock.advance(15)
    stop()
    await ended
    expect(faults).to.deep.equal([])
    expect(clock.sleepers).to.equal(0)
  })

  it('gives a process that was stopped time to read what has come meanwhile', async () => {
    const clock = createFakeClock()
    let stopped = 0
    // Every sleep is over an hour late, once.
    const late: Clock = {
      now: () => clock.now() + stopped,
      async sleep(millis, options) {
        await clock.sleep(millis, options)
        if (clock.now() === 20) stopped = 3_600_000
      }
    }
    const observed = run(late, 10, 30)
    await clock.advance(20)
    expect(observed.faults).to.deep.equal([])
    observed.lastSignOfLife = late.now()
    await clock.advance(2000)
    expect(observed.faults).to.deep.equal([])
    observed.stop()
    await observed.ended
  })

  it('passes on what is not its end', async () => {
    const broken = new Error('no clock')
    const clock: Clock = { now: () => 0, sleep: () => Promise.reject(broken) }
    expect(await run(clock, 10, 30).ended.catch((error: unknown) => error)).to.equal(broken)
  })
})
