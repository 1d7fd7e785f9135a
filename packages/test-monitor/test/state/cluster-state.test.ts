import { ClusterState } from '@cephwire/test-monitor'
import { parseAuthEntity } from '@cephwire/auth'
import { createFakeClock } from '@cephwire/messenger/testing'
import { expect } from 'chai'
import type { Topic } from '@cephwire/test-monitor'

const addr = { type: 'msgr2', nonce: 0, host: '127.0.0.1', port: 3300 } as const
const mons = ['a', 'b', 'c'].map(name => ({ name, addrs: [addr] }))

describe('ClusterState', () => {
  const seen = (state: ClusterState): Topic[] => {
    const topics: Topic[] = []
    state.onChange(topic => topics.push(topic))
    return topics
  }

  it('tells of every change, and of those to one topic to who asks for it', () => {
    const state = new ClusterState({ mons })
    const all = seen(state)
    let epochs = 0
    const stop = state.onChange('osdmap', () => epochs++)
    state.osdmap.addPool('rbd')
    state.configKey.set('a', 'b')
    state.config.set('global', 'x', '1')
    state.auth.set('client.x')
    state.log.append('hello')
    stop()
    state.osdmap.bump()
    expect(all).to.deep.equal(['osdmap', 'config-key', 'config', 'auth', 'log', 'osdmap'])
    expect(epochs).to.equal(1)
  })

  it('says nothing of what did not change', () => {
    const state = new ClusterState({ mons })
    const all = seen(state)
    expect(state.configKey.delete('none')).to.equal(false)
    expect(state.config.remove('global', 'none')).to.equal(false)
    expect(state.auth.remove('client.none')).to.equal(false)
    expect(state.osdmap.removePool(9)).to.equal(false)
    expect(state.osdmap.blocklistRemove('x')).to.equal(false)
    expect(state.health.clear('NONE')).to.equal(false)
    state.log.append()
    expect(all).to.deep.equal([])
  })

  it('keeps the time of its clock', async () => {
    const clock = createFakeClock()
    const state = new ClusterState({ clock, startTime: 1_700_000_000_000 })
    await clock.advance(1500)
    expect(state.now()).to.deep.equal({ sec: 1_700_000_001, nsec: 500_000_000 })
    state.osdmap.blocklistAdd('10.0.0.1:0/1', { sec: 1_700_000_010, nsec: 0 })
    expect(state.osdmap.blocklist.size).to.equal(1)
    await clock.advance(20_000)
    expect(state.osdmap.blocklist.size).to.equal(0)
  })

  describe('#quorum', () => {
    it('is there while more than half of the map agrees, led by the lowest rank', () => {
      const { quorum } = new ClusterState({ mons })
      quorum.start('c')
      expect(quorum).to.deep.include({ members: [], leader: undefined })
      quorum.start('b')
      expect(quorum).to.deep.include({ members: ['b', 'c'], leader: 'b', ranks: [1, 2] })
      quorum.start('a')
      const { epoch } = quorum
      quorum.leave('a')
      expect(quorum).to.deep.include({ members: ['b', 'c'], leader: 'b' })
      quorum.join('a')
      expect(quorum.epoch).to.equal(epoch + 4)
      expect(quorum.epoch % 2).to.equal(0)
      quorum.stop('b')
      quorum.stop('c')
      expect(quorum.members).to.deep.equal([])
      expect(quorum.epoch % 2).to.equal(1)
    })

    it('is that of the map: removing the dead helps', () => {
      const { quorum, monmap } = new ClusterState({ mons })
      quorum.start('a')
      monmap.removeMon('b')
      expect(quorum.members).to.deep.equal([])
      monmap.removeMon('c')
      expect(quorum.members).to.deep.equal(['a'])
      expect(monmap.map).to.deep.include({ epoch: 3, removedRanks: new Set([1]) })
    })
  })

  describe('#auth', () => {
    it('keeps the key when caps change, and never shows it', () => {
      const { auth } = new ClusterState()
      const { key } = auth.set('client.x', { caps: { mon: 'allow r' } })
      expect(auth.set('client.x', { caps: { mon: 'allow rw' } }).key).to.equal(key)
      expect(auth.get(parseAuthEntity('client.x'))?.caps.get('mon')).to.equal('allow rw')
      expect(JSON.stringify(auth.entries)).to.not.include(key.toBase64())
      expect(() => auth.set('nobody')).to.throw('nobody')
      expect(auth.nextGlobalId()).to.not.equal(auth.nextGlobalId())
    })
  })

  describe('#config', () => {
    it('lets the narrower section win', () => {
      const { config } = new ClusterState()
      for (const who of ['client.rgw.a', 'client.rgw', 'client', 'global', 'client/host:h']) config.set(who, who, who)
      for (const who of ['global', 'client', 'client.rgw']) config.set(who, 'x', who)
      const effective = config.effective(parseAuthEntity('client.rgw.a'))
      expect(effective.get('x')?.value).to.equal('client.rgw')
      expect([...effective.keys()]).to.have.members(['client.rgw.a', 'client.rgw', 'client', 'global', 'x'])
      expect(config.effective(parseAuthEntity('client.b'), 'h').has('client/host:h')).to.equal(true)
      expect(config.effective(parseAuthEntity('osd.1')).get('x')?.value).to.equal('global')
    })
  })

  describe('#log', () => {
    it('forgets the oldest, and knows which those are', () => {
      const { log } = new ClusterState()
      for (let i = 0; i < 20_001; i++) log.append(`line ${i}`)
      expect(log.entries).to.have.length(10_000)
      expect(log.firstCommitted).to.equal(log.version - 9999)
      expect(log.since(log.version).map(({ entry }) => entry.msg)).to.deep.equal(['line 20000'])
    })
  })
})
