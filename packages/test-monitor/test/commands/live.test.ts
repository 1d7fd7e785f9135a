import { expect } from 'chai'
import { parseUtime } from './parse-utime.js'
import { Replay } from './replay.js'

const init = {
  recorded: 'ceph version 16.2.15-cephwire (00) pacific (test monitor)',
  fsid: '11111111-2222-4333-8444-555555555555',
  mons: { a: '[v2:127.0.0.1:3300/0,v1:127.0.0.1:6789/0]' }
}

describe('Commands', () => {
  let replay: Replay
  beforeEach(() => {
    replay = new Replay(init)
  })

  const json = async (prefix: string, args: object = {}): Promise<unknown> =>
    JSON.parse(await replay.text({ prefix, format: 'json', ...args }))

  describe('show what the state has', () => {
    it('the monmap, in old epochs too', async () => {
      replay.cluster.monmap.bump()
      expect(await json('mon dump')).to.include({ epoch: 2, fsid: init.fsid })
      expect(await json('mon dump', { epoch: 1 })).to.include({ epoch: 1 })
    })

    it('the epochs of all maps', async () => {
      const { osdmap, mgrmap, fsmap } = replay.cluster
      for (const map of [osdmap, mgrmap, fsmap]) map.bump()
      for (const prefix of ['osd dump', 'mgr dump', 'fs dump']) expect(await json(prefix)).to.include({ epoch: 2 })
    })

    it('a health check that a test sets, and its end', async () => {
      const { health } = replay.cluster
      health.set('SLOW_OPS', { severity: 'HEALTH_ERR', summary: '2 slow ops', detail: ['osd.0', 'osd.1'] })
      expect(await replay.text({ prefix: 'health', detail: 'detail' })).to.equal(
        'HEALTH_ERR 2 slow ops\n[ERR] SLOW_OPS: 2 slow ops\n    osd.0\n    osd.1\n'
      )
      health.clear('SLOW_OPS')
      expect(await replay.text({ prefix: 'health' })).to.equal('HEALTH_OK\n')
    })

    it('a muted check, which leaves the status alone', async () => {
      replay.cluster.health.set('SLOW_OPS', { summary: '2 slow ops', muted: true })
      expect(await replay.text({ prefix: 'health' })).to.equal('HEALTH_OK (muted: SLOW_OPS)\n')
      expect(await json('health')).to.deep.include({
        status: 'HEALTH_OK',
        mutes: [{ code: 'SLOW_OPS', sticky: false, summary: '2 slow ops', count: 1 }]
      })
    })

    it('how full the cluster is', async () => {
      replay.cluster.usage = { kb: 4096n, kbUsed: 1536n, kbAvail: 2560n, numObjects: 3n }
      const [, heading, total] = (await replay.text({ prefix: 'df' })).split('\n')
      expect(heading).to.equal('CLASS   SIZE    AVAIL     USED  RAW USED  %RAW USED')
      expect(total).to.equal('TOTAL  4 MiB  2.5 MiB  1.5 MiB   1.5 MiB       37.5')
      expect(await replay.text({ prefix: 'status' })).to.include('usage:   1.5 MiB used, 2.5 MiB / 4 MiB avail')
    })

    it('lines of the log, the newest last, as many as are asked for', async () => {
      replay.cluster.log.append('one', 'two', { msg: 'three', channel: 'audit' })
      const lines = async (args: object): Promise<string[]> =>
        (await replay.text({ prefix: 'log last', ...args })).trimEnd().split('\n')
      expect(await lines({ num: 1 })).to.have.lengthOf(1)
      expect((await lines({ num: 1 }))[0]).to.match(/^\S+ mon\.a \(mon\.0\) 2 : cluster \[INF\] two$/)
      expect(await lines({ channel: '*' })).to.have.lengthOf(3)
    })

    it('pools and blocked clients in the osdmap that commands made', async () => {
      await replay.run({ prefix: 'osd pool create', pool: 'rbd' })
      await replay.run({ prefix: 'osd blocklist', blocklistop: 'add', addr: '1.2.3.4:0/9', expire: 60 })
      const dump = (await json('osd dump')) as { pools: { pool_name: string }[]; blocklist: object }
      expect(dump.pools.map(pool => pool.pool_name)).to.deep.equal(['rbd'])
      expect(Object.keys(dump.blocklist)).to.deep.equal(['1.2.3.4:0/9'])
    })

    it('a blocked client until its time is over', async () => {
      const { status } = await replay.run({ prefix: 'osd blocklist', blocklistop: 'add', addr: '1.2.3.4', expire: 60 })
      const until = parseUtime(/until (\S+)/.exec(status)?.[1] ?? '')
      expect(until - replay.cluster.time.millis()).to.be.within(59_000, 60_000)
      replay.cluster.osdmap.blocklistAdd('1.2.3.4:0/0', { sec: 1, nsec: 0 })
      expect((await replay.run({ prefix: 'osd blocklist ls' })).status).to.equal('listed 0 entries')
    })

    it('the maps as bytes', async () => {
      const { status, output } = await replay.run({ prefix: 'osd getmap' })
      expect(status).to.equal('got osdmap epoch 1')
      expect(output).to.deep.equal(replay.cluster.osdmap.full(1))
      expect((await replay.run({ prefix: 'mon getmap' })).output.length).to.be.greaterThan(100)
    })

    it('a report of everything', async () => {
      const { status } = await replay.run({ prefix: 'report' })
      expect(status).to.match(/^report \d+$/)
      expect(await json('report', { tags: ['a', 'b'] })).to.include({ version: '16.2.15-cephwire', tag: 'a b' })
    })

    it('binary values of config-key unchanged', async () => {
      const value = Uint8Array.from({ length: 256 }, (_, i) => i)
      await replay.run({ prefix: 'config-key set', key: 'k' }, { input: value })
      expect((await replay.run({ prefix: 'config-key get', key: 'k' })).output).to.deep.equal(value)
    })

    it('no more of a value than fits', async () => {
      const { code } = await replay.run({ prefix: 'config-key set', key: 'k', val: 'x'.repeat(65_537) })
      expect(code).to.equal(-27)
    })
  })

  describe('ask for caps', () => {
    const refused = { code: -13, status: 'access denied' }

    it('of their module: who reads does not write', async () => {
      expect(await replay.run({ prefix: 'osd pool ls' }, { caps: 'allow r' })).to.include({ code: 0 })
      for (const cmd of [
        { prefix: 'config-key set', key: 'k', val: 'v' },
        { prefix: 'osd pool create', pool: 'p' },
        { prefix: 'log', logtext: ['x'] },
        { prefix: 'auth get', entity: 'client.admin' }
      ]) {
        expect(await replay.run(cmd, { caps: 'allow r' })).to.include(refused)
      }
    })

    it('and let those in who may run one command', async () => {
      const caps = 'allow command "osd pool ls"'
      expect(await replay.run({ prefix: 'osd pool ls' }, { caps })).to.include({ code: 0 })
      expect(await replay.run({ prefix: 'osd dump' }, { caps })).to.include(refused)
    })
  })

  it('are all described', () => {
    const descriptions = JSON.parse(replay.table.descriptions(~0n)) as Record<string, { help: string; sig: unknown[] }>
    const entries = Object.values(descriptions)
    expect(entries).to.have.lengthOf.greaterThan(80)
    for (const { help, sig } of entries) {
      expect(help, JSON.stringify(sig)).to.not.equal('')
      expect(sig[0]).to.be.a('string')
    }
  })
})
