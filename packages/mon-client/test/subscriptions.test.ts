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

  it('tells what is asked for next', () => {
    expect(subscriptions.next('osdmap')).to.equal(undefined)
    subscriptions.want('osdmap', { start: 3n })
    subscriptions.got('osdmap', 7n)
    expect(subscriptions.next('osdmap')).to.equal(8n)
    subscriptions.forget('osdmap')
    expect(subscriptions.next('osdmap')).to.equal(undefined)
  })

  describe('when a subscription that was sent is wanted no more', () => {
    const ended = (name: string, got?: bigint): Record<string, string> => {
      subscriptions.want(name, { start: 0n })
      subscriptions.take()
      if (got !== undefined) subscriptions.got(name, got)
      subscriptions.unwant(name)
      return taken()
    }

    it('asks for one more, which is the last', () => {
      for (const name of ['osdmap', 'servicemap', 'fsmap', 'fsmap.user', 'mdsmap', 'mdsmap.12']) {
        expect(ended(name, 5n)).to.deep.equal({ [name]: '6 once' })
      }
      expect(subscriptions.take()).to.equal(undefined)
    })

    it('asks for it at once where monitors do not survive to send it later', () => {
      for (const name of ['monmap', 'mgrmap', 'log-info', 'config', 'NVMeofGw', 'xosdmap', 'mdsmap.x']) {
        expect(ended(name, 5n)).to.deep.equal({ [name]: '0 once' })
      }
    })

    it('asks for nothing but the last change of keys, which comes at once', () => {
      expect(ended('kv:app/', 5n)).to.deep.equal({ 'kv:app/': '5 once' })
      expect(ended('kv:other/')).to.deep.equal({ 'kv:other/': '0 once' })
    })

    it('says nothing where that is in vain', () => {
      expect(ended('mgrdigest', 0n)).to.deep.equal({})
    })

    it('says nothing of one that is wanted once, or was not sent', () => {
      subscriptions.want('osdmap', { start: 3n, onetime: true })
      subscriptions.take()
      subscriptions.unwant('osdmap')
      subscriptions.want('fsmap', { start: 3n })
      subscriptions.unwant('fsmap')
      expect(subscriptions.take()).to.equal(undefined)
    })

    it('takes it back when it is wanted again before that was sent', () => {
      subscriptions.want('osdmap', { start: 3n })
      subscriptions.take()
      subscriptions.unwant('osdmap')
      subscriptions.want('osdmap', { start: 3n })
      expect(taken()).to.deep.equal({ osdmap: '3' })
    })

    it('has nothing to end in the next session', () => {
      subscriptions.want('osdmap', { start: 3n })
      subscriptions.take()
      subscriptions.unwant('osdmap')
      subscriptions.sessionOpened()
      expect(subscriptions.take()).to.equal(undefined)
    })

    it('takes for granted that nothing more comes where it forgets', () => {
      subscriptions.want('log-warn', { start: 3n })
      subscriptions.take()
      subscriptions.forget('log-warn')
      expect(subscriptions.take()).to.equal(undefined)
    })
  })

  it('asks once only for what monitors can send once, now or later', () => {
    const asked = (name: string, start: bigint): string | undefined => {
      subscriptions.want(name, { start, onetime: true })
      return taken()[name]
    }
    for (const name of ['osdmap', 'servicemap', 'fsmap', 'fsmap.user', 'mdsmap', 'mdsmap.12']) {
      expect(asked(name, 7n), name).to.equal('7 once')
    }
    for (const name of ['monmap', 'mgrmap', 'config', 'kv:app/']) {
      expect(asked(name, 0n), name).to.equal('0 once')
      expect(asked(name, 7n), name).to.equal('7')
    }
    for (const name of ['log-info', 'mgrdigest', 'NVMeofGw']) {
      expect(asked(name, 0n), name).to.equal('0')
      expect(asked(name, 7n), name).to.equal('7')
    }
  })
})
