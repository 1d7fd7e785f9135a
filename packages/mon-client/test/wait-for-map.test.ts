import { encodeMessage, mgrMap, osdMap } from '@cephwire/messages'
import { expect } from 'chai'
import { MonClientClosedError, MonTimeoutError } from '../src/errors.js'
import { rejection } from './support/canary.js'
import { FakeClient, settle } from './support/fake-client.js'
import { FSID } from './support/monmaps.js'
import type { OutgoingMessage } from '@cephwire/messenger'

const osdMapOf = (epoch: number): OutgoingMessage =>
  encodeMessage(osdMap, {
    fsid: FSID,
    maps: new Map(),
    incrementalMaps: new Map([[epoch, Uint8Array.of(1)]]),
    clusterOsdmapTrimLowerBound: 1,
    newestMap: epoch
  })
const mgrMapOf = (epoch: number): OutgoingMessage =>
  encodeMessage(mgrMap, { map: Uint8Array.of(1, 1, 4, 0, 0, 0, epoch, 0, 0, 0) })

describe('waitForMap()', () => {
  let fake: FakeClient

  beforeEach(async () => {
    fake = await FakeClient.open()
  })
  afterEach(async () => {
    await fake.client.close()
    expect(fake.clock.sleepers).to.equal(0)
  })

  const state = (promise: Promise<unknown>): Promise<string> =>
    Promise.race([promise.then(() => 'come'), settle().then(() => 'waiting')])

  it('waits for the first map that is new enough', async () => {
    const waiting = fake.client.waitForMap('osdmap', 7)
    await fake.receive(osdMapOf(6))
    expect(await state(waiting)).to.equal('waiting')
    await fake.receive(osdMapOf(9))
    expect(await state(waiting)).to.equal('come')
    expect(fake.subscribed).to.deep.equal(['monmap 2', 'osdmap 7 once'])
  })

  it('does not ask for what has come', async () => {
    await fake.client.waitForMap('monmap', 1)
    const waiting = fake.client.waitForMap('osdmap', 7)
    await fake.receive(osdMapOf(7))
    await waiting
    await fake.client.waitForMap('osdmap', 7)
    await fake.client.waitForMap('osdmap', 3)
    expect(fake.subscribed).to.deep.equal(['monmap 2', 'osdmap 7 once'])
  })

  it('waits for several epochs side by side', async () => {
    const [early, late] = [fake.client.waitForMap('osdmap', 7), fake.client.waitForMap('osdmap', 9)]
    await fake.receive(osdMapOf(7))
    expect([await state(early), await state(late)]).to.deep.equal(['come', 'waiting'])
    await fake.receive(osdMapOf(9))
    expect(await state(late)).to.equal('come')
    expect(fake.subscribed).to.deep.equal(['monmap 2', 'osdmap 7 once', 'osdmap 9 once'])
  })

  it('goes on with the next session', async () => {
    const waiting = fake.client.waitForMap('osdmap', 7)
    await fake.lose()
    expect(fake.subscribed).to.deep.equal(['monmap 2', 'osdmap 7 once'])
    await fake.receive(osdMapOf(7))
    await waiting
  })

  it('subscribes for good where monitors do not survive to answer once, and ends that', async () => {
    const waiting = fake.client.waitForMap('mgrmap', 7)
    await fake.receive(mgrMapOf(7))
    await waiting
    expect(fake.subscribed).to.deep.equal(['monmap 2', 'mgrmap 7', 'mgrmap 0 once'])
  })

  it('ends with its deadline, saying which caps may be missing', async () => {
    for (const [map, caps] of [
      ['osdmap', 'osd r'],
      ['fsmap', 'mds r'],
      ['mdsmap.3', 'mds r'],
      ['mgrmap', 'mon r']
    ] as const) {
      const waiting = rejection(fake.client.waitForMap(map, 7, { timeout: 3000 }), MonTimeoutError)
      await fake.clock.advance(3000)
      const { what, reason, likely, mayHaveExecuted } = await waiting
      expect({ what, reason, mayHaveExecuted }).to.deep.equal({
        what: `${map} of epoch 7`,
        reason: 'caps',
        mayHaveExecuted: false
      })
      expect(likely).to.include(`"${caps}"`)
    }
  })

  it('ends with its signal and with the client', async () => {
    const reason = new Error('enough')
    const abort = new AbortController()
    const cancelled = rejection(fake.client.waitForMap('osdmap', 7, { signal: abort.signal }))
    abort.abort(reason)
    expect(await cancelled).to.equal(reason)
    expect(await rejection(fake.client.waitForMap('osdmap', 7, { signal: abort.signal }))).to.equal(reason)
    const closed = rejection(fake.client.waitForMap('osdmap', 7), MonClientClosedError)
    await fake.client.close()
    await closed
    await rejection(fake.client.waitForMap('osdmap', 7), MonClientClosedError)
    await rejection(fake.client.waitForMap('monmap', 1), MonClientClosedError)
  })
})
