import FakeTimers from '@sinonjs/fake-timers'
import { expect } from 'chai'
import { Pace } from '../../src/screen/pace.js'

describe('a pace', () => {
  let clock: ReturnType<typeof FakeTimers.install>
  let acts: number[]
  let pace: Pace

  beforeEach(() => {
    clock = FakeTimers.install()
    acts = []
    pace = new Pace(200, () => acts.push(clock.now))
  })
  afterEach(() => clock.uninstall())

  it('acts soon when it is asked, and once for many times', () => {
    pace.ask()
    pace.ask()
    clock.tick(1)
    pace.ask()
    pace.ask()
    clock.tick(1000)
    expect(acts).to.deep.equal([0, 200])
  })

  it('keeps its distance, however often it is asked', () => {
    for (let i = 0; i < 999; i++) {
      pace.ask()
      clock.tick(1)
    }
    expect(acts).to.deep.equal([0, 200, 400, 600, 800])
  })

  it('acts at once when it is told so, and not again for what was asked before', () => {
    pace.ask()
    clock.tick(1)
    pace.ask()
    pace.now()
    clock.tick(1000)
    expect(acts).to.deep.equal([0, 1])
  })

  it('does nothing more once it is stopped', () => {
    pace.ask()
    pace.stop()
    pace.ask()
    clock.tick(10_000)
    expect(acts).to.deep.equal([])
    expect(clock.countTimers()).to.equal(0)
  })
})
