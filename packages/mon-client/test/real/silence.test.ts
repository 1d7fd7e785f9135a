import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { dialTcp } from '@cephwire/messenger'
import { MonOutcomeUnknownError, MonTimeoutError, connect } from '@cephwire/mon-client'
import { describeWithCeph, releasesUnderTest, startCluster } from '@cephwire/tools/ceph'
import { rejection } from '../support/canary.js'
import type { Dial } from '@cephwire/messenger'
import type { Cluster, Monitor } from '@cephwire/tools/ceph'
import type { MonClient, MonClientOptions, SilenceReason, VersionedMap } from '@cephwire/mon-client'

const run = promisify(execFile)

/** What an error has to say of a silence. */
interface Explained {
  readonly reason: SilenceReason
  readonly likely: RegExp
  readonly mayHaveExecuted: boolean
}

for (const release of releasesUnderTest()) {
  describeWithCeph(`why monitors say nothing (${release})`, { release }, function () {
    this.timeout(60_000)
    let cluster: Cluster
    const clients: MonClient[] = []

    before(async () => {
      cluster = await startCluster({ release, settings: { mon_lease: '1', mon_tick_interval: '1' } })
    })
    afterEach(async () => {
      await Promise.all(clients.splice(0).map(client => client.close()))
    })
    after(() => cluster.stop())

    const open = async (options: MonClientOptions = {}): Promise<MonClient> => {
      const client = await connect({ conf: cluster.conf, ...options })
      clients.push(client)
      return client
    }
    const inUse = (client: MonClient): Monitor => cluster.monitors.find(({ name }) => name === client.session!.monitor)!
    /** Dials one monitor alone: the others cannot be reached. */
    const only =
      (monitor: Monitor): Dial =>
      (addr, options) => {
        if (addr.port !== monitor.v2.port) throw new Error('Cannot be reached')
        return dialTcp(addr, options)
      }
    const expectExplained = async (silent: Promise<unknown>, explained: Explained): Promise<void> => {
      const { reason, likely, mayHaveExecuted, retryable, message } = await rejection(silent, MonTimeoutError)
      expect({ reason, mayHaveExecuted, retryable }).to.deep.equal({
        reason: explained.reason,
        mayHaveExecuted: explained.mayHaveExecuted,
        retryable: !explained.mayHaveExecuted
      })
      expect(likely).to.match(explained.likely)
      expect(message).to.include(likely)
    }

    describe('that are well', () => {
      it('it is not among the caps', async () => {
        const { stdout } = await cluster.ceph([
          'auth',
          'get-or-create-key',
          'client.limited',
          'mon',
          'allow command fsid'
        ])
        const client = await open({ name: 'client.limited', key: stdout.toString().trim() })
        await client.command('fsid')
        const caps = (cap: string): Explained => ({
          reason: 'caps',
          likely: new RegExp(`^monitors do not answer it to a client without the caps "${cap}"`),
          mayHaveExecuted: false
        })
        await Promise.all([
          expectExplained(client.getVersion('osdmap', { timeout: 1500 }), caps('osd r')),
          expectExplained(client.getVersion('fsmap', { timeout: 1500 }), caps('mds r')),
          expectExplained(client.statfs({ timeout: 1500 }), caps('mon r')),
          expectExplained(client.waitForMap('osdmap', 1, { timeout: 1500 }), caps('osd r'))
        ])
        await client.command('fsid')
      })

      it('they do not know the name', async () => {
        const client = await open()
        await expectExplained(client.getVersion('crushmap' as VersionedMap, { timeout: 1500 }), {
          reason: 'unknown-name',
          likely: /^monitors do not know crushmap, they know monmap, osdmap, mdsmap, fsmap$/,
          mayHaveExecuted: false
        })
      })

      it('there is no manager for it', async () => {
        const client = await open()
        const explained = {
          reason: 'no-mgr',
          likely: /^it is a command of the manager, and no manager is active: start ceph-mgr$/,
          mayHaveExecuted: true
        } as const
        await Promise.all(
          ['osd df', 'pg stat', 'osd perf'].map(prefix =>
            expectExplained(client.command(prefix, { timeout: 1500 }), explained)
          )
        )
      })
    })

    it('the one in use answers nothing at all, but keeps the connection', async () => {
      const client = await open({ keepalive: { interval: 200, timeout: 1000 } })
      const monitor = inUse(client)
      await monitor.admin('config set', { var: 'ms_blackhole_client', val: ['true'] })
      try {
        await expectExplained(client.command({ prefix: 'config-key set', key: 'x', val: 'y' }, { timeout: 2000 }), {
          reason: 'stalled',
          likely: new RegExp(`^mon\\.${monitor.name} keeps the connection and does not answer a ping either$`),
          mayHaveExecuted: true
        })
        expect(client.session!.monitor).to.equal(monitor.name)
        expect(await client.keepalive()).to.be.greaterThan(0)
      } finally {
        await monitor.admin('config set', { var: 'ms_blackhole_client', val: ['false'] })
      }
    })

    it('they have no quorum, with a session and behind its end', async () => {
      const client = await open()
      const survivor = inUse(client)
      const others = cluster.monitors.filter(monitor => monitor !== survivor)
      await Promise.all(others.map(monitor => monitor.kill()))
      const likely = new RegExp(`^the monitors have no quorum: mon\\.${survivor.name} is (probing|electing)$`)
      try {
        await expectExplained(client.command({ prefix: 'config-key set', key: 'x', val: 'z' }, { timeout: 4000 }), {
          reason: 'no-quorum',
          likely,
          mayHaveExecuted: true
        })
        const later = client.getVersion('osdmap', { timeout: 4000 })
        await expectExplained(later, {
          reason: 'no-quorum',
          likely: /^the monitors have no quorum: /,
          mayHaveExecuted: false
        })
      } finally {
        await Promise.all(others.map(monitor => monitor.start()))
        await cluster.waitForQuorum()
      }
    })

    it('the session was lost: with resend: false nobody knows what became of it', async () => {
      const client = await open()
      const monitor = inUse(client)
      monitor.pause()
      const command = { prefix: 'config-key set', key: 'x', val: 'once' }
      const unknown = rejection(client.command(command, { resend: false }), MonOutcomeUnknownError)
      const again = client.command({ ...command, val: 'again' })
      await new Promise(resolve => setImmediate(resolve))
      await monitor.kill()
      expect(await unknown).to.include({ mayHaveExecuted: true, what: 'command config-key set' })
      expect((await again).code).to.equal(0)
      expect(client.session!.monitor).not.to.equal(monitor.name)
      await monitor.start()
      await cluster.waitForQuorum()
    })

    it('the session was lost, and there is no other', async () => {
      const monitor = cluster.monitors[2]!
      const client = await open({ dial: only(monitor) })
      monitor.pause()
      const command = client.command({ prefix: 'config-key set', key: 'x', val: 'lost' }, { timeout: 1500 })
      await new Promise(resolve => setImmediate(resolve))
      await monitor.kill()
      await expectExplained(command, {
        reason: 'session-lost',
        likely: /^its session was lost, and no monitor gives another: v2:127\.0\.0\.1:\d+\/0: /,
        mayHaveExecuted: true
      })
      await expectExplained(client.command('fsid', { timeout: 1500 }), {
        reason: 'no-session',
        likely: /^no monitor gives a session: v2:127\.0\.0\.1:\d+\/0: /,
        mayHaveExecuted: false
      })
      await monitor.start()
      await cluster.waitForQuorum()
    })
  })

  if (release !== 'pacific') continue
  describeWithCeph(`monitors of another cluster at the same addresses (${release})`, { release }, () => {
    it('are told apart from the one that is gone', async function () {
      this.timeout(30_000)
      const cluster = await startCluster({ release, monitors: 1 })
      const client = await connect({ conf: cluster.conf, hunting: { interval: 300 } })
      const other = randomUUID()
      try {
        const [monitor] = cluster.monitors as [Monitor]
        monitor.pause()
        const command = rejection(
          client.command({ prefix: 'osd set', key: 'noout' }, { timeout: 6000 }),
          MonTimeoutError
        )
        await new Promise(resolve => setImmediate(resolve))
        await monitor.kill()
        await makeAnother(cluster, monitor, other)
        await monitor.start()
        const { reason, likely, mayHaveExecuted } = await command
        expect({ reason, mayHaveExecuted }).to.deep.equal({ reason: 'wrong-fsid', mayHaveExecuted: true })
        expect(likely).to.include(`The monitors belong to cluster ${other}, expected ${cluster.fsid}`)
        expect(client.fsid).to.equal(cluster.fsid)
      } finally {
        await client.close()
        await cluster.stop()
      }
    })
  })
}

/** Makes a new cluster of a stopped monitor: the same address and keys, another fsid. */
async function makeAnother(cluster: Cluster, { name, addrvec }: Monitor, fsid: string): Promise<void> {
  const [monmap, data] = [join(cluster.dir, 'monmap.other'), join(cluster.dir, `mon.${name}`)]
  await run('monmaptool', ['--create', '--fsid', fsid, '--addv', name, addrvec, monmap])
  rmSync(data, { recursive: true })
  mkdirSync(data)
  const conf = ['-c', join(cluster.dir, 'daemons.conf'), '--fsid', fsid]
  await run('ceph-mon', ['--mkfs', '-i', name, '--monmap', monmap, '--keyring', cluster.keyring, ...conf])
}
