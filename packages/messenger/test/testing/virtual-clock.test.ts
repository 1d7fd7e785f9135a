import { expect } from 'chai'
import { createVirtualClock } from '@cephwire/messenger/testing'
import { failure } from '../support/attack.js'

/** Promises one behind the other, each of which begins the next. */
const deep = async (layers: number): Promise<void> => {
  for (let i = 0; i < layers; i++) await Promise.resolve()
}

describe('createVirtualClock()', () => {
  it('jumps from sleeper to sleeper until a promise settles', async () => {
    const clock = createVirtualClock(100)
    const naps = async (): Promise<number[]> => {
      const woken: number[] = []
      for (const millis of [5, 3_600_000, 0, 0.25]) {
        await clock.sleep(millis)
        woken.push(clock.now())
      }
      return woken
    }
    expect(await clock.run(naps())).to.deep.equal([105, 3_600_105, 3_600_105, 3_600_105.25])
    expect(clock.now()).to.equal(3_600_105.25)
  })

  it('wakes the sleepers of one time in the order in which they lay down, others by time', async () => {
    const clock = createVirtualClock()
    const woken: string[] = []
    const sleep = (name: string, millis: number): Promise<unknown> => clock.sleep(millis).then(() => woken.push(name))
    const millis = [30, 10, 20, 10, 30, 0, 20, 10]
    await clock.run(Promise.all(millis.map((each, i) => sleep(`${each} ${i}`, each))))
    expect(woken).to.deep.equal(['0 5', '10 1', '10 3', '10 7', '20 2', '20 6', '30 0', '30 4'])
  })

  it('does not wake the next one while anything runs', async () => {
    const clock = createVirtualClock()
    const seen: number[] = []
    const slow = clock.sleep(1).then(async () => {
      await deep(1000)
      seen.push(clock.now())
    })
    const next = clock.sleep(1.5).then(() => void seen.push(clock.now()))
    await clock.run(Promise.all([slow, next]))
    expect(seen).to.deep.equal([1, 1.5])
  })

  it('hands on what the promise rejects with', async () => {
    const clock = createVirtualClock()
    const error = new Error('no')
    expect(await failure(clock.run(clock.sleep(1).then(() => Promise.reject(error))))).to.equal(error)
  })

  it('says when a promise cannot settle', async () => {
    const clock = createVirtualClock()
    const never = new Promise(() => undefined)
    expect(await failure(clock.run(never))).to.have.property(
      'message',
      'The promise does not settle: nobody sleeps any more'
    )
    const tick = async (signal: AbortSignal): Promise<void> => {
      for (;;) await clock.sleep(10, { signal })
    }
    const stop = new AbortController()
    const ticking = failure(tick(stop.signal))
    expect(await failure(clock.run(never, 1005))).to.have.property(
      'message',
      'The promise does not settle: 1005 ms have passed'
    )
    expect(clock.now()).to.equal(1000)
    stop.abort(new Error('enough'))
    expect(await ticking).to.have.property('message', 'enough')
    expect(clock.sleepers).to.equal(0)
  })

  it('is moved by hand as well', async () => {
    const clock = createVirtualClock()
    const woken: number[] = []
    const sleeping = [10, 20, 30].map(millis => clock.sleep(millis).then(() => void woken.push(clock.now())))
    await clock.advance(25)
    expect({ woken, now: clock.now(), sleepers: clock.sleepers }).to.deep.equal({
      woken: [10, 20],
      now: 25,
      sleepers: 1
    })
    await clock.run(Promise.all(sleeping))
  })

  it('forgets a sleeper whose signal is aborted', async () => {
    const clock = createVirtualClock()
    const abort = new AbortController()
    const reason = new Error('up')
    const sleeping = Promise.all([10, 20].map(millis => failure(clock.sleep(millis, { signal: abort.signal }))))
    const other = clock.sleep(30)
    abort.abort(reason)
    expect(await sleeping).to.deep.equal([reason, reason])
    expect(await failure(clock.sleep(10, { signal: abort.signal }))).to.equal(reason)
    expect(clock.sleepers).to.equal(1)
    await clock.run(other)
    expect({ now: clock.now(), sleepers: clock.sleepers }).to.deep.equal({ now: 30, sleepers: 0 })
  })
})
