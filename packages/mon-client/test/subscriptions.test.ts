import { SubscribeFlag } from '@cephwire/messages'
import { expect } from 'chai'
import { Subscriptions } from '../src/subscriptions.js'

describe('Subscriptions', () => {
  let subscriptions: Subscriptions

  beforeEach(() => {
    subscriptions = new Subscriptions()
  })

  const taken = (): Record<string, string> =>
    Object.fromEntries(
      [...(subscriptions.take() ?? [])].map(([name, { start, flags }]) => [
        name,
        `${start}${flags === SubscribeFlag.Onetime ? ' once' : ''}`
      ])
    )

  it('asks for what is wanted, once', () => {
    expect(subscriptions.want('monmap', { start: 3n })).to.equal(true)
    expect(subscriptions.want('monmap', { start: 3n })).to.equal(false)
    subscriptions.want('osdmap', { start: 0n, onetime: true })
    expect(taken()).to.deep.equal({ monmap: '3', osdmap: '0 once' })
    expect(subscriptions.take()).to.equal(undefined)
  })

  it('asks again when something else is wanted', () => {
    subscriptions.want('osdmap', { start: 3n })
    subscriptions.take()
    expect(subscriptions.want('osdmap', { start: 3n, onetime: true })).to.equal(true)
    expect(taken()).to.deep.equal({ osdmap: '3 once' })
  })

  it('goes on behind what has come, with the next session', () => {
    subscriptions.want('monmap', { start: 3n })
    subscriptions.take()
    subscriptions.got('monmap', 5n)
    expect(subscriptions.take()).to.equal(undefined)
    subscriptions.sessionOpened()
    expect(taken()).to.deep.equal({ monmap: '6' })
  })

  it('does not go back for what is older', () => {
    subscriptions.want('monmap', { start: 6n })
    subscriptions.got('monmap', 5n)
    expect(taken()).to.deep.equal({ monmap: '6' })
  })

  it('forgets what was wanted once when it has come, and not before', () => {
    subscriptions.want('osdmap', { start: 0n, onetime: true })
    subscriptions.take()
    subscriptions.sessionOpened()
    expect(taken()).to.deep.equal({ osdmap: '0 once' })
    subscriptions.got('osdmap', 9n)
    subscriptions.sessionOpened()
    expect(subscriptions.take()).to.equal(undefined)
  })

  it('forgets what is wanted no more', () => {
    subscriptions.want('log-info', { start: 0n })
    subscriptions.unwant('log-info')
    subscriptions.got('log-info', 1n)
    subscriptions.sessionOpened()
    expect(subscriptions.take()).to.equal(undefined)
  })
})
