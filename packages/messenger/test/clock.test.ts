import { expect } from 'chai'
import { createSystemClock, systemClock } from '@cephwire/messenger'
import { failure } from './support/attack.js'

describe('systemClock', () => {
  it('never goes back', () => {
    let last = systemClock.now()
    for (let i = 0; i < 1000; i++) {
      const now = systemClock.now()
      expect(now).to.be.at.least(last)
      last = now
    }
  })

  it('sleeps for as long as it is told', async () => {
    const start = systemClock.now()
    await systemClock.sleep(5)
    expect(systemClock.now() - start).to.be.greaterThan(3)
  })

  it('takes times in the past for now', () => systemClock.sleep(-5))

  it('does not fire at once for more than setTimeout can', async () => {
    const abort = new AbortController()
    let woke = false
    const sleeping = systemClock.sleep(2 ** 40, { signal: abort.signal }).then(() => (woke = true))
    await systemClock.sleep(2)
    expect(woke).to.equal(false)
    abort.abort()
    await failure(sleeping)
  })

  it('wakes with the reason of its signal, before and while it sleeps', async () => {
    const abort = new AbortController()
    const sleeping = failure(systemClock.sleep(10_000, { signal: abort.signal }))
    const reason = new Error('up')
    abort.abort(reason)
    expect(await sleeping).to.equal(reason)
    expect(await failure(systemClock.sleep(10_000, { signal: abort.signal }))).to.equal(reason)
  })

  it('keeps the process alive while somebody sleeps, unless it is told not to', async () => {
    const timers = (): number => process.getActiveResourcesInfo().filter(name => name === 'Timeout').length
    const abort = new AbortController()
    const before = timers()
    const sleeping = [createSystemClock({ ref: false }), createSystemClock()].map(async (clock, i) => {
      const slept = failure(clock.sleep(10_000, { signal: abort.signal }))
      expect(timers() - before).to.equal(i)
      await slept
    })
    abort.abort(new Error('up'))
    await Promise.all(sleeping)
  })
})
