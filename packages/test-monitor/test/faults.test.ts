import { createTestMonitor } from '@cephwire/test-monitor'
import { CephFeature, CEPH_FEATURES_ALL } from '@cephwire/codec'
import { MessageType, monCommand, monCommandAck, monMap } from '@cephwire/messages'
import { TicketStore } from '@cephwire/auth'
import { createFakeClock } from '@cephwire/messenger/testing'
import { expect } from 'chai'
import { TestClient, rejection } from './test-client.js'
import type { Faults, TestCluster } from '@cephwire/test-monitor'
import type { TestClientInit } from './test-client.js'

/** Banner, HELLO, AUTH_REPLY_MORE, AUTH_DONE, AUTH_SIGNATURE, SERVER_IDENT: of msgr2 with cephx. */
const HANDSHAKE_FRAMES = 6

describe('Faults of a monitor', () => {
  let cluster: TestCluster
  const clients: TestClient[] = []
  const open = async (init?: TestClientInit): Promise<TestClient> => {
    const client = await TestClient.connect(cluster, init)
    clients.push(client)
    return client
  }
  const set = (faults: Faults): void => cluster.monitor('a').faults.set(faults)
  const ask = (client: TestClient): Promise<unknown> => client.command({ prefix: 'fsid' })

  beforeEach(async () => (cluster = await createTestMonitor()))
  afterEach(async () => {
    await Promise.all(clients.splice(0).map(client => client.close()))
    await cluster.stop()
  })

  it('count six frames for a handshake', async () => {
    await open()
    expect(cluster.monitor('a').connections.map(({ framesSent }) => framesSent)).to.deep.equal([HANDSHAKE_FRAMES])
  })

  for (let n = 0; n < HANDSHAKE_FRAMES; n++) {
    it(`dropAfterFrame ${n}: the handshake fails`, async () => {
      set({ dropAfterFrame: n })
      expect(await rejection(open())).to.include({ code: 'ERR_CEPH_MSGR_FAULT', retryable: true })
    })
  }

  for (const mode of ['crc', 'secure', 'legacy'] as const) {
    describe(`in ${mode} mode`, () => {
      it('dropAfterFrame: what was sent before arrives, and nothing after', async () => {
        const client = await open({ mode })
        const [connection] = cluster.monitor('a').connections
        connection!.faults.set({ dropAfterFrame: connection!.framesSent + 1 })
        expect(await ask(client)).to.include({ code: 0 })
        expect(await rejection(ask(client))).to.have.property('code', 'ERR_CEPH_MSGR_FAULT')
      })

      it('cutFrame: half a frame is none', async () => {
        const client = await open({ mode })
        const [connection] = cluster.monitor('a').connections
        connection!.faults.set({ cutFrame: connection!.framesSent + 1 })
        expect(await rejection(ask(client))).to.have.property('code', 'ERR_CEPH_MSGR_FAULT')
      })

      it('dropAfterByte: as cut, wherever it is', async () => {
        set({ dropAfterByte: 700 })
        const error = await rejection(
          open({ mode }).then(async client => {
            for (let i = 0; i < 20; i++) await ask(client)
          })
        )
        expect(error).to.have.property('retryable', true)
      })

      it('stallAfterFrame: nothing comes any more, and the connection stays', async () => {
        const client = await open({ mode })
        set({ stallAfterFrame: 0 })
        let answered = false
        ask(client).then(
          () => (answered = true),
          () => undefined
        )
        await new Promise(resolve => setTimeout(resolve, 50))
        expect({ answered, state: client.connection.state }).to.deep.equal({ answered: false, state: 'ready' })
      })

      it('seqGap: is taken, as by Ceph', async () => {
        const client = await open({ mode })
        set({ seqGap: 5 })
        expect([await ask(client), await ask(client)].map(answer => (answer as { code: number }).code)).to.deep.equal([
          0, 0
        ])
      })

      it('repeatSeq: is a replay', async () => {
        const client = await open({ mode })
        set({ repeatSeq: true })
        // The next message has the number of the last one, if there was one.
        await rejection(
          ask(client)
            .then(() => ask(client))
            .then(() => ask(client))
        )
        expect(client.connection.state).to.equal('closed')
      })

      it('tidZero: answers have no tid', async () => {
        const client = await open({ mode })
        set({ tidZero: true })
        client.send(monCommand, { version: 0n, fsid: cluster.fsid, cmd: ['{"prefix":"fsid"}'] })
        expect(await client.next(monCommandAck)).to.include({ r: 0 })
      })

      it('unknownMessages: come when the session begins', async () => {
        set({ unknownMessages: [0x7777, 0x7778] })
        const client = await open({ mode })
        if (mode !== 'legacy') await ask(client)
        expect(client.inbox.map(({ type }) => type).filter(type => type > 0x7000)).to.deep.equal([0x7777, 0x7778])
      })

      it('silentCommands and silentTypes: are never answered, others are', async () => {
        const client = await open({ mode })
        set({ silentCommands: ['osd '] })
        const silent = client.command({ prefix: 'osd dump' })
        let answered = false
        silent.then(
          () => (answered = true),
          () => undefined
        )
        expect(await ask(client)).to.include({ code: 0 })
        expect(answered).to.equal(false)
        set({ silentTypes: [MessageType.MonSubscribe] })
        client.subscribe({ monmap: 0 })
        await ask(client)
        expect(client.inbox.filter(({ type }) => type === monMap.type && mode !== 'legacy')).to.deep.equal([])
      })
    })
  }

  it('corruptFrame: a CRC or a GCM tag that does not fit ends the connection', async () => {
    for (const mode of ['crc', 'secure', 'legacy'] as const) {
      const client = await open({ mode })
      const connection = cluster.monitor('a').connections.at(-1)!
      connection.faults.set({ corruptFrame: connection.framesSent + 1 })
      expect(await rejection(ask(client))).to.have.property('code', 'ERR_CEPH_MSGR_INTEGRITY')
    }
  })

  it('wrongFsid: the monmap says it', async () => {
    const wrongFsid = '11111111-2222-3333-4444-555555555555'
    set({ wrongFsid })
    const client = await open()
    client.subscribe({ monmap: 0 })
    const { monmapBl } = await client.next(monMap)
    expect(Buffer.from(monmapBl).toString('hex')).to.include(wrongFsid.replaceAll('-', ''))
  })

  it('requiredFeatures: who lacks one is told which', async () => {
    const missing = CephFeature.CRUSH_V2
    set({ requiredFeatures: missing })
    const error = await rejection(open({ connect: { features: CEPH_FEATURES_ALL & ~missing } }))
    expect(error).to.include({ code: 'ERR_CEPH_MSGR_FEATURES', missing })
  })

  it('refuseReclaim: an old global_id is not given back, a new one is', async () => {
    const tickets = new TicketStore()
    await (await open({ tickets })).close()
    set({ refuseReclaim: true })
    expect(await rejection(open({ tickets }))).to.include({ result: -13, reclaim: true })
    expect(await ask(await open())).to.include({ code: 0 })
  })

  it('v1OnV2Port: the banner is that of msgr1', async () => {
    set({ v1OnV2Port: true })
    expect(await rejection(open())).to.have.property('code', 'ERR_CEPH_MSGR_BANNER')
  })

  it('msgr20: secure mode is not to be had', async () => {
    set({ msgr20: true })
    expect((await open()).connection.protocol).to.equal('msgr2.0')
    await rejection(open({ mode: 'secure' }))
  })

  it('refuseConnections: no connection comes about', async () => {
    set({ refuseConnections: true })
    expect(await rejection(open())).to.have.property('retryable', true)
  })

  it('silentKeepalive: no ack comes', async () => {
    const client = await open()
    expect(await client.connection.keepalive2()).to.be.a('number')
    set({ silentKeepalive: true })
    const signal = AbortSignal.timeout(50)
    expect(await rejection(client.connection.keepalive2({ signal }))).to.have.property('name', 'TimeoutError')
  })

  it('clear: everything is well again', async () => {
    set({ refuseConnections: true })
    cluster.monitor('a').faults.clear()
    expect(await ask(await open())).to.include({ code: 0 })
  })

  it('drop(): the connection is gone', async () => {
    const client = await open()
    cluster.monitor('a').connections[0]!.drop()
    expect(await client.connection.closed).to.be.an('error')
  })

  it('delay: on a clock of its own, an answer comes when time has passed', async () => {
    const clock = createFakeClock()
    const slow = await createTestMonitor({ clock })
    const client = await TestClient.connect(slow)
    slow.monitor('a').faults.set({ delay: 30_000 })
    let answered = false
    const answer = client.command({ prefix: 'fsid' }).then(() => (answered = true))
    await new Promise(resolve => setTimeout(resolve, 30))
    await clock.advance(29_999)
    expect(answered).to.equal(false)
    await clock.advance(1)
    await answer
    await client.close()
    await slow.stop()
  })

  it('authTicketTtl: tickets that have expired are no good for coming back', async () => {
    const clock = createFakeClock()
    const short = await createTestMonitor({ clock, authTicketTtl: 1000 })
    const tickets = new TicketStore()
    await (await TestClient.connect(short, { tickets })).close()
    await clock.advance(10_000)
    expect(await rejection(TestClient.connect(short, { tickets }))).to.include({ result: -13 })
    await short.stop()
  })
})
