import { createTestMonitor } from '@cephwire/test-monitor'
import { CEPH_FEATURES_ALL, CephFeature, crc32c, decode } from '@cephwire/codec'
import {
  ClogType,
  config,
  fsMap,
  fsMapUser,
  kvData,
  log,
  logAck,
  mgrDigest,
  mgrMap,
  monGetOSDMap,
  monGetVersion,
  monGetVersionReply,
  monMap,
  monSubscribeAck,
  osdMap,
  getConfig,
  getPoolStats,
  getPoolStatsReply,
  poolOp,
  PoolOpCode,
  poolOpReply,
  serviceMap,
  statfs,
  statfsReply
} from '@cephwire/messages'
import { monMapCodec } from '@cephwire/maps'
import { parseAuthEntity } from '@cephwire/auth'
import { expect } from 'chai'
import { TestClient } from './test-client.js'
import type { MOSDMap } from '@cephwire/messages'
import type { TestCluster } from '@cephwire/test-monitor'

const EPOCH_AT = 28

/** Epochs that the bytes say; their checksums must be right. */
function epochsOf({ maps, incrementalMaps }: MOSDMap): { full: number[]; incremental: number[] } {
  const epoch = (bytes: Uint8Array): number => Buffer.from(bytes).readUInt32LE(EPOCH_AT)
  for (const bytes of maps.values()) {
    expect(Buffer.from(bytes).readUInt32LE(bytes.length - 4)).to.equal(crc32c(0xffffffff, bytes.subarray(0, -4)))
  }
  return { full: [...maps.values()].map(epoch), incremental: [...incrementalMaps.values()].map(epoch) }
}

describe('A monitor', () => {
  let cluster: TestCluster
  let client: TestClient
  const text = new TextDecoder()

  beforeEach(async () => {
    cluster = await createTestMonitor({ digestPeriod: 20 })
    client = await TestClient.connect(cluster)
  })

  afterEach(async () => {
    await client.close()
    await cluster.stop()
  })

  /** What was sent up to now: everything before the answer to a command has come when it has. */
  const settled = async (): Promise<number[]> => {
    await client.command({ prefix: 'fsid' })
    return client.inbox.splice(0).map(({ type }) => type)
  }

  describe('subscribed to', () => {
    it('monmap: sends it when it is at least as new as asked, then as it changes', async () => {
      client.subscribe({ monmap: 2 })
      expect(await settled()).to.deep.equal([])
      cluster.bump('monmap')
      expect(decode(monMapCodec, (await client.next(monMap)).monmapBl)).to.include({ epoch: 2, fsid: cluster.fsid })
      cluster.bump('monmap')
      expect(decode(monMapCodec, (await client.next(monMap)).monmapBl)).to.include({ epoch: 3 })
    })

    it('monmap once: sends it once', async () => {
      client.subscribe({ monmap: 0 }, true)
      await client.next(monMap)
      cluster.bump('monmap')
      expect(await settled()).to.deep.equal([])
    })

    it('config: sends what holds for the entity, and again when that has changed', async () => {
      cluster.state.config.set('global', 'log_level', '1')
      cluster.state.config.set('client', 'log_level', '2')
      cluster.state.config.set('client.admin', 'rbd_cache', 'true')
      cluster.state.config.set('client.admin/host:here', 'rbd_cache', 'false')
      cluster.state.config.set('client.other', 'log_level', '3')
      client.subscribe({ config: 0 })
      const first = new Map([
        ['log_level', '2'],
        ['rbd_cache', 'false']
      ])
      expect((await client.next(config)).config).to.deep.equal(first)
      cluster.state.config.set('client.other', 'log_level', '4')
      expect(await settled()).to.deep.equal([])
      cluster.state.config.remove('client', 'log_level')
      expect((await client.next(config)).config.get('log_level')).to.equal('1')
    })

    it('osdmap from 0: sends the newest in full, then increments', async () => {
      cluster.bump('osdmap')
      client.subscribe({ osdmap: 0 })
      expect(epochsOf(await client.next(osdMap))).to.deep.equal({ full: [2], incremental: [] })
      cluster.bump('osdmap')
      expect(epochsOf(await client.next(osdMap))).to.deep.equal({ full: [], incremental: [3] })
    })

    it('osdmap from an epoch: sends what leads on from there, forty at a time', async () => {
      for (let epoch = 1; epoch < 100; epoch++) cluster.bump('osdmap')
      client.subscribe({ osdmap: 2 })
      const counts = [await client.next(osdMap), await client.next(osdMap), await client.next(osdMap)].map(map => {
        const { incremental } = epochsOf(map)
        return [incremental[0], incremental.length]
      })
      expect(counts).to.deep.equal([
        [2, 40],
        [42, 40],
        [82, 19]
      ])
    })

    it('osdmap once: sends one batch to those who know that there may be more', async () => {
      for (let epoch = 1; epoch < 100; epoch++) cluster.bump('osdmap')
      client.subscribe({ osdmap: 2 }, true)
      expect(epochsOf(await client.next(osdMap)).incremental).to.have.length(40)
      expect(await settled()).to.deep.equal([])
    })

    it('osdmap from long ago: begins with the oldest map there is in full', async () => {
      for (let epoch = 1; epoch < 510; epoch++) cluster.bump('osdmap')
      client.subscribe({ osdmap: 1 })
      expect(epochsOf(await client.next(osdMap))).to.deep.equal({ full: [10], incremental: [] })
      expect(epochsOf(await client.next(osdMap)).incremental[0]).to.equal(11)
    })

    it('osdmap: sends in full what a test has set', async () => {
      const bytes = Uint8Array.from(cluster.state.osdmap.full(1))
      cluster.state.osdmap.set(bytes)
      client.subscribe({ osdmap: 2 })
      expect((await client.next(osdMap)).maps).to.deep.equal(new Map([[2, Buffer.from(bytes)]]))
    })

    it('mgrmap, fsmap, fsmap.user, servicemap: sends them with their epochs', async () => {
      client.subscribe({ mgrmap: 0, fsmap: 0, 'fsmap.user': 0, servicemap: 0 })
      const epoch = (bytes: Uint8Array): number => Buffer.from(bytes).readUInt32LE(6)
      const all = async (): Promise<number[]> => [
        epoch((await client.next(mgrMap)).map),
        epoch((await client.next(fsMap)).fsmap),
        epoch((await client.next(fsMapUser)).fsmap),
        epoch((await client.next(serviceMap)).serviceMap)
      ]
      expect(await all()).to.deep.equal([1, 1, 1, 1])
      for (const map of ['mgrmap', 'fsmap', 'servicemap'] as const) cluster.bump(map)
      expect(await all()).to.deep.equal([2, 2, 2, 2])
    })

    it('log-*: sends entries of the level and above, of one level at a time', async () => {
      cluster.log('old', { msg: 'older', prio: ClogType.Error })
      client.subscribe({ 'log-debug': 0 })
      expect((await client.next(log)).entries.map(({ msg }) => msg)).to.deep.equal(['old', 'older'])
      client.subscribe({ 'log-warn': cluster.state.log.version + 1 })
      await settled()
      cluster.log({ msg: 'hush', prio: ClogType.Debug }, { msg: 'beware', prio: ClogType.Warn })
      expect(await client.next(log)).to.deep.include({ version: BigInt(cluster.state.log.version) })
      cluster.log({ msg: 'hush', prio: ClogType.Debug })
      expect(await settled()).to.deep.equal([])
    })

    it('kv:PREFIX: sends everything under it, then what changes', async () => {
      const { configKey } = cluster.state
      configKey.set('mgr/a', 'one')
      configKey.set('other', 'x')
      client.subscribe({ 'kv:mgr/': 0 })
      const first = await client.next(kvData)
      expect(first).to.include({ prefix: 'mgr/', incremental: false })
      expect([...first.data].map(([key, value]) => [key, text.decode(value)])).to.deep.equal([['mgr/a', 'one']])
      configKey.delete('mgr/a')
      const second = await client.next(kvData)
      expect(second).to.deep.include({ incremental: true, data: new Map([['mgr/a', undefined]]) })
    })

    it('mgrdigest: sends one at once, one every few seconds, and one when health changes', async () => {
      client.subscribe({ mgrdigest: 0 })
      const status = async (): Promise<string> => {
        const { healthJson, monStatusJson } = await client.next(mgrDigest)
        expect(JSON.parse(text.decode(monStatusJson))).to.include({ name: 'a', state: 'leader' })
        return (JSON.parse(text.decode(healthJson)) as { status: string }).status
      }
      expect([await status(), await status()]).to.deep.equal(['HEALTH_OK', 'HEALTH_OK'])
      cluster.state.health.set('MY_CHECK', { summary: 'it is bad' })
      let last = 'HEALTH_OK'
      while (last === 'HEALTH_OK') last = await status()
      expect(last).to.equal('HEALTH_WARN')
    })

    it('what nobody knows, the mdsmap of no file system: says nothing', async () => {
      client.subscribe({ mdsmap: 0, 'mdsmap.1': 0, nonsense: 0, osd_pg_creates: 0, NVMeofGw: 0 })
      expect(await settled()).to.deep.equal([])
    })

    it('anything: acknowledges it to those alone who do not know that sessions are kept', async () => {
      const old = await TestClient.connect(cluster, {
        connect: { features: CEPH_FEATURES_ALL & ~CephFeature.MON_STATEFUL_SUB }
      })
      old.subscribe({ monmap: 2 })
      expect(await old.next(monSubscribeAck)).to.deep.equal({ interval: 86_400, fsid: cluster.fsid })
      await old.close()
      client.subscribe({ monmap: 2 })
      expect(await settled()).to.deep.equal([])
    })
  })

  describe('asked by somebody who may nothing but one command', () => {
    it('sends monmap and config, and answers nothing else', async () => {
      cluster.addEntity('client.poor', { caps: { mon: 'allow command fsid' } })
      const poor = await TestClient.connect(cluster, { entity: 'client.poor' })
      const { fsid } = cluster
      const names = ['osdmap', 'mgrmap', 'fsmap', 'servicemap', 'mgrdigest', 'log-info', 'kv:', 'monmap', 'config']
      poor.subscribe(Object.fromEntries(names.map(name => [name, 0])))
      poor.send(monGetVersion, { handle: 1n, what: 'monmap' })
      poor.send(statfs, { version: 0n, fsid })
      poor.send(getPoolStats, { version: 0n, fsid, pools: [] })
      expect(await poor.command({ prefix: 'fsid' })).to.include({ code: 0 })
      expect(await poor.command({ prefix: 'status' })).to.include({ code: -13 })
      expect(poor.inbox.map(({ type }) => type)).to.have.members([monMap.type, config.type])
      await poor.close()
    })

    it('SV-11: does not hand the config-key store to those who may only read', async () => {
      cluster.state.configKey.set('mgr/secret', 'x')
      cluster.addEntity('client.reader', { caps: { mon: 'allow r' } })
      const reader = await TestClient.connect(cluster, { entity: 'client.reader' })
      reader.subscribe({ 'kv:': 0, 'kv:mgr/': 0, 'kv:config-key': 0, osdmap: 0 })
      await reader.next(osdMap)
      expect(await reader.command({ prefix: 'fsid' })).to.include({ code: 0 })
      expect(reader.inbox).to.deep.equal([])
      await reader.close()
    })
  })

  describe('asked', () => {
    it('for versions: answers for four maps, and for no others', async () => {
      cluster.bump('osdmap')
      client.send(monGetVersion, { handle: 7n, what: 'nonsense' })
      for (const [what, version] of [
        ['monmap', 1n],
        ['osdmap', 2n],
        ['mdsmap', 1n],
        ['fsmap', 1n]
      ] as const) {
        const reply = await client.request(monGetVersion, { handle: 9n, what }, monGetVersionReply)
        expect(reply).to.deep.equal({ handle: 9n, version, oldestVersion: 1n })
      }
    })

    it('for statistics: answers for its own fsid', async () => {
      cluster.state.usage = { kb: 100n, kbUsed: 40n, kbAvail: 60n, numObjects: 3n }
      client.send(statfs, { version: 0n, fsid: '11111111-1111-1111-1111-111111111111' })
      client.send(statfs, { version: 0n, fsid: cluster.fsid, dataPool: 9n })
      const reply = await client.request(statfs, { version: 0n, fsid: cluster.fsid }, statfsReply)
      expect(reply).to.deep.include({ kb: 100n, kbUsed: 40n, kbAvail: 60n, numObjects: 3n })
      const pools = { version: 0n, fsid: cluster.fsid, pools: ['x'] }
      expect((await client.request(getPoolStats, pools, getPoolStatsReply)).poolStats.size).to.equal(0)
      expect(client.inbox).to.deep.equal([])
    })

    it('for old osdmaps: sends them', async () => {
      for (let epoch = 1; epoch < 9; epoch++) cluster.bump('osdmap')
      client.send(monGetOSDMap, { version: 0n, fullFirst: 2, fullLast: 3, incFirst: 4, incLast: 99 })
      expect(epochsOf(await client.next(osdMap))).to.deep.equal({ full: [2, 3], incremental: [4, 5, 6, 7, 8, 9] })
    })

    it('for the configuration of somebody: answers what holds for them', async () => {
      cluster.state.config.set('osd.1', 'debug_osd', '20')
      const name = parseAuthEntity('osd.1')
      const { config: values } = await client.request(getConfig, { name, host: '', deviceClass: '' }, config)
      expect(values).to.deep.equal(new Map([['debug_osd', '20']]))
    })

    it('to log: keeps the entries and says so', async () => {
      cluster.log('first')
      const entry = cluster.state.log.entries[0]!.entry
      const entries = [{ ...entry, seq: 41n, msg: 'from elsewhere' }]
      const ack = await client.request(log, { version: 0n, fsid: cluster.fsid, entries }, logAck)
      expect(ack).to.deep.equal({ fsid: cluster.fsid, last: 41n, channel: '' })
      expect(cluster.state.log.entries.at(-1)?.entry.msg).to.equal('from elsewhere')
    })

    it('to log what is known: is silent, and keeps what is new', async () => {
      cluster.log('first')
      const { entry } = cluster.state.log.entries[0]!
      const said = (...msgs: string[]): { version: bigint; fsid: string; entries: (typeof entry)[] } => ({
        version: 0n,
        fsid: cluster.fsid,
        entries: msgs.map((msg, i) => ({ ...entry, seq: 41n, stamp: { sec: 7, nsec: i }, msg }))
      })
      await client.request(log, said('one'), logAck)
      client.send(log, said('one'))
      await client.request(log, said('one', 'two'), logAck)
      expect(client.inbox).to.deep.equal([])
      expect(cluster.state.log.entries.map(({ entry }) => entry.msg)).to.deep.equal(['first', 'one', 'two'])
    })

    it('to make and delete pools and snapshots: does so', async () => {
      const ask = async (op: number, pool: number, name: string, snapid = 0n): Promise<number> => {
        const request = { version: 0n, fsid: cluster.fsid, pool, op, snapid, name, crushRule: -1 }
        return (await client.request(poolOp, request, poolOpReply)).replyCode
      }
      const { osdmap } = cluster.state
      expect(await ask(PoolOpCode.Create, 0, 'rbd')).to.equal(0)
      expect(await ask(PoolOpCode.Create, 0, 'rbd')).to.equal(-17)
      expect(await ask(PoolOpCode.CreateSnap, 1, 's1')).to.equal(0)
      expect(osdmap.pool('rbd')?.snaps).to.deep.equal(new Map([[1, 's1']]))
      expect(await ask(PoolOpCode.DeleteSnap, 1, 's1')).to.equal(0)
      expect(await ask(PoolOpCode.CreateSnap, 9, 's1')).to.equal(-2)
      expect(await ask(PoolOpCode.Delete, 1, '')).to.equal(0)
      expect(osdmap.pools).to.deep.equal([])
    })
  })
})
