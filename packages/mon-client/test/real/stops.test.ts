import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { MonTimeoutError, connect } from '@cephwire/mon-client'
import { describeWithCeph, releasesUnderTest, startCluster } from '@cephwire/tools/ceph'
import { rejection } from '../support/canary.js'
import { QUICK } from './support/quick.js'
import type { MonClient, MonClientStatus } from '@cephwire/mon-client'
import type { Cluster, Monitor } from '@cephwire/tools/ceph'

for (const release of releasesUnderTest().filter(release => release === 'pacific')) {
  describeWithCeph(`a client whose monitors are stopped (${release})`, { release }, () => {
    let cluster: Cluster
    let client: MonClient | undefined

    before(async () => {
      cluster = await startCluster({ release, settings: QUICK })
    })
    afterEach(async () => {
      for (const monitor of cluster.monitors) monitor.resume()
      await client?.close()
      await cluster.waitForQuorum()
    })
    after(() => cluster.stop())

    const monitorIn = async (role: 'leader' | 'peon'): Promise<Monitor> => {
      const states = await Promise.all(cluster.monitors.map(monitor => monitor.status()))
      return cluster.monitors[states.findIndex(({ state }) => state === role)]!
    }

    for (const parallel of [3, 1]) {
      it(`notices it by keepalives and is not held up by it in the next hunt (${parallel} tried at a time)`, async () => {
        const stopped = await monitorIn('peon')
        const keepalive = { interval: 500, timeout: 2000 }
        client = await connect({ conf: cluster.conf, monHost: stopped.addrvec, keepalive, hunting: { parallel } })
        expect(client.session!.monitor).to.equal(stopped.name)
        const { globalId } = client
        const states: (MonClientStatus & { readonly at: number })[] = []
        const status = (async (client: MonClient) => {
          for await (const each of client.status()) states.push({ ...each, at: performance.now() })
        })(client)

        stopped.pause()
        const answer = client.command('osd dump')
        const others = cluster.monitors.filter(monitor => monitor !== stopped)
        await cluster.waitForQuorum(others.map(({ name }) => name))
        const quorum = performance.now()
        expect((await answer).code).to.equal(0)
        expect(client.session!.monitor).not.to.equal(stopped.name)
        expect(client.globalId).to.equal(globalId)
        await client.close()
        await status

        const [, noticed, moved] = states
        expect(noticed).to.include({ state: 'hunting' })
        expect((noticed as { cause: Error }).cause.message).to.include('KEEPALIVE2 unanswered')
        expect(moved).to.include({ state: 'have_session' })
        // A round of the hunt that has to wait for a monitor lasts three seconds and more.
        expect(moved!.at - Math.max(noticed!.at, quorum)).to.be.lessThan(3000)
      })
    }

    for (const msMode of ['secure', 'legacy'] as const) {
      it(`fails at its deadline for want of a quorum, and goes on when there is one again (${msMode})`, async () => {
        const left = await monitorIn('leader')
        client = await connect({ conf: cluster.conf, monHost: left.addrvec, msMode })
        for (const monitor of cluster.monitors) if (monitor !== left) monitor.pause()
        while ((await left.status()).quorum.length > 0) await sleep(20)

        const store = { prefix: 'config-key set', key: msMode, val: 'x' }
        const patient = client.command(store)
        // Before the monitor ends the session, and when it has done so several times.
        const deadlines = [1500, 5000].map(async timeout => {
          const started = performance.now()
          const error = await rejection(client!.command(store, { timeout }), MonTimeoutError)
          expect(performance.now() - started).to.be.at.least(timeout - 10)
          return error
        })
        for (const error of await Promise.all(deadlines)) {
          expect(error).to.include({ reason: 'no-quorum', what: 'command config-key set', mayHaveExecuted: true })
          expect(error.likely).to.match(
            new RegExp(`^the monitors have no quorum: mon.${left.name} is (probing|electing)$`)
          )
        }

        for (const monitor of cluster.monitors) monitor.resume()
        expect((await patient).code).to.equal(0)
      })
    }
  })
}
