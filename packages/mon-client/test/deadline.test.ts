import { createFakeClock } from '@cephwire/messenger/testing'
import { expect } from 'chai'
import { withDeadline } from '../src/deadline.js'
import { MonTimeoutError } from '../src/errors.js'
import { rejection } from './support/canary.js'
import { deferred } from './support/targets.js'
import type { FakeClock } from '@cephwire/messenger/testing'

/** Runs until its signal is aborted. */
const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  )

describe('withDeadline()', () => {
  let clock: FakeClock

  beforeEach(() => {
    clock = createFakeClock()
  })
  afterEach(() => expect(clock.sleepers).to.equal(0))

  it('gives what comes in time', async () => {
    const { promise, resolve } = deferred<string>()
    const result = withDeadline('x', { timeout: 100 }, clock, () => promise)
    await clock.advance(99)
    resolve('done')
    expect(await result).to.equal('done')
  })

  it('aborts with the reason of a client that closes, and lets go of it', async () => {
    const closing = new AbortController()
    const result = rejection(withDeadline('x', { timeout: 100, closing: closing.signal }, clock, untilAborted))
    closing.abort(new Error('closed'))
    expect((await result).message).to.equal('closed')
  })

  it('throws what is thrown in time', async () => {
    const error = await rejection(withDeadline('x', { timeout: 100 }, clock, () => Promise.reject(new Error('no'))))
    expect(error.message).to.equal('no')
  })

  it('aborts with a MonTimeoutError when the time is over, with what is known by then', async () => {
    let asked = 0
    const facts = (): { readonly mayHaveExecuted: boolean; readonly reason: 'caps'; readonly likely: string } => {
      asked++
      return { mayHaveExecuted: true, reason: 'caps', likely: 'no caps' }
    }
    const result = rejection(withDeadline('x', { timeout: 100 }, clock, untilAborted, facts), MonTimeoutError)
    await clock.advance(99)
    expect(asked).to.equal(0)
    await clock.advance(1)
    const { what, timeout, mayHaveExecuted, reason, likely, message } = await result
    expect({ what, timeout, mayHaveExecuted, reason, likely, message }).to.deep.equal({
      what: 'x',
      timeout: 100,
      mayHaveExecuted: true,
      reason: 'caps',
      likely: 'no caps',
      message: 'No answer to x within 100 ms, it may have been executed: no caps'
    })
    expect(asked).to.equal(1)
  })

  it('says what it was when nothing more is known', async () => {
    const result = rejection(withDeadline('x', { timeout: 100 }, clock, untilAborted))
    await clock.advance(100)
    expect(await result).to.include({ message: 'No answer to x within 100 ms', reason: undefined })
  })

  it('waits for ever with 0', async () => {
    const { promise, resolve } = deferred<string>()
    const result = withDeadline('x', { timeout: 0 }, clock, () => promise)
    expect(clock.sleepers).to.equal(0)
    await clock.advance(1_000_000_000)
    resolve('done')
    expect(await result).to.equal('done')
  })

  it('aborts with the reason of the signal, and lets go of it afterwards', async () => {
    const controller = new AbortController()
    const { signal } = controller
    const listeners = new Set<unknown>()
    const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)]
    signal.addEventListener = (type: string, listener: never) => (listeners.add(listener), add(type, listener))
    signal.removeEventListener = (type: string, listener: never) => (listeners.delete(listener), remove(type, listener))
    await withDeadline('x', { timeout: 100, signal }, clock, () => Promise.resolve())
    expect(listeners.size).to.equal(0)
    const reason = new Error('enough')
    const result = rejection(withDeadline('x', { timeout: 100, signal }, clock, untilAborted))
    controller.abort(reason)
    expect(await result).to.equal(reason)
    expect(listeners.size).to.equal(0)
  })

  it('runs nothing for a signal that is aborted already', async () => {
    const reason = new Error('enough')
    let runs = 0
    const run = (): Promise<number> => Promise.resolve(++runs)
    expect(
      await rejection(withDeadline('x', { timeout: 100, signal: AbortSignal.abort(reason) }, clock, run))
    ).to.equal(reason)
    expect(runs).to.equal(0)
  })
})
