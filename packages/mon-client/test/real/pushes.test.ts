import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { connect } from '@cephwire/mon-client'
import { describeWithCeph, releasesUnderTest, startCluster } from '@cephwire/tools/ceph'
import type { KVUpdate, MonClient } from '@cephwire/mon-client'
import type { Cluster } from '@cephwire/tools/ceph'

for (const release of releasesUnderTest()) {
  const programs = ['ceph-mon', 'ceph-mgr', 'ceph-osd'] as const
  describeWithCeph(`what ceph and this client see of each other (${release})`, { release, programs }, () => {
    let cluster: Cluster
    let client: MonClient

    before(async () => {
      cluster = await startCluster({ release, mgr: true, osds: 1, settings: { mgr_stats_period: '1' } })
      client = await connect({ conf: cluster.conf })
    })
    after(async () => {
      await client.close()
      await cluster.stop()
    })

    const ceph = async (...args: string[]): Promise<string> => {
      const { code, stdout, stderr } = await cluster.ceph(args)
      expect(code, stderr).to.equal(0)
      return stdout.toString()
    }

    /** The first of what is watched that has it. */
    async function first<T>(watched: AsyncIterable<T>, has: (value: T) => boolean): Promise<T> {
      for await (const value of watched) if (has(value)) return value
      throw new Error('The iteration has ended')
    }

    it('shows in "osd blocklist ls" what blocklistAdd() has added', async () => {
      await client.blocklistAdd('10.9.8.7:0/654', { expire: 600 })
      expect(await ceph('osd', 'blocklist', 'ls')).to.include('10.9.8.7:0/654 ')
    })

    it('shows in "log last" what log() has written', async () => {
      await client.log('written by a client\nin two lines', { level: 'warn' })
      const lines = (await ceph('log', 'last', '20', 'warn', 'cluster')).split('\n')
      expect(lines.filter(line => /written by a client|in two lines/.test(line))).to.have.lengthOf(2)
    })

    it('receives with watch.log() what "ceph log" has written', async () => {
      const entry = first(client.watch.log('info', { channel: 'cluster' }), ({ msg }) => msg === 'hello')
      await ceph('log', 'hello')
      expect(await entry).to.include({ msg: 'hello', channel: 'cluster', lost: 0 })
    })

    it('receives with watch.kv() what "ceph config-key" has set and removed', async () => {
      await client.command({ prefix: 'config-key set', key: 'other/x', val: '0' })
      const updates = client.watch.kv('app/')
      const next = async (): Promise<object> => {
        const { value } = (await updates.next()) as IteratorYieldResult<KVUpdate>
        const data = [...value.data].map(([key, bytes]) => [key, bytes && Buffer.from(bytes).toString()])
        return { incremental: value.incremental, data }
      }
      expect(await next()).to.deep.equal({ incremental: false, data: [] })
      await ceph('config-key', 'set', 'app/x', '1')
      expect(await next()).to.deep.equal({ incremental: true, data: [['app/x', '1']] })
      await client.command({ prefix: 'config-key rm', key: 'app/x' })
      expect(await next()).to.deep.equal({ incremental: true, data: [['app/x', undefined]] })
      await updates.return!()
    })

    it('sees with watch.health() within ten seconds a flag that "ceph osd set noout" has set', async () => {
      const flagged = first(client.watch.health(), ({ health }) =>
        /noout/.test(health.checks['OSDMAP_FLAGS']?.summary.message ?? '')
      )
      await ceph('osd', 'set', 'noout')
      const started = performance.now()
      const { health, changed } = await flagged
      expect(performance.now() - started).to.be.lessThan(10_000)
      expect(health.status).to.equal('HEALTH_WARN')
      expect(changed).to.equal(true)
      await client.command({ prefix: 'osd unset', key: 'noout' })
    })

    it('sees with watch.config() what "ceph config set client.admin" has set', async () => {
      const set = first(client.watch.config(), options => options.has('rados_osd_op_timeout'))
      await ceph('config', 'set', 'client.admin', 'rados_osd_op_timeout', '7')
      expect(Number((await set).get('rados_osd_op_timeout'))).to.equal(7)
      expect(Number((await client.getConfig()).get('rados_osd_op_timeout'))).to.equal(7)
    })

    it('waits for an osdmap that is not there yet', async () => {
      const next = Number((await client.getVersion('osdmap')).newest) + 1
      let waited = false
      const waiting = client.waitForMap('osdmap', next).then(() => (waited = true))
      await client.waitForMap('osdmap', next - 1)
      expect(waited).to.equal(false)
      await client.command({ prefix: 'osd set', key: 'nodeep-scrub' })
      await waiting
      expect(Number((await client.getVersion('osdmap')).newest)).to.be.at.least(next)
      const { maps, incrementals } = await client.getOsdMaps(next - 1, next)
      expect([...maps.keys(), ...incrementals.keys()]).to.include.members([next - 1, next])
    })

    it('tells the usage of the cluster and of a pool', async () => {
      await ceph('osd', 'pool', 'create', 'p', '1', '1')
      const pools = JSON.parse(await ceph('osd', 'lspools', '--format', 'json')) as {
        poolnum: number
        poolname: string
      }[]
      const pool = BigInt(pools.find(({ poolname }) => poolname === 'p')!.poolnum)
      let stats = await client.poolStats(['p', 'none'])
      for (; !stats.has('p'); stats = await client.poolStats(['p', 'none'])) await sleep(100)
      expect([...stats.keys()]).to.deep.equal(['p'])
      expect(stats.get('p')).to.include({ numObjects: 0n, numBytes: 0n })
      const { kb, kbUsed, kbAvail } = await client.statfs()
      expect(kb > 0n && kbUsed + kbAvail <= kb, `${kbUsed} and ${kbAvail} of ${kb}`).to.equal(true)
      expect((await client.statfs({ pool })).objects).to.equal(0n)
    })

    it('tells one monitor something', async () => {
      for (const name of ['a', 'b', 'c']) {
        expect((await client.tell(`mon.${name}`, { prefix: 'mon_status' })).json<{ name: string }>().name).to.equal(
          name
        )
      }
    })
  })
}
