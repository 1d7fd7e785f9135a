import { describeWithCeph, releasesUnderTest } from '@cephwire/tools/ceph'
import { createTestCluster } from '@cephwire/test-monitor'
import { expect } from 'chai'
import { RealClient } from './real-client.js'
import type { MsMode, TestCluster } from '@cephwire/test-monitor'
import type { Release } from '@cephwire/tools/ceph'

/** Connects, asks for everything that librados has of its own, loses its monitor and asks again. */
const program = `
import json, sys, time, rados
cluster = rados.Rados(conffile=sys.argv[1], name='client.admin')
cluster.connect(timeout=15)
def ask(**command):
    code, out, status = cluster.mon_command(json.dumps(command), b'', timeout=30)
    return [code, out.decode(), status]
def wait(seconds, value):
    time.sleep(seconds)
    return value
answers = {
    'fsid': cluster.get_fsid(),
    'stats': cluster.get_cluster_stats(),
    'instance': cluster.get_instance_id(),
    'pools': cluster.list_pools(),
    'greeting': ask(prefix='greet', who='rados'),
    'unknown': ask(prefix='no such command'),
    'missing': ask(prefix='greet'),
    'made': cluster.create_pool('made'),
    'blocked': cluster.blocklist_add('10.1.2.3:0/77', 60) if hasattr(cluster, 'blocklist_add') else cluster.blacklist_add('10.1.2.3:0/77', 60),
    'latest': cluster.wait_for_latest_osdmap(),
    'stopped': wait(0.5, ask(prefix='stop my monitor')),
    'again': ask(prefix='greet', who='again'),
    'same': cluster.get_instance_id(),
}
cluster.shutdown()
print(json.dumps(answers))
`

interface Answers {
  readonly fsid: string
  readonly stats: Readonly<Record<string, number>>
  readonly instance: number
  readonly pools: readonly string[]
  readonly greeting: unknown
  readonly unknown: unknown
  readonly missing: unknown
  readonly stopped: unknown
  readonly again: unknown
  readonly same: number
}

function addCommands(cluster: TestCluster): void {
  cluster.commands
    .register({
      signature: 'greet name=who,type=CephString',
      handler: ({ args }) => ({ output: `hello ${args.string('who')}` })
    })
    .register({
      signature: 'stop my monitor',
      perm: 'rw',
      handler({ monitor }) {
        setTimeout(() => void cluster.monitor(monitor.name).stop(), 100)
        return { output: monitor.name }
      }
    })
}

/** The commands of the seed's tasks, on this release and in this mode. */
function clientTests(release: Release, mode: MsMode, keyType: 'aes' | 'aes256k' = 'aes'): void {
  const title = `clients of ${release}, ${mode}${keyType === 'aes' ? '' : `, ${keyType}`}`
  describeWithCeph(title, { release, programs: ['ceph'] }, () => {
    let cluster: TestCluster
    let client: RealClient

    before(async () => {
      cluster = await createTestCluster({ keyType })
      addCommands(cluster)
      client = await RealClient.create(release, cluster, mode)
    })

    after(async () => {
      await client.remove()
      await cluster.stop()
    })

    it('ceph fsid', async () => {
      expect(await client.ceph(['fsid'])).to.deep.include({ code: 0, stdout: `${cluster.fsid}\n` })
    })

    it('ceph -s', async () => {
      const { code, stdout } = await client.ceph(['-s', '-f', 'json'])
      expect(code).to.equal(0)
      expect(JSON.parse(stdout)).to.deep.include({ fsid: cluster.fsid, quorum_names: ['a', 'b', 'c'] })
    })

    it('ceph mon dump', async () => {
      const { code, stdout } = await client.ceph(['mon', 'dump', '-f', 'json'])
      const { mons } = JSON.parse(stdout) as { mons: { name: string; addr: string }[] }
      expect(code).to.equal(0)
      expect(mons.map(({ name, addr }) => [name, addr])).to.deep.equal(
        cluster.monitors.map(({ name, v1Addr }) => [name, `127.0.0.1:${v1Addr.port}/0`])
      )
    })

    it('ceph ping mon.b', async () => {
      const { code, stdout } = await client.ping('mon.b')
      expect(code).to.equal(0)
      expect(JSON.parse(stdout)).to.have.nested.include({ 'health.status': 'HEALTH_OK', 'mon_status.state': 'peon' })
    })

    if (mode === 'legacy') {
      it('ceph ping mon.c, which is out of the quorum', async () => {
        cluster.monitor('c').leaveQuorum()
        const { code, stdout } = await client.ping('mon.c')
        cluster.monitor('c').joinQuorum()
        expect(code).to.equal(0)
        expect(JSON.parse(stdout)).to.have.nested.include({ 'mon_status.state': 'probing' })
      })
    }

    it('ceph osd dump, and the map that librados asks for itself', async () => {
      const { code, stdout } = await client.ceph(['osd', 'dump', '-f', 'json'])
      expect(code).to.equal(0)
      expect(JSON.parse(stdout)).to.include({ fsid: cluster.fsid, epoch: cluster.state.osdmap.epoch })
    })

    it('ceph config-key, with bytes that are no text', async () => {
      const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
      expect(await client.ceph(['config-key', 'set', 'binary', '-i', '-'], bytes)).to.include({ code: 0 })
      expect(cluster.state.configKey.get('binary')).to.deep.equal(bytes)
      const { code, stdout } = await client.ceph(['config-key', 'get', 'binary'])
      expect(code).to.equal(0)
      expect(Buffer.from(stdout, 'latin1').subarray(0, 256)).to.deep.equal(Buffer.from(bytes))
    })

    it('ceph log and ceph log last', async () => {
      expect(await client.ceph(['log', 'written by ceph'])).to.include({ code: 0 })
      const { code, stdout } = await client.ceph(['log', 'last', '5'])
      expect(code).to.equal(0)
      expect(stdout).to.include('written by ceph')
    })

    it('ceph -w, which sees what is logged from elsewhere', async () => {
      const enough = new AbortController()
      const timer = setInterval(() => cluster.log('logged from elsewhere'), 200)
      try {
        const seen: string[] = []
        for await (const line of client.lines(['-w'], enough.signal)) {
          seen.push(line)
          if (line.includes('logged from elsewhere')) break
        }
        expect(seen.at(-1)).to.include('logged from elsewhere')
      } finally {
        clearInterval(timer)
        enough.abort()
      }
    })

    it('is refused with a wrong key', async () => {
      const stranger = await createTestCluster({ keyType, fsid: cluster.fsid })
      const wrong = await RealClient.create(release, cluster, mode, stranger.keyring)
      try {
        expect((await wrong.ceph(['fsid'])).code).to.equal(13)
      } finally {
        await wrong.remove()
        await stranger.stop()
      }
    })

    it('is denied what its caps do not allow', async () => {
      const { code, stderr } = await client.ceph(['greet', 'x'])
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' })
      cluster.state.auth.set('client.admin', { caps: { mon: 'allow command fsid' } })
      try {
        const denied = await client.ceph(['greet', 'x'])
        expect(denied).to.deep.include({ code: 13, stdout: '' })
        expect(denied.stderr).to.include('access denied')
      } finally {
        cluster.state.auth.set('client.admin', {
          caps: { mon: 'allow *', osd: 'allow *', mgr: 'allow *', mds: 'allow *' }
        })
      }
    })

    it('a program with python3-rados, which moves to another monitor', async () => {
      const said = await client.python(program)
      expect(said).to.deep.include({ code: 0 }, said.stderr)
      const answers = JSON.parse(said.stdout) as Answers
      expect(answers).to.deep.include({
        fsid: cluster.fsid,
        stats: { kb: 0, kb_used: 0, kb_avail: 0, num_objects: 0 },
        pools: [],
        greeting: [0, 'hello rados', ''],
        unknown: [-22, '', 'command not known'],
        missing: [-22, '', "missing required parameter: 'who'"],
        again: [0, 'hello again', '']
      })
      // MPoolOp and the incremental osdmaps that librados waits for.
      expect(cluster.state.osdmap.pools.map(({ name }) => name)).to.deep.equal(['made'])
      expect([...cluster.state.osdmap.blocklist.keys()]).to.deep.equal(['10.1.2.3:0/77'])
      expect(answers.same).to.equal(answers.instance)
      expect(cluster.monitors.filter(({ running }) => !running).map(({ name }) => [0, name, ''])).to.deep.equal([
        answers.stopped
      ])
    })
  })
}

for (const release of releasesUnderTest()) {
  for (const mode of ['legacy', 'crc', 'secure'] as const) clientTests(release, mode)
  if (release === 'tentacle') clientTests(release, 'secure', 'aes256k')
}
