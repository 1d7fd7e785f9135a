import { once } from 'node:events'
import { createServer } from 'node:net'
import { ServiceId } from '@cephwire/auth'
import { CEPH_FEATURES_ALL, NIL_UUID, decode, encode } from '@cephwire/codec'
import { createOsdMap, fsMapCodec, mgrMapCodec, osdMapCodec } from '@cephwire/maps'
import { command, decodeFront, mgrCommand } from '@cephwire/messages'
import { connect } from '@cephwire/mon-client'
import { createTestCluster } from '@cephwire/test-monitor'
import { expect } from 'chai'
import { ConfigError, MonCommandError, MonOutcomeUnknownError, MonTimeoutError, TargetError } from '../../src/errors.js'
import { rejection } from '../support/canary.js'
import { fakeDaemons } from './support/fake-daemon.js'
import type { MonClient } from '@cephwire/mon-client'
import type { TestCluster } from '@cephwire/test-monitor'
import type { EntityAddr } from '@cephwire/codec'
import type { AddressInfo } from 'node:net'

describe('MonClient#tell() to daemons of a test cluster', () => {
  const start = fakeDaemons()
  let cluster: TestCluster
  let client: MonClient

  beforeEach(async () => {
    cluster = await createTestCluster({ monitors: 1, auth: 'none' })
    client = await connect({ monHost: cluster.monHost, config: { auth_client_required: 'none' }, commandTimeout: 5000 })
  })
  afterEach(async () => {
    await client.close()
    await cluster.stop()
  })

  /** OSDs by number; null for one that is down. */
  const setOsds = (...osds: (EntityAddr | null | undefined)[]): void => {
    const { osdmap } = cluster.state
    const epoch = osdmap.epoch + 1
    const map = createOsdMap({
      fsid: cluster.fsid,
      epoch,
      osdState: osds.map(addr => (addr === undefined ? 0 : addr === null ? 1 : 3)),
      osdWeight: osds.map(() => 0x10000),
      clientAddrs: osds.map(addr => (addr ? [addr] : []))
    })
    osdmap.set(encode(osdMapCodec, map), epoch)
  }

  const setMgr = (addr: EntityAddr | undefined, gid: bigint, features = CEPH_FEATURES_ALL): void => {
    const { mgrmap } = cluster.state
    const epoch = mgrmap.epoch + 1
    const map = decode(mgrMapCodec, mgrmap.bytes)
    const active = { activeGid: gid, activeName: `m${gid}`, activeMgrFeatures: features }
    const activeAddrs = addr === undefined ? [] : [addr]
    mgrmap.set(encode(mgrMapCodec, { ...map, ...active, epoch, activeAddrs, available: addr !== undefined }), epoch)
  }

  it('tells an OSD what it is told, and asks for the osdmap when it has changed', async () => {
    const osd = await start({ type: ServiceId.Osd })
    setOsds(osd.addr)
    for (const n of [1, 2]) {
      expect((await client.tell('osd.0', { prefix: 'version', n })).json()).to.deep.equal({
        said: `{"prefix":"version","n":${n}}`
      })
    }
    expect(decodeFront(command, osd.messages[0]!).fsid).to.equal(cluster.fsid)
    expect(osd.messages[0]!.type).to.equal(command.type)
    await client.tell('osd.0', 'x', { input: Uint8Array.of(1, 2, 3) })
    expect(osd.messages[2]!.data).to.deep.equal(Buffer.of(1, 2, 3))
    const other = await start({ type: ServiceId.Osd })
    setOsds(null, undefined, other.addr)
    expect((await client.tell('osd.2', 'version')).code).to.equal(0)
    expect(await rejection(client.tell('osd.0', 'version'), TargetError)).to.include({ errnoName: 'ENXIO' })
    expect(await rejection(client.tell('osd.1', 'version'), TargetError)).to.include({ errnoName: 'ENOENT' })
    expect(await client.tellTargets('osd.*')).to.deep.equal(['osd.0', 'osd.2'])
    expect(osd.connections.every(({ state }) => state === 'closed')).to.equal(true)
  })

  it('throws what a daemon refuses', async () => {
    const osd = await start({
      type: ServiceId.Osd,
      answer: () => ({ r: -22, rs: 'no', output: 'why' })
    })
    setOsds(osd.addr)
    const error = await rejection(client.tell('osd.0', 'nosuch'), MonCommandError)
    expect(error).to.include({ errnoName: 'EINVAL', status: 'no', prefix: 'nosuch' })
  })

  it('explains the silence of an OSD, and of one that cannot be reached', async () => {
    const osd = await start({ type: ServiceId.Osd, answer: () => 'silence' })
    setOsds(osd.addr)
    const silent = await rejection(client.tell('osd.0', 'version', { timeout: 300 }), MonTimeoutError)
    expect(silent).to.include({ reason: 'slow', mayHaveExecuted: true, what: 'tell osd.0 version' })
    const gone = await start({ type: ServiceId.Osd })
    await gone.stop()
    setOsds(gone.addr)
    const unreachable = await rejection(client.tell('osd.0', 'version', { timeout: 300 }), MonTimeoutError)
    expect(unreachable).to.include({ reason: 'unreachable', mayHaveExecuted: false })
    expect(unreachable.likely).to.include('ECONNREFUSED')
  })

  it('ends with the signal, and with the client', async () => {
    const osd = await start({ type: ServiceId.Osd, answer: () => 'silence' })
    setOsds(osd.addr)
    const reason = new Error('enough')
    const giveUp = new AbortController()
    const error = rejection(client.tell('osd.0', 'version', { signal: giveUp.signal }))
    setTimeout(() => giveUp.abort(reason), 20)
    expect(await error).to.equal(reason)
    const closed = rejection(client.tell('osd.0', 'version'))
    await client.close()
    expect(await closed).to.include({ code: 'ERR_CEPH_MON_CLIENT_CLOSED' })
    expect(await rejection(client.tell('osd.0', 'version'))).to.include({ code: 'ERR_CEPH_MON_CLIENT_CLOSED' })
  })

  it('waits for a manager, and says that there is none', async () => {
    const error = await rejection(client.mgrCommand('pg stat', { timeout: 200 }), MonTimeoutError)
    expect(error).to.include({ reason: 'no-mgr', mayHaveExecuted: false, what: 'mgr command pg stat' })
    const mgr = await start({ type: ServiceId.Mgr })
    const answer = client.tell('mgr', 'version')
    setMgr(mgr.addr, 7n)
    expect((await answer).code).to.equal(0)
    expect((await client.tell('mgr.m7', 'version')).code).to.equal(0)
    expect(await rejection(client.tell('mgr.m8', 'version'), TargetError)).to.include({ errnoName: 'ENXIO' })
    expect(await client.tellTargets('mgr.*')).to.deep.equal(['mgr.m7'])
  })

  it('sends MMgrCommand to a manager that knows it, MCommand without an fsid to others', async () => {
    const mgr = await start({ type: ServiceId.Mgr })
    setMgr(mgr.addr, 7n)
    await client.mgrCommand('pg stat')
    setMgr(mgr.addr, 7n, 1n)
    await client.mgrCommand('pg stat')
    await client.tell('mgr', 'version')
    expect(mgr.messages.map(({ type }) => type)).to.deep.equal([mgrCommand.type, command.type, command.type])
    const fsids = mgr.messages.slice(1).map(message => decodeFront(command, message).fsid)
    expect(fsids).to.deep.equal([NIL_UUID, cluster.fsid])
  })

  it('asks the next manager when the one that was asked fails over, unless it must not be asked twice', async () => {
    const first = await start({ type: ServiceId.Mgr, answer: () => 'silence' })
    const second = await start({ type: ServiceId.Mgr, answer: () => ({ rs: 'second' }) })
    for (const resend of [true, false]) {
      setMgr(first.addr, 7n)
      const asked = first.messages.length
      const answer = client.mgrCommand('pg stat', { resend }).catch((error: unknown) => error)
      while (first.messages.length === asked) await new Promise(resolve => setImmediate(resolve))
      setMgr(second.addr, 8n)
      if (resend) expect(await answer).to.include({ status: 'second' })
      else expect(await answer).to.be.instanceOf(MonOutcomeUnknownError)
    }
  })

  it('asks the next manager when the one before cannot be reached any more', async () => {
    const dead = createServer(socket => socket.destroy())
    dead.listen(0, '127.0.0.1')
    await once(dead, 'listening')
    try {
      const { port } = dead.address() as AddressInfo
      setMgr({ type: 'msgr2', nonce: 1, host: '127.0.0.1', port }, 7n)
      const second = await start({ type: ServiceId.Mgr, answer: () => ({ rs: 'second' }) })
      const dialled = once(dead, 'connection')
      const answer = client.mgrCommand('pg stat')
      await dialled
      setMgr(second.addr, 8n)
      expect(await answer).to.include({ status: 'second' })
    } finally {
      dead.close()
    }
  })

  it('finds no MDS where there is none, and knows what is no target', async () => {
    expect(decode(fsMapCodec, cluster.state.fsmap.bytes).standbyDaemons.size).to.equal(0)
    expect(await client.tellTargets('mds.*')).to.deep.equal([])
    expect(await rejection(client.tell('mds.a', 'version'), TargetError)).to.include({ errnoName: 'ENOENT' })
    expect(await rejection(client.tell('1.0', 'query'), TargetError)).to.include({ errnoName: 'ENOENT', target: '1.0' })
    expect(await rejection(client.tell('mon.zz', 'version'), TargetError)).to.include({ errnoName: 'ENOENT' })
    for (const target of ['osd.*', 'client.x']) {
      expect(await rejection(client.tell(target, 'version'))).to.be.instanceOf(ConfigError)
    }
    expect(await client.tellTargets('mon.*')).to.deep.equal(['mon.a'])
    expect(await client.tellTargets('osd.5')).to.deep.equal(['osd.5'])
    expect(await rejection(client.tellTargets('client.x'))).to.be.instanceOf(ConfigError)
    expect((await client.tell('mon', 'fsid')).text().trim()).to.equal(cluster.fsid)
  })
})
