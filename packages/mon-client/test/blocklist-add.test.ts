import { decodeFront, encodeMessage, monCommand, monGetVersion, monGetVersionReply, osdMap } from '@cephwire/messages'
import { expect } from 'chai'
import { ConfigError, MonCommandError, MonTimeoutError } from '../src/errors.js'
import { rejection } from './support/canary.js'
import { FakeClient, ack, settle } from './support/fake-client.js'
import { FSID, received } from './support/monmaps.js'
import type { OutgoingMessage } from '@cephwire/messenger'

const ADDR = '10.0.0.1:0/3710147553'

describe('blocklistAdd()', () => {
  let fake: FakeClient

  beforeEach(async () => {
    fake = await FakeClient.open()
  })
  afterEach(async () => {
    await fake.client.close()
    expect(fake.clock.sleepers).to.equal(0)
  })

  const commands = (): string[] =>
    fake.sent(monCommand.type).map(message => decodeFront(monCommand, received(message)).cmd[0]!)
  const answer = async (rs = '', r = 0): Promise<void> => {
    await settle()
    await fake.receive(ack(fake.sent(monCommand.type).at(-1)!.tid, rs, r))
  }
  const answerVersion = async (version: bigint): Promise<void> => {
    const { handle } = decodeFront(monGetVersion, received(fake.sent(monGetVersion.type).at(-1)!))
    await fake.receive({ ...encodeMessage(monGetVersionReply, { handle, version, oldestVersion: 1n }), tid: handle })
  }
  const osdMapOf = (epoch: number): OutgoingMessage =>
    encodeMessage(osdMap, {
      fsid: FSID,
      maps: new Map(),
      incrementalMaps: new Map([[epoch, Uint8Array.of(1)]]),
      clusterOsdmapTrimLowerBound: 1,
      newestMap: epoch
    })

  it('adds, then waits for the newest osdmap', async () => {
    let done = false
    const adding = fake.client.blocklistAdd(ADDR, { expire: 60 }).then(() => (done = true))
    await answer()
    expect(commands()).to.deep.equal([`{"prefix":"osd blocklist","blocklistop":"add","addr":"${ADDR}","expire":60.0}`])
    await answerVersion(9n)
    expect(done).to.equal(false)
    expect(fake.subscribed.at(-1)).to.equal('osdmap 9 once')
    await fake.receive(osdMapOf(9))
    await adding
  })

  it('uses the older word where monitors do not know the newer', async () => {
    const adding = fake.client.blocklistAdd(ADDR)
    await answer('command not known', -22)
    expect(commands().at(-1)).to.equal(`{"prefix":"osd blacklist","blacklistop":"add","addr":"${ADDR}"}`)
    await answer()
    await answerVersion(9n)
    await fake.receive(osdMapOf(9))
    await adding
  })

  it('has no older word for ranges', async () => {
    const adding = rejection(fake.client.blocklistAdd('10.1.0.0/24', { range: true }), MonCommandError)
    await answer('command not known', -22)
    expect((await adding).errnoName).to.equal('EINVAL')
    expect(commands()).to.have.lengthOf(1)
  })

  it('says what the monitors refuse', async () => {
    const adding = rejection(fake.client.blocklistAdd(ADDR), MonCommandError)
    await answer('access denied', -13)
    expect((await adding).errnoName).to.equal('EACCES')
    expect(commands()).to.have.lengthOf(1)
  })

  it('has one deadline for all of it, after which it may have been done', async () => {
    const adding = rejection(fake.client.blocklistAdd(ADDR, { timeout: 5000 }), MonTimeoutError)
    await fake.clock.advance(3000)
    await answer()
    await fake.clock.advance(2000)
    const { what, timeout, mayHaveExecuted, reason } = await adding
    expect({ what, timeout, mayHaveExecuted, reason }).to.deep.equal({
      what: `blocklisting ${ADDR}`,
      timeout: 5000,
      mayHaveExecuted: true,
      reason: 'caps'
    })
  })

  it('ends with its signal', async () => {
    const controller = new AbortController()
    const adding = rejection(fake.client.blocklistAdd(ADDR, { signal: controller.signal }))
    await answer()
    controller.abort(new Error('enough'))
    expect((await adding).message).to.equal('enough')
  })

  it('refuses what is no address before anything is sent', async () => {
    await rejection(fake.client.blocklistAdd('nonsense'), ConfigError)
    expect(commands()).to.deep.equal([])
  })
})
