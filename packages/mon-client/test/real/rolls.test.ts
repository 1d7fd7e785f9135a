import { expect } from 'chai'
import { connect } from '@cephwire/mon-client'
import { describeWithCeph, releasesUnderTest, startCluster } from '@cephwire/tools/ceph'
import { Load } from './support/load.js'
import { QUICK } from './support/quick.js'
import { Witness } from './support/witness.js'
import type { Cluster } from '@cephwire/tools/ceph'
import type { MonClient, MonClientStatus } from '@cephwire/mon-client'

/** How often all three are restarted, one after the other. */
const ROLLS = Number(process.env['CEPHWIRE_ROLLS'] ?? '2')

for (const release of releasesUnderTest().filter(release => release === 'pacific')) {
  describeWithCeph(`a rolling restart of all monitors (${release})`, { release }, () => {
    let cluster: Cluster
    let client: MonClient

    before(async () => {
      cluster = await startCluster({ release, settings: QUICK })
    })
    after(async () => {
      await client.close()
      await cluster.stop()
    })

    it(`loses no command, answers none twice and skips nothing of three subscriptions, ${ROLLS} times over`, async function () {
      this.timeout(60_000 * (1 + ROLLS))
      client = await connect({ conf: cluster.conf })
      const { globalId } = client
      const states: MonClientStatus[] = []
      const status = (async () => {
        for await (const each of client.status()) states.push(each)
      })()
      const witness = new Witness(client, 'roll/')
      await witness.begin()
      const load = new Load(client, 8)
      for (let roll = 0; roll < ROLLS; roll++) {
        for (const monitor of cluster.monitors) {
          await monitor.kill('SIGTERM')
          await monitor.start()
          await cluster.waitForQuorum()
          await load.round()
        }
      }
      await load.stop()
      await witness.end()

      expect(load.answered.reduce((sum, answers) => sum + answers)).to.equal(load.asked)
      expect([...load.ends.values()].filter(times => times !== 1)).to.deep.equal([])
      expect(load.ends.size).to.be.at.least(load.asked)
      witness.expectEveryEpoch()
      await witness.expectEveryKey()
      await witness.expectEveryLine()
      expect(witness.changes.map(([key]) => key)).to.include.members(load.keys)
      expect(witness.lines).to.include.members(load.lines)

      await client.close()
      await status
      const sessions = states.filter(({ state }) => state === 'have_session')
      // In each roll the monitor in use is restarted as well, at least once.
      expect(sessions.length).to.be.greaterThan(ROLLS)
      expect(sessions.every(each => 'globalId' in each && each.globalId === globalId)).to.equal(true)
      expect(load.resent.size).to.be.greaterThan(0)
    })
  })
}
