import { createFakeClock } from '@cephwire/messenger/testing'
import { expect } from 'chai'
import { Backoff } from '../src/backoff.js'
import { defaultMonClientOptions, kernelHuntingOptions as KERNEL } from '../src/options.js'

const { hunting } = defaultMonClientOptions

const rounds = (backoff: Backoff, count: number): number[] =>
  Array.from({ length: count }, () => {
    backoff.round()
    return backoff.interval
  })

describe('Backoff', () => {
  it('does not grow before the first session', () => {
    expect(rounds(new Backoff(hunting, createFakeClock(), 10_000), 5)).to.deep.equal([3000, 3000, 3000, 3000, 3000])
  })

  it('grows by 1.5 up to 10 times with the constants of MonClient', async () => {
    const clock = createFakeClock()
    const backoff = new Backoff(hunting, clock, 10_000)
    backoff.sessionOpened()
    await clock.advance(5000)
    backoff.sessionLost()
    expect(rounds(backoff, 8)).to.deep.equal([4500, 6750, 10_125, 15_187.5, 22_781.25, 30_000, 30_000, 30_000])
  })

  it('doubles up to 10 times with the constants of the kernel', async () => {
    const clock = createFakeClock()
    const backoff = new Backoff(KERNEL, clock, 10_000)
    backoff.sessionOpened()
    await clock.advance(5000)
    backoff.sessionLost()
    expect(rounds(backoff, 6)).to.deep.equal([6000, 12_000, 24_000, 30_000, 30_000, 30_000])
  })

  it('shrinks once for a session and once for each ten seconds of it', async () => {
    const clock = createFakeClock()
    const backoff = new Backoff(KERNEL, clock, 10_000)
    backoff.sessionOpened()
    rounds(backoff, 5)
    backoff.sessionOpened()
    await clock.advance(10_000)
    backoff.sessionLost()
    expect(backoff.interval).to.equal(7500)
    backoff.sessionOpened()
    await clock.advance(86_400_000)
    backoff.sessionLost()
    expect(backoff.interval).to.equal(3000)
  })

  it('rests when sessions come and go, longer each time, and not after one that lasted', async () => {
    const clock = createFakeClock()
    const backoff = new Backoff(hunting, clock, 10_000)
    const session = async (millis: number): Promise<number> => {
      backoff.sessionOpened()
      await clock.advance(millis)
      backoff.sessionLost()
      return backoff.rest
    }
    const rests = [backoff.rest]
    for (let i = 0; i < 8; i++) rests.push(await session(10))
    expect(rests).to.deep.equal([0, 0, 200, 400, 800, 1600, 3000, 3000, 3000])
    expect(await session(3000)).to.equal(0)
  })

  it('varies by its jitter, both ways, anew with each round', () => {
    const random = [0, 0.5, 0.75]
    const backoff = new Backoff({ ...hunting, jitter: 0.5 }, createFakeClock(), 10_000, () => random.shift()!)
    expect(rounds(backoff, 3)).to.deep.equal([1500, 3000, 3750])
  })

  it('never has rounds of no length', () => {
    const backoff = new Backoff({ ...hunting, minMultiple: 0 }, createFakeClock(), 10_000)
    expect(rounds(backoff, 2)).to.deep.equal([300, 300])
  })
})
