import { createTestCluster, createTestMonitor } from '@cephwire/test-monitor'
import { decode } from '@cephwire/codec'
import { monMap, ping } from '@cephwire/messages'
import { monMapCodec } from '@cephwire/maps'
import { TicketStore } from '@cephwire/auth'
import { createFakeClock } from '@cephwire/messenger/testing'
import { expect } from 'chai'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TestClient, rejection } from './test-client.js'
import type { TestCluster } from '@cephwire/test-monitor'

const echo = {
  signature: 'echo name=what,type=CephString',
  handler: ({ args }: { args: { string: (name: string) => string } }) => ({ output: args.string('what') })
}

describe('A test cluster', () => {
  let cluster: TestCluster
  const clients: TestClient[] = []
  const open = async (init?: Parameters<typeof TestClient.connect>[1]): Promise<TestClient> => {
    const client = await TestClient.connect(cluster, init)
    clients.push(client)
    return client
  }

  beforeEach(async () => {
    cluster = await createTestCluster({ monLease: 100 })
    cluster.commands.register(echo)
  })

  afterEach(async () => {
    await Promise.all(clients.splice(0).map(client => client.close()))
    await cluster.stop()
  })

  for (const mode of ['secure', 'crc', 'legacy'] as const) {
    it(`answers commands in ${mode} mode`, async () => {
      const client = await open({ mode })
      expect(await client.command({ prefix: 'echo', what: mode })).to.include({ code: 0, output: mode })
      expect(cluster.monitor('a').sessions.map(({ protocol, conMode }) => `${protocol} ${conMode}`)).to.deep.equal([
        mode === 'legacy' ? 'msgr1 crc' : `msgr2.1 ${mode}`
      ])
    })
  }

  it('lets in the entities of its keyring with what their caps allow', async () => {
    cluster.addEntity('client.reader', { caps: { mon: 'allow r' } })
    cluster.commands.register({ ...echo, signature: 'write name=what,type=CephString', perm: 'rw' })
    const client = await open({ entity: 'client.reader' })
    expect(await client.command({ prefix: 'echo', what: 'x' })).to.include({ code: 0, output: 'x' })
    expect(await client.command({ prefix: 'write', what: 'x' })).to.include({ code: -13, status: 'access denied' })
  })

  it('serves a hundred clients at once, and each of ten thousand answers goes to its asker', async function () {
    this.timeout(30_000)
    this.slow(20_000)
    const modes = ['secure', 'crc', 'legacy'] as const
    const monitors = ['a', 'b', 'c']
    const hundred = await Promise.all(
      Array.from({ length: 100 }, (_, i) => open({ mode: modes[i % 3]!, monitor: monitors[i % 3]! }))
    )
    const wrong: string[] = []
    await Promise.all(
      hundred.map(async (client, i) => {
        const answers = await Promise.all(
          Array.from({ length: 100 }, (_, n) => client.command({ prefix: 'echo', what: `${i}/${n}` }))
        )
        answers.forEach(({ output }, n) => output === `${i}/${n}` || wrong.push(`${i}/${n}: ${output}`))
      })
    )
    expect(wrong).to.deep.equal([])
    expect(new Set(hundred.map(({ connection }) => connection.globalId)).size).to.be.at.least(67)
  })

  it('gives a reconnecting client its global_id back, on any monitor', async () => {
    const tickets = new TicketStore()
    const first = await open({ tickets })
    await first.close()
    const second = await open({ monitor: 'b', tickets })
    expect(second.connection.globalId).to.equal(first.connection.globalId)
  })

  it('gives a global_id back to nobody whose tickets have expired', async () => {
    const tickets = new TicketStore()
    const first = await open({ tickets })
    await first.close()
    cluster.expireTickets()
    expect(await rejection(open({ tickets }))).to.include({ code: 'ERR_CEPH_AUTH_METHOD_REJECTED', result: -13 })
  })

  it('goes on when a monitor is stopped, and has it back when it is started, at the same address', async () => {
    const { listensAt } = cluster.monitor('a')
    const client = await open()
    await cluster.monitor('a').stop()
    expect(cluster.state.quorum.members).to.deep.equal(['b', 'c'])
    expect(await rejection(client.command({ prefix: 'echo', what: 'x' }))).to.be.an('error')
    await rejection(open())
    await cluster.monitor('a').start()
    expect(cluster.monitor('a').listensAt).to.deep.equal(listensAt)
    expect(cluster.state.quorum).to.include({ leader: 'a' })
    expect(await (await open()).command({ prefix: 'echo', what: 'y' })).to.include({ output: 'y' })
  })

  it('adds a monitor to the map and takes it away, and tells those who want to know', async () => {
    const client = await open()
    client.subscribe({ monmap: 0 })
    const names = async (): Promise<readonly string[]> => {
      const { monmapBl } = await client.next(monMap)
      const { epoch, ranks } = decode(monMapCodec, monmapBl)
      return [String(epoch), ...ranks]
    }
    expect(await names()).to.deep.equal(['1', 'a', 'b', 'c'])
    await cluster.addMonitor('d')
    expect(await names()).to.deep.equal(['2', 'a', 'b', 'c', 'd'])
    expect(await (await open({ monitor: 'd' })).command({ prefix: 'echo', what: 'd' })).to.include({ output: 'd' })
    await cluster.removeMonitor('b')
    expect(await names()).to.deep.equal(['3', 'a', 'c', 'd'])
    expect(cluster.monitor('d').rank).to.equal(2)
  })

  it('stops with connections open, twice', async () => {
    await open()
    await cluster.stop()
    await cluster.stop()
    expect(cluster.monitors.map(({ running, connections }) => [running, connections.length])).to.deep.equal([
      [false, 0],
      [false, 0],
      [false, 0]
    ])
  })

  describe('with a monitor out of the quorum', () => {
    it('still answers pings of those who are connected and of anybody on msgr1', async () => {
      const client = await open({ mode: 'legacy' })
      cluster.monitor('a').leaveQuorum()
      // What has to wait does not keep the ping waiting.
      const answer = client.command({ prefix: 'echo', what: 'late' })
      const { text } = await client.request(ping, { text: '' }, ping)
      expect(JSON.parse(text)).to.have.nested.include({ 'mon_status.state': 'probing' })
      cluster.monitor('a').joinQuorum()
      expect(await answer).to.include({ output: 'late' })
    })

    it('answers commands again when it is back', async () => {
      const client = await open()
      cluster.monitor('a').leaveQuorum()
      const answer = client.command({ prefix: 'echo', what: 'late' })
      cluster.monitor('a').joinQuorum()
      expect(await answer).to.include({ output: 'late' })
    })

    it('drops its sessions after two leases', async () => {
      const client = await open()
      cluster.monitor('a').leaveQuorum()
      await client.connection.closed
      expect(cluster.monitor('a').sessions).to.deep.equal([])
    })

    it('lets nobody in: authentication hangs until the lease is over', async () => {
      cluster.monitor('a').leaveQuorum()
      expect(await rejection(open())).to.have.property('retryable', true)
      expect(await (await open({ monitor: 'b' })).command({ prefix: 'echo', what: 'b' })).to.include({ output: 'b' })
    })

    it('has no quorum at all when most are gone', async () => {
      await cluster.monitor('b').stop()
      await cluster.monitor('c').stop()
      expect(cluster.state.quorum).to.deep.include({ members: [], leader: undefined })
      expect(cluster.monitor('a')).to.include({ state: 'probing', inQuorum: false })
    })
  })

  describe('#writeConf()', () => {
    let dir: string
    beforeEach(async () => (dir = await mkdtemp(join(tmpdir(), 'cephwire-'))))
    afterEach(() => rm(dir, { recursive: true }))

    it('writes a ceph.conf and a keyring that only the owner may read', async () => {
      const conf = await cluster.writeConf(join(dir, 'deep'), { msMode: 'secure', settings: { log_file: '/dev/null' } })
      const text = await readFile(conf, 'utf8')
      expect(text).to.include(`fsid = ${cluster.fsid}`).and.include(`mon_host = ${cluster.monHost}`)
      expect(text).to.include('ms_mon_client_mode = secure').and.include('log_file = /dev/null')
      expect(text).to.include('test monitor')
      const keyring = join(dir, 'deep', 'keyring')
      expect(await readFile(keyring, 'utf8')).to.include(`key = ${cluster.adminKey}`)
      expect((await stat(keyring)).mode & 0o777).to.equal(0o600)
    })

    it('SV-15: does not write where a real cluster has its files', async () => {
      for (const place of ['/etc/ceph', '/etc/ceph/x', '/var/lib/ceph', '/etc/../etc/ceph/.']) {
        expect(await rejection(cluster.writeConf(place))).to.have.property('code', 'ERR_CEPH_TEST_MONITOR')
      }
    })
  })
})

describe('createTestCluster()', () => {
  it('SV-15: listens on 127.0.0.1 alone and refuses a port that is taken', async () => {
    const cluster = await createTestMonitor()
    try {
      const { v2Addr } = cluster.monitor('a')
      expect(v2Addr.host).to.equal('127.0.0.1')
      const error = await rejection(createTestMonitor({ port: v2Addr.port }))
      expect(error).to.include({ code: 'ERR_CEPH_TEST_MONITOR' })
      expect(error.message).to.include(String(v2Addr.port))
    } finally {
      await cluster.stop()
    }
  })

  it('refuses options that are none', async () => {
    for (const options of [{ monitors: 0 }, { monitors: 27 }, { host: 'localhost' }, { port: -1 }, { port: 65_535 }]) {
      expect(await rejection(createTestCluster(options))).to.have.property('code', 'ERR_CEPH_TEST_MONITOR')
    }
  })

  it('needs no key with auth none', async () => {
    const cluster = await createTestMonitor({ auth: 'none' })
    cluster.commands.register(echo)
    const client = await TestClient.connect(cluster, { auth: 'none', entity: 'client.anybody' })
    expect(await client.command({ prefix: 'echo', what: 'x' })).to.include({ output: 'x' })
    await client.close()
    await cluster.stop()
  })

  it('makes keys of type aes256k', async () => {
    const cluster = await createTestMonitor({ keyType: 'aes256k' })
    cluster.commands.register(echo)
    const client = await TestClient.connect(cluster, { mode: 'secure' })
    expect(await client.command({ prefix: 'echo', what: 'x' })).to.include({ output: 'x' })
    expect(cluster.state.auth.get('client.admin')?.key.typeName).to.equal('aes256k')
    await client.close()
    await cluster.stop()
  })

  it('makes the same cluster of the same random bytes, time and port-free parts', async () => {
    const make = async (): Promise<unknown> => {
      let n = 0
      const random = (bytes: number): Uint8Array => Uint8Array.from({ length: bytes }, () => ++n & 0xff)
      const cluster = await createTestMonitor({ random, clock: createFakeClock(), startTime: 1_700_000_000_000 })
      const { fsid, adminKey, state } = cluster
      await cluster.stop()
      return { fsid, adminKey, now: state.now() }
    }
    expect(await make()).to.deep.equal(await make())
  })
})
