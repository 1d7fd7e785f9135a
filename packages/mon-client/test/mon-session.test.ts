import { TicketStore, parseKey } from '@cephwire/auth'
import { encode } from '@cephwire/codec'
import { monMapCodec } from '@cephwire/maps'
import { encodeMessage, monMap, monSubscribe } from '@cephwire/messages'
import { createTestMonitor } from '@cephwire/test-monitor'
import { systemClock } from '@cephwire/messenger'
import { expect } from 'chai'
import { ConfigError, FsidMismatchError, MonSessionError } from '../src/errors.js'
import { decodeMonMap, openMonSession } from '../src/mon-session.js'
import { rejection } from './support/canary.js'
import { FSID, monMapMessage, monmapOf, received } from './support/monmaps.js'
import type { TestCluster } from '@cephwire/test-monitor'
import type { MonSession, MonSessionInit } from '../src/mon-session.js'
import type { MsMode } from '../src/options.js'

describe('decodeMonMap()', () => {
  it('reads the monmap of a message', () => {
    const { fsid, epoch, ranks } = decodeMonMap(monMapMessage(monmapOf({ a: 1, b: 2 }, 9)))
    expect({ fsid, epoch, ranks }).to.deep.equal({ fsid: FSID, epoch: 9, ranks: ['a', 'b'] })
  })

  it('throws MonSessionError for one without monitors', () => {
    expect(() => decodeMonMap(monMapMessage(monmapOf({}, 9)))).to.throw(MonSessionError, 'no monitors')
  })

  it('throws MonSessionError with the reason for one that is cut short, at each byte', () => {
    const bytes = encode(monMapCodec, monmapOf({ a: 1 }))
    for (let length = 0; length < bytes.length; length++) {
      const message = received(encodeMessage(monMap, { monmapBl: bytes.subarray(0, length) }))
      expect(() => decodeMonMap(message), `${length} bytes`).to.throw(MonSessionError, 'The monmap does not decode')
    }
  })

  it('throws MonSessionError for a message that is no monmap', () => {
    expect(() => decodeMonMap(received({ type: monMap.type, front: Uint8Array.of(255, 255, 255, 255) }))).to.throw(
      MonSessionError
    )
  })
})

describe('openMonSession()', () => {
  let cluster: TestCluster
  let phases: string[]
  const opened: MonSession[] = []

  before(async () => void (cluster = await createTestMonitor()))
  after(() => cluster.stop())
  beforeEach(() => {
    phases = []
  })
  afterEach(async () => {
    cluster.monitor('a').faults.clear()
    for (const { connection } of opened.splice(0)) await connection.close()
    while (cluster.monitor('a').connections.length > 0) await new Promise(resolve => setImmediate(resolve))
  })

  const open = async (
    init: Partial<MonSessionInit> = {},
    { tickets = new TicketStore(), signal = new AbortController().signal } = {}
  ): Promise<MonSession> => {
    const { msMode = 'prefer-secure' } = init
    const { v1Addr, v2Addr } = cluster.monitor('a')
    const addr = msMode === 'legacy' ? v1Addr : v2Addr
    const session = await openMonSession(
      { name: 'a', addr, priority: 0, weight: 0 },
      {
        credentials: { entity: { type: 8, id: 'admin' }, key: parseKey(cluster.adminKey), methods: ['cephx'] },
        msMode,
        keepalive: { interval: 10_000, timeout: 30_000 },
        clock: systemClock,
        dial: undefined,
        fsid: undefined,
        onPhase: phase => phases.push(phase),
        ...init
      },
      tickets,
      signal
    )
    opened.push(session)
    return session
  }

  for (const msMode of ['prefer-secure', 'crc', 'legacy'] as const satisfies readonly MsMode[]) {
    it(`gives an authenticated session with its monmap, and says how far it has come (${msMode})`, async () => {
      const tickets = new TicketStore()
      const session = await open({ msMode, fsid: cluster.fsid }, { tickets })
      expect(session.monmap).to.include({ fsid: cluster.fsid, epoch: cluster.state.monmap.epoch })
      expect(session.monmapMessage.type).to.equal(monMap.type)
      expect(session.globalId > 0n && session.globalId === tickets.globalId).to.equal(true)
      expect(session.tickets).to.equal(tickets)
      expect(phases[0]).to.equal('CONNECTING')
      expect(phases.slice(msMode === 'legacy' ? -2 : -1)).to.deep.equal(
        msMode === 'legacy' ? ['MAUTH', 'MONMAP'] : ['MONMAP']
      )
    })
  }

  it('keeps its global_id with the tickets of a session before', async () => {
    const tickets = new TicketStore()
    const { globalId } = await open({}, { tickets })
    expect((await open({}, { tickets })).globalId).to.equal(globalId)
    expect((await open()).globalId).not.to.equal(globalId)
  })

  it('asks as a new client when its tickets are not taken any more', async () => {
    const tickets = new TicketStore()
    const { globalId } = await open({}, { tickets })
    cluster.monitor('a').faults.set({ refuseReclaim: true })
    const again = await open({}, { tickets })
    expect(again.globalId).not.to.equal(globalId)
    expect(tickets.globalId).to.equal(again.globalId)
  })

  it('refuses monitors of another cluster', async () => {
    const error = await rejection(open({ fsid: FSID }), FsidMismatchError)
    expect(error).to.include({ expected: FSID, actual: cluster.fsid })
  })

  it('takes a monitor of any cluster where none is expected', async () => {
    cluster.monitor('a').faults.set({ wrongFsid: FSID })
    expect((await open()).monmap.fsid).to.equal(FSID)
  })

  it('waits in MONMAP for a monitor that does not hand its monmap out, until its signal', async () => {
    cluster.monitor('a').faults.set({ silentTypes: [monSubscribe.type] })
    const controller = new AbortController()
    const reason = new Error('enough')
    const opening = rejection(open({}, { signal: controller.signal }))
    while (phases.at(-1) !== 'MONMAP') await new Promise(resolve => setImmediate(resolve))
    controller.abort(reason)
    expect(await opening).to.equal(reason)
  })

  it('throws the reason of a signal that was aborted before', async () => {
    const reason = new Error('enough')
    expect(await rejection(open({}, { signal: AbortSignal.abort(reason) }))).to.equal(reason)
  })

  it('keeps a few messages that come before the monmap, and gives up on many', async () => {
    cluster.monitor('a').faults.set({ unknownMessages: [998, 999] })
    expect((await open()).early.map(({ type }) => type)).to.include.members([998, 999])
    cluster.monitor('a').faults.set({ unknownMessages: Array.from({ length: 65 }, () => 999) })
    const error = await rejection(open(), MonSessionError)
    expect(error.message).to.equal('The monitor sends everything but its monmap')
  })

  it('refuses to go without a key where only secure mode is allowed', async () => {
    const credentials = { entity: { type: 8, id: 'admin' }, key: undefined, methods: ['none'] } as const
    const error = await rejection(open({ msMode: 'secure', credentials }), ConfigError)
    expect(error.option).to.equal('msMode')
  })
})

describe('openMonSession() where the monitors want no proof', () => {
  let cluster: TestCluster
  before(async () => void (cluster = await createTestMonitor({ auth: 'none' })))
  after(() => cluster.stop())

  it('takes the next method that is allowed when the first is not supported', async () => {
    const addr = cluster.monitor('a').v2Addr
    const key = parseKey('AQDjuAJrD1s3MxAADSnFKqHL0TfhVv6KvUjAZQ==')
    const init: MonSessionInit = {
      credentials: { entity: { type: 8, id: 'admin' }, key, methods: ['cephx', 'none'] },
      msMode: 'prefer-secure',
      keepalive: { interval: 10_000, timeout: 30_000 },
      clock: systemClock,
      dial: undefined,
      fsid: undefined
    }
    const target = { name: 'a', addr, priority: 0, weight: 0 }
    const { signal } = new AbortController()
    const { connection, tickets, monmap } = await openMonSession(target, init, new TicketStore(), signal)
    expect([tickets, monmap.fsid]).to.deep.equal([undefined, cluster.fsid])
    await connection.close()
  })
})
