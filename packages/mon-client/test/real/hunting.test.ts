import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { MonOutcomeUnknownError, MonTimeoutError, connect } from '@cephwire/mon-client'
import { describeWithCeph, releasesUnderTest, startCluster } from '@cephwire/tools/ceph'
import { rejection } from '../support/canary.js'
import type { Cluster, Monitor } from '@cephwire/tools/ceph'
import type { MonClient, MonClientStatus } from '@cephwire/mon-client'

/** Without these a dead leader is noticed by the other monitors after ten seconds, in which none of them serves. */
const FAST = { mon_lease: '1', mon_election_timeout: '1', mon_probe_timeout: '1', mon_tick_interval: '1' }

for (const release of releasesUnderTest()) {
  describeWithCeph(`a client whose monitors fail (${release})`, { release }, () => {
    let cluster: Cluster
    let client: MonClient | undefined

    before(async () => {
      cluster = await startCluster({ release, settings: FAST })
    })
    afterEach(async () => {
      await client?.close()
      client = undefined
      for (const monitor of cluster.monitors) {
        monitor.resume()
        await monitor.start()
      }
      await cluster.waitForQuorum()
    })
    after(() => cluster.stop())

    const monitorInUse = (): Monitor => cluster.monitors.find(({ name }) => name === client!.session!.monitor)!

    for (const msMode of ['legacy', 'secure'] as const) {
      it(`connects within four seconds when one of three is dead (${msMode})`, async () => {
        await cluster.monitors[0]!.kill()
        // Until the others have elected a leader they let nobody in, however quick the client is.
        await cluster.waitForQuorum(['b', 'c'])
        const started = performance.now()
        client = await connect({ conf: cluster.conf, msMode })
        expect(performance.now() - started).to.be.lessThan(4000)
        expect(client.session!.monitor).to.be.oneOf(['b', 'c'])
      })

      it(`connects at once when one of three is stopped (${msMode})`, async () => {
        cluster.monitors[2]!.pause()
        const started = performance.now()
        client = await connect({ conf: cluster.conf, msMode })
        expect(performance.now() - started).to.be.lessThan(4000)
      })

      it(`has every command answered when the monitor in use is killed (${msMode})`, async () => {
        client = await connect({ conf: cluster.conf, msMode })
        const { globalId } = client
        const states: MonClientStatus[] = []
        const status = (async (client: MonClient) => {
          for await (const each of client.status()) states.push(each)
        })(client)
        const killed = monitorInUse()
        const started = performance.now()
        const commands = Array.from({ length: 100 }, (_, i) =>
          client!.command({ prefix: 'config-key set', key: `killed/${i}` }, { input: Buffer.from([i]) })
        )
        await killed.kill('SIGKILL')
        const replies = await Promise.all(commands)
        const millis = performance.now() - started
        expect(replies.map(({ code }) => code)).to.deep.equal(Array.from({ length: 100 }, () => 0))
        expect(millis).to.be.lessThan(5000)
        expect(client.session!.monitor).not.to.equal(killed.name)
        expect(client.globalId).to.equal(globalId)
        await client.close()
        await status
        expect(states.map(({ state }) => state)).to.deep.equal(['have_session', 'hunting', 'have_session', 'closed'])
      })
    }

    it('does not send again what must not be sent twice', async () => {
      client = await connect({ conf: cluster.conf })
      const killed = monitorInUse()
      killed.pause()
      const once = rejection(client.command({ prefix: 'log', logtext: ['once'] }, { resend: false }))
      const again = client.command('fsid')
      await sleep(50)
      await killed.kill('SIGKILL')
      expect(await once).to.be.instanceOf(MonOutcomeUnknownError)
      expect((await again).code).to.equal(0)
    })

    it('says why a command has no answer when no monitor is left', async () => {
      client = await connect({ conf: cluster.conf })
      await Promise.all(cluster.monitors.map(monitor => monitor.kill('SIGKILL')))
      while (client.state !== 'hunting') await sleep(5)
      const error = await rejection(client.command('fsid', { timeout: 1500 }), MonTimeoutError)
      expect(error).to.include({ mayHaveExecuted: false, what: 'command fsid', retryable: true })
      // The last to be tried may still have been dying.
      expect(error.likely).to.match(/^no monitor gives a session: v2:127\.0\.0\.1:\d+\/0: ./)
      expect(client.state).to.equal('hunting')
      const started = performance.now()
      await client.close()
      expect(performance.now() - started).to.be.lessThan(500)
    })
  })

  describeWithCeph(`a client whose monitor is removed (${release})`, { release }, () => {
    it('follows the monmap to another monitor', async () => {
      const cluster = await startCluster({ release, settings: FAST })
      try {
        const client = await connect({ conf: cluster.conf })
        const { monitor } = client.session!
        await client.command({ prefix: 'mon rm', name: monitor })
        while (client.state !== 'have_session' || client.session!.monitor === monitor) await sleep(20)
        expect(client.monmap.ranks).not.to.include(monitor)
        expect((await client.command('fsid')).text().trim()).to.equal(cluster.fsid)
        await client.close()
      } finally {
        await cluster.stop()
      }
    })
  })
}
