import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { connect } from '@cephwire/mon-client'
import { describeWithCeph, releasesUnderTest, startCluster } from '@cephwire/tools/ceph'
import type { MonClient, MonClientStatus } from '@cephwire/mon-client'
import type { Cluster } from '@cephwire/tools/ceph'

/** Seconds. The keys behind tickets are replaced in the rhythm of mon_tick_interval, which may not be slower. */
const TTL = { auth_mon_ticket_ttl: '8', auth_service_ticket_ttl: '1.4', mon_tick_interval: '1' }
const TICKETS = 'ceph:mon:tickets'

for (const release of releasesUnderTest().filter(release => release === 'pacific')) {
  describeWithCeph(`tickets that last for seconds (${release})`, { release }, () => {
    let cluster: Cluster
    let client: MonClient
    let states: MonClientStatus[]
    let status: Promise<void>

    before(async () => {
      cluster = await startCluster({ release, settings: TTL })
    })
    beforeEach(async () => {
      client = await connect({ conf: cluster.conf })
      states = []
      status = (async () => {
        for await (const each of client.status()) states.push(each)
      })()
    })
    afterEach(() => client.close())
    after(() => cluster.stop())

    it('are renewed twenty times on one session under the same global_id', async () => {
      const { globalId } = client
      const renewals: unknown[] = []
      const renewed = (message: unknown): void => void renewals.push((message as { error: unknown }).error)
      subscribe(TICKETS, renewed)
      const started = performance.now()
      try {
        while (renewals.length < 20) {
          expect((await client.command('fsid')).text().trim()).to.equal(cluster.fsid)
          await sleep(100)
        }
      } finally {
        unsubscribe(TICKETS, renewed)
      }
      // At most one in a second: without that of AUTH among them the session would have been given up after eight.
      expect(performance.now() - started).to.be.greaterThan(19_000)
      expect(renewals).to.deep.equal(Array.from({ length: 20 }, () => undefined))
      expect(client.globalId).to.equal(globalId)
      await client.close()
      await status
      expect(states.map(({ state }) => state)).to.deep.equal(['have_session', 'closed'])
    })

    it('are replaced with a new session when the process was asleep for longer than they last', async () => {
      const { globalId } = client
      await client.command('fsid')
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 8500)
      const answer = client.command('fsid')
      while (states.length < 3) await sleep(10)
      expect((await answer).code).to.equal(0)
      expect((await client.command('fsid')).code).to.equal(0)
      expect(client.globalId).not.to.equal(globalId)
      const [, lost, regained] = states
      expect((lost as { cause: Error }).cause.message).to.equal('The ticket has expired')
      expect(regained).to.include({ state: 'have_session', globalId: client.globalId })
    })
  })
}
