import { getEventListeners } from 'node:events'
import { expect } from 'chai'
import { Waiters } from '../src/waiters.js'
import { rejection } from './support/canary.js'

describe('Waiters', () => {
  it('wakes all who wait, once', async () => {
    const { signal } = new AbortController()
    const waiters = new Waiters()
    const woken: string[] = []
    const waits = ['a', 'b'].map(name => waiters.next(signal).then(() => woken.push(name)))
    expect(waiters.size).to.equal(2)
    waiters.wake()
    await Promise.all(waits)
    expect(woken).to.deep.equal(['a', 'b'])
    expect([waiters.size, getEventListeners(signal, 'abort').length]).to.deep.equal([0, 0])
  })

  it('lets go of those whose signal is aborted, and of no other', async () => {
    const waiters = new Waiters()
    const giveUp = new AbortController()
    const reason = new Error('enough')
    const stays = waiters.next(new AbortController().signal)
    const error = rejection(waiters.next(giveUp.signal))
    giveUp.abort(reason)
    expect(await error).to.equal(reason)
    expect(await rejection(waiters.next(giveUp.signal))).to.equal(reason)
    expect(waiters.size).to.equal(1)
    waiters.wake()
    await stays
  })
})
