import { expect } from 'chai'
import { connect } from '@cephwire/mon-client'
import { describeWithCeph, releasesUnderTest, startCluster } from '@cephwire/tools/ceph'
import { QUICK } from './support/quick.js'
import { Witness } from './support/witness.js'

for (const release of releasesUnderTest()) {
  describeWithCeph(`a client of three monitors (${release})`, { release }, () => {
    it('connects, commands, subscribes, and moves with all of it when its monitor is killed', async () => {
      const cluster = await startCluster({ release, settings: QUICK })
      try {
        const client = await connect({ conf: cluster.conf })
        const { globalId } = client
        expect((await client.command('fsid')).text().trim()).to.equal(cluster.fsid)
        const witness = new Witness(client, 'move/')
        await witness.begin()
        const write = async (i: number): Promise<void> => {
          await Promise.all([
            client.command({ prefix: 'osd blocklist', blocklistop: 'add', addr: `10.0.0.1:0/${i}` }),
            client.command({ prefix: 'config-key set', key: `move/${i}`, val: `value ${i}` }),
            client.command({ prefix: 'log', logtext: [`line ${i}`] })
          ])
        }

        await write(1)
        const killed = cluster.monitors.find(({ name }) => name === client.session!.monitor)!
        const writing = write(2)
        await killed.kill('SIGKILL')
        await writing
        await write(3)
        await witness.end()

        expect(client.session!.monitor).not.to.equal(killed.name)
        expect(client.globalId).to.equal(globalId)
        witness.expectEveryEpoch()
        await witness.expectEveryKey()
        await witness.expectEveryLine()
        // What was sent again with the new session may have been executed twice.
        const lines = witness.lines.filter(line => line.startsWith('line '))
        expect([...new Set(lines)]).to.deep.equal(['line 1', 'line 2', 'line 3'])
        const keys = witness.changes.map(([key]) => key)
        expect([...new Set(keys)]).to.deep.equal(['move/1', 'move/2', 'move/3'])
        await client.close()
      } finally {
        await cluster.stop()
      }
    })
  })
}
