import { decodeFront, encodeMessage, log, logAck, monCommand, monCommandAck } from '@cephwire/messages'
import { expect } from 'chai'
import { ConfigError, MonTimeoutError } from '../src/errors.js'
import { rejection } from './support/canary.js'
import { FakeClient, settle } from './support/fake-client.js'
import { FSID, received } from './support/monmaps.js'
import type { LogEntry } from '@cephwire/messages'

const RANK = 'client.4242'

describe('MonClient#log()', () => {
  let fake: FakeClient

  beforeEach(async () => {
    fake = await FakeClient.open()
  })

  afterEach(async () => {
    await fake.client.close()
    expect(fake.clock.sleepers).to.equal(0)
  })

  const sent = (type: number): readonly { readonly tid?: bigint; readonly front: Uint8Array }[] =>
    fake.connections.at(-1)!.sent.filter(message => message.type === type)
  const written = (): readonly (readonly LogEntry[])[] =>
    sent(log.type).map(message => decodeFront(log, received({ ...message, type: log.type })).entries)
  const acknowledge = (last: bigint): void =>
    fake.connections.at(-1)!.receive(received(encodeMessage(logAck, { fsid: FSID, last, channel: '' })))

  /** Answers the question that was asked last of the log. */
  async function showLog(seqs: readonly number[], r = 0): Promise<void> {
    await settle()
    const { tid } = sent(monCommand.type).at(-1)!
    const data = new TextEncoder().encode(JSON.stringify(seqs.map(seq => ({ rank: RANK, seq }))))
    fake.connections
      .at(-1)!
      .receive(received({ ...encodeMessage(monCommandAck, { version: 0n, r, rs: '', cmd: [] }), tid: tid!, data }))
    await settle()
  }

  it('writes each line as an entry of its sender, and resolves when the log has them', async () => {
    const writing = fake.client.log('one\ntwo', { level: 'warn', channel: 'audit' })
    await settle()
    const [entries] = written()
    expect(
      entries!.map(({ name, rank, seq, prio, msg, channel }) => ({ name, rank, seq, prio, msg, channel }))
    ).to.deep.equal(
      ['one', 'two'].map(msg => ({
        name: { type: 8, id: 'admin' },
        rank: { type: 8, num: 4242n },
        seq: 1n,
        prio: 3,
        msg,
        channel: 'audit'
      }))
    )
    acknowledge(1n)
    await settle()
    const [question] = sent(monCommand.type)
    expect(decodeFront(monCommand, received({ ...question!, type: monCommand.type })).cmd[0]).to.include('"audit"')
    await showLog([1])
    await writing
  })

  it('sends an entry again that was acknowledged and is not there, as the same entry', async () => {
    const writing = fake.client.log('lost in an election')
    await settle()
    acknowledge(1n)
    await showLog([7])
    expect(written()).to.have.lengthOf(2)
    expect(written()[1]).to.deep.equal(written()[0])
    await fake.clock.advance(500)
    await showLog([7, 1])
    await writing
  })

  it('looks at the log when no acknowledgement comes', async () => {
    const writing = fake.client.log('of a monitor that does not lead')
    await fake.clock.advance(1999)
    expect(sent(monCommand.type)).to.have.lengthOf(0)
    await fake.clock.advance(1)
    await showLog([1])
    await writing
    expect(written()).to.have.lengthOf(1)
  })

  it('trusts the acknowledgement where the log may not be read', async () => {
    const writing = fake.client.log('from who may only write')
    await settle()
    acknowledge(1n)
    await showLog([], -13)
    await writing
  })

  it('says after its time that it may have been written, and which caps it needs', async () => {
    const error = rejection(fake.client.log('nobody answers', { timeout: 3000 }), MonTimeoutError)
    await fake.clock.advance(3000)
    expect(await error).to.include({ mayHaveExecuted: true, reason: 'caps' })
    expect((await error).likely).to.include('mon w')
  })

  it('refuses nothing, too much and what is no channel before anything is sent', async () => {
    for (const [text, options] of [
      ['', {}],
      ['x'.repeat(65_537), {}],
      ['x', { channel: '../x' }]
    ] as const) {
      await rejection(fake.client.log(text, options), ConfigError)
    }
    expect(written()).to.deep.equal([])
  })
})
