import { expect } from 'chai'
import { connect } from '@cephwire/mon-client'
import { describeWithCeph, releasesUnderTest, startCluster } from '@cephwire/tools/ceph'
import { QUICK } from './support/quick.js'
import { Witness } from './support/witness.js'
import type { MonClient, MonCommand } from '@cephwire/mon-client'
import type { Cluster } from '@cephwire/tools/ceph'

for (const release of releasesUnderTest().filter(release => release === 'pacific')) {
  describeWithCeph(`commands and subscriptions when the monitor in use is killed (${release})`, { release }, () => {
    let cluster: Cluster
    let client: MonClient | undefined

    before(async () => {
      cluster = await startCluster({ release, settings: QUICK })
    })
    afterEach(async () => {
      await client?.close()
      for (const monitor of cluster.monitors) await monitor.start()
      await cluster.waitForQuorum()
    })
    after(() => cluster.stop())

    for (const role of ['leader', 'peon'] as const) {
      it(`has 100 commands answered and three subscriptions continued within five seconds (${role})`, async () => {
        const states = await Promise.all(cluster.monitors.map(monitor => monitor.status()))
        const monitor = cluster.monitors[states.findIndex(({ state }) => state === role)]!
        client = await connect({ conf: cluster.conf, monHost: monitor.addrvec })
        expect(client.session!.monitor).to.equal(monitor.name)
        const { globalId } = client
        const witness = new Witness(client, `${role}/`)
        await witness.begin()

        const started = performance.now()
        const commands = Array.from({ length: 25 }, (_, i): MonCommand[] => [
          { prefix: 'osd dump', format: 'json' },
          { prefix: 'osd blocklist', blocklistop: 'add', addr: `10.0.0.${i}:0/1` },
          { prefix: 'config-key set', key: `${role}/${i}`, val: `value ${i}` },
          { prefix: 'log', logtext: [`${role} ${i}`] }
        ])
        const answers = commands.flat().map(command => client!.command(command))
        await monitor.kill('SIGKILL')
        const codes = (await Promise.all(answers)).map(({ code }) => code)
        await witness.until(() => witness.changes.length >= 25 && witness.lines.includes(`${role} 24`))
        const millis = performance.now() - started

        expect(codes).to.deep.equal(Array.from({ length: 100 }, () => 0))
        expect(client.session!.monitor).not.to.equal(monitor.name)
        expect(client.globalId).to.equal(globalId)
        await witness.end()
        witness.expectEveryEpoch()
        await witness.expectEveryKey()
        await witness.expectEveryLine()
        expect(witness.lines).to.include.members(Array.from({ length: 25 }, (_, i) => `${role} ${i}`))
        expect(millis).to.be.lessThan(5000)
      })
    }
  })
}
