import { createFakeClock } from '@cephwire/messenger/testing'
import { expect } from 'chai'
import { Deadlines } from '../src/deadlines.js'

describe('Deadlines', () => {
  it('sleeps until the earliest, whichever came first', async () => {
    const clock = createFakeClock(1000)
    const passed: number[] = []
    const deadlines = new Deadlines(clock, now => passed.push(now))
    deadlines.add(1500)
    deadlines.add(1200)
    deadlines.add(1400)
    expect(clock.sleepers).to.equal(1)
    await clock.advance(199)
    expect(passed).to.deep.equal([])
    await clock.advance(1)
    expect(passed).to.deep.equal([1200])
    expect(clock.sleepers).to.equal(0)
  })

  it('goes on with what it is given again', async () => {
    const clock = createFakeClock()
    const passed: number[] = []
    const deadlines = new Deadlines(clock, now => {
      passed.push(now)
      if (now < 30) deadlines.add(30)
    })
    deadlines.add(10)
    await clock.advance(100)
    expect(passed).to.deep.equal([10, 30])
  })

  it('does not sleep when there are none any more', async () => {
    const clock = createFakeClock()
    const passed: number[] = []
    const deadlines = new Deadlines(clock, now => passed.push(now))
    deadlines.add(10)
    deadlines.clear()
    expect(clock.sleepers).to.equal(0)
    await clock.advance(100)
    expect(passed).to.deep.equal([])
    deadlines.add(200)
    expect(clock.sleepers).to.equal(1)
    deadlines.clear()
  })
})
