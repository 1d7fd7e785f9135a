import { kvData, mgrMap } from '@cephwire/messages'
import { expect } from 'chai'
import { connect } from '@cephwire/mon-client'
import { describeWithCeph, releasesUnderTest, startCluster } from '@cephwire/tools/ceph'
import type { Cluster } from '@cephwire/tools/ceph'
import type { MonClient } from '@cephwire/mon-client'

for (const release of releasesUnderTest()) {
  describeWithCeph(`subscriptions that end (${release})`, { release }, function () {
    this.timeout(30_000)
    let cluster: Cluster
    let client: MonClient
    let pid: number
    /** Types of what comes that nobody watches any more. */
    let late: number[]

    before(async () => {
      cluster = await startCluster({ release, monitors: 1 })
      pid = cluster.monitors[0]!.pid
    })
    beforeEach(async () => {
      late = []
      client = await connect({ conf: cluster.conf })
      client.onMessage(({ type }) => late.push(type) > 0)
    })
    // The monitor has gone through all its subscribers and is still there.
    afterEach(async () => {
      await client.command('fsid')
      await client.close()
      expect(cluster.monitors[0]!.pid).to.equal(pid)
    })
    after(() => cluster.stop())

    let changes = 0
    const change: Readonly<Record<string, () => Promise<unknown>>> = {
      mgrmap: () =>
        client.command(
          changes++ % 2 === 0
            ? { prefix: 'mgr module enable', module: 'iostat', force: '--force' }
            : { prefix: 'mgr module disable', module: 'iostat' }
        ),
      monmap: () => client.command({ prefix: 'mon set-weight', name: 'a', weight: ++changes }),
      osdmap: () => client.command({ prefix: `osd ${changes++ % 2 === 0 ? 'set' : 'unset'}`, key: 'noout' }),
      'kv:app/': () => client.command({ prefix: 'config-key set', key: 'app/a', val: String(++changes) }),
      'log-debug': () => client.command({ prefix: 'log', logtext: [`line ${++changes}`] })
    }

    for (const [name, make] of Object.entries(change)) {
      it(`do not harm the monitor (${name})`, async () => {
        const watching = client.watch.raw(name)
        await make()
        await watching.next()
        await watching.return!()
        for (let i = 0; i < 3; i++) await make()
      })
    }

    it('and those to be answered once, later, do not either', async () => {
      const first = await client.watch.raw('mgrmap', { onetime: true }).next()
      const epoch = Number((first.value as { readonly version: bigint }).version)
      const waiting = client.waitForMap('mgrmap', epoch + 2)
      for (let i = 0; i < 3; i++) await change['mgrmap']!()
      await waiting
      const logged = client.watch.log('debug', { onetime: true }).next()
      for (let i = 0; i < 3; i++) await change['log-debug']!()
      expect((await logged).done).to.equal(false)
    })

    it('bring nothing more, but the one message that ends them', async () => {
      const watching = [client.watch.raw('kv:app/'), client.watch.raw('mgrmap')]
      for (const each of watching) {
        await each.next()
        await each.return!()
      }
      for (let i = 0; i < 3; i++) {
        await change['kv:app/']!()
        await change['mgrmap']!()
      }
      expect(late.filter(type => type === kvData.type || type === mgrMap.type).sort()).to.deep.equal(
        [kvData.type, mgrMap.type].sort()
      )
    })
  })
}
