import { getEventListeners } from 'node:events'
import { expect } from 'chai'
import { onAbort } from '../src/on-abort.js'

describe('onAbort()', () => {
  let controller: AbortController
  let calls: string[]

  beforeEach(() => {
    controller = new AbortController()
    calls = []
  })

  const listeners = (): number => getEventListeners(controller.signal, 'abort').length
  const wait = (name: string): (() => void) => onAbort(controller.signal, () => calls.push(name))

  it('calls all who wait, in their order, once', () => {
    for (const name of ['a', 'b', 'c']) wait(name)
    controller.abort()
    controller.abort()
    expect(calls).to.deep.equal(['a', 'b', 'c'])
    expect(listeners()).to.equal(0)
  })

  it('has one listener for all, and none when all have let go', () => {
    const letGo = Array.from({ length: 20 }, () => wait('x'))
    expect(listeners()).to.equal(1)
    for (const go of letGo.slice(1)) go()
    expect(listeners()).to.equal(1)
    letGo[0]!()
    letGo[0]!()
    expect(listeners()).to.equal(0)
    const again = wait('again')
    expect(listeners()).to.equal(1)
    again()
    controller.abort()
    expect(calls).to.deep.equal([])
  })

  it('counts the same callback for each who waits with it', () => {
    const callback = (): void => void calls.push('same')
    const first = onAbort(controller.signal, callback)
    onAbort(controller.signal, callback)
    first()
    controller.abort()
    expect(calls).to.deep.equal(['same'])
  })

  it('does not call who has been let go of by another, and can be waited with anew', () => {
    onAbort(controller.signal, () => second())
    const second = wait('second')
    controller.abort()
    expect(calls).to.deep.equal([])
    wait('too late')()
    expect(listeners()).to.equal(0)
  })

  it('does nothing without a signal', () => {
    onAbort(undefined, () => calls.push('never'))()
    expect(calls).to.deep.equal([])
  })
})
