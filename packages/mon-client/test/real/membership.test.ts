import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { connect } from '@cephwire/mon-client'
import { describeWithCeph, releasesUnderTest, startCluster } from '@cephwire/tools/ceph'
import { QUICK } from './support/quick.js'
import type { MonClient } from '@cephwire/mon-client'

for (const release of releasesUnderTest().filter(release => release === 'pacific')) {
  describeWithCeph(`monitors that come and go (${release})`, { release }, () => {
    it('are followed until none of those is left that ceph.conf names', async () => {
      const cluster = await startCluster({ release, settings: QUICK })
      let client: MonClient | undefined
      try {
        client = await connect({ conf: cluster.conf })
        const { globalId, monmap, watch } = client
        const [a, b, c] = cluster.monitors
        const epochs: number[] = []
        const watching = (async () => {
          for await (const { epoch } of watch.monmap()) epochs.push(epoch)
        })()

        const d = await cluster.addMonitor()
        await cluster.waitForQuorum()
        while (!client.monmap.mons.has('d')) await sleep(10)
        expect([...client.monmap.ranks]).to.deep.equal(['a', 'b', 'c', 'd'])

        const left = [a!, b!, c!, d]
        while (left.length > 1) {
          // The one in use first, and last of all the one that ceph.conf does not know.
          const inUse = left.find(({ name }) => name === client!.session?.monitor && name !== 'd')
          const removed = inUse ?? left[0]!
          await client.command({ prefix: 'mon rm', name: removed.name })
          left.splice(left.indexOf(removed), 1)
          while (client.monmap.mons.has(removed.name) || client.session === undefined) await sleep(10)
          expect(client.session.monitor).to.be.oneOf(left.map(({ name }) => name))
          expect((await client.command('fsid')).text().trim()).to.equal(cluster.fsid)
        }
        expect(client.session!.monitor).to.equal('d')
        expect([...client.monmap.ranks]).to.deep.equal(['d'])
        expect(client.globalId).to.equal(globalId)
        await client.command({ prefix: 'config-key set', key: 'last', val: 'd' })
        await client.close()
        await watching
        expect(epochs).to.deep.equal([...new Set(epochs)].sort((x, y) => x - y))
        expect(epochs[0]).to.equal(monmap.epoch)
        expect(epochs.at(-1)).to.equal(client.monmap.epoch)
        expect(client.monmap.epoch).to.equal(monmap.epoch + 4)
      } finally {
        await client?.close()
        await cluster.stop()
      }
    })
  })
}
