import { expect } from 'chai'
import { ProcessHold } from '../src/process-hold.js'
import { rejection } from './support/canary.js'
import { deferred } from './support/targets.js'

const timers = (): number => process.getActiveResourcesInfo().filter(name => name === 'Timeout').length

/** The test runner starts its own timer for a test that is asynchronous. */
const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

describe('ProcessHold', () => {
  it('keeps the process alive for as long as anything is asked', async () => {
    await turn()
    const before = timers()
    const hold = new ProcessHold(true)
    const [one, two] = [deferred<number>(), deferred<number>()]
    const both = [hold.during(() => one.promise), rejection(hold.during(() => two.promise))]
    expect(timers()).to.equal(before + 1)
    one.resolve(1)
    expect(await both[0]).to.equal(1)
    expect(timers()).to.equal(before + 1)
    two.reject(new Error('no'))
    await both[1]
    expect(timers()).to.equal(before)
  })

  it('does nothing where it is not needed', async () => {
    await turn()
    const before = timers()
    const one = deferred<number>()
    const held = new ProcessHold(false).during(() => one.promise)
    expect(timers()).to.equal(before)
    one.resolve(2)
    expect(await held).to.equal(2)
  })
})
