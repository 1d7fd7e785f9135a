import { CodecError } from '@cephwire/codec'
import { ClogType, decodeFront, encodeMessage, log, logAck } from '@cephwire/messages'
import { expect } from 'chai'
import { ConfigError } from '../../src/errors.js'
import { logAckTid, logRequest } from '../../src/requests/mon-log.js'
import { FSID, received } from '../support/monmaps.js'
import type { MLog } from '@cephwire/messages'
import type { LogOptions, LogSender } from '../../src/requests/mon-log.js'

const sender: LogSender = { name: { type: 8, id: 'admin' }, globalId: 4117n, addrs: [] }
const stamp = { sec: 1_700_000_000, nsec: 999_999_998 }

const sent = (text: string, tid: bigint, options?: LogOptions): MLog => {
  const message = logRequest(FSID, sender, text, stamp, options).encode(tid)
  expect(message.tid).to.equal(tid)
  return decodeFront(log, received(message))
}

const common = {
  name: { type: 8, id: 'admin' },
  rank: { type: 8, num: 4117n },
  addrs: [],
  prio: ClogType.Info,
  channel: 'cluster'
}

describe('logRequest()', () => {
  it('sends an entry of this client, with the tid for its number', () => {
    expect(sent('hello', 7n)).to.deep.equal({
      version: 0n,
      fsid: FSID,
      entries: [{ ...common, stamp, seq: 7n, msg: 'hello' }]
    })
  })

  it('sends each line as an entry, told apart by their time', () => {
    const entries = [
      { ...common, stamp, seq: 7n, msg: 'one' },
      { ...common, stamp: { sec: 1_700_000_000, nsec: 999_999_999 }, seq: 7n, msg: 'two' },
      { ...common, stamp: { sec: 1_700_000_001, nsec: 0 }, seq: 7n, msg: 'three' }
    ]
    expect(sent('one\n\ntwo\nthree\n', 7n).entries).to.deep.equal(entries)
  })

  it('sends the same when it is sent again, so that it is logged once', () => {
    const request = logRequest(FSID, sender, 'one\ntwo', stamp)
    expect(request.encode(7n)).to.deep.equal(request.encode(7n))
  })

  for (const [level, prio] of [
    ['debug', 0],
    ['info', 1],
    ['sec', 2],
    ['warn', 3],
    ['error', 4]
  ] as const) {
    it(`writes the level ${level} as ${prio}`, () => {
      expect(sent('x', 1n, { level }).entries.map(({ prio }) => prio)).to.deep.equal([prio])
    })
  }

  it('writes into another channel', () => {
    expect(sent('x', 1n, { channel: 'audit' }).entries.map(({ channel }) => channel)).to.deep.equal(['audit'])
  })

  for (const channel of ['', '../x', 'a b', 'a/b', 'a'.repeat(65), 'a\n']) {
    it(`takes no channel ${JSON.stringify(channel).slice(0, 20)}`, () => {
      expect(() => logRequest(FSID, sender, 'x', stamp, { channel })).to.throw(ConfigError, 'no channel')
    })
  }

  it('does not log nothing, nor too much', () => {
    expect(() => logRequest(FSID, sender, '\n\n', stamp)).to.throw(ConfigError, 'Nothing to be logged')
    expect(() => logRequest(FSID, sender, 'x\n'.repeat(1001), stamp)).to.throw(ConfigError, '1001 lines')
    expect(() => logRequest(FSID, sender, 'x'.repeat(65_537), stamp)).to.throw(ConfigError, '65537 characters')
    expect(sent('x\n'.repeat(1000), 1n).entries).to.have.lengthOf(1000)
  })

  it('waits for an acknowledgement', () => {
    const request = logRequest(FSID, sender, 'x', stamp)
    expect(request).to.include({ what: 'log', replyType: logAck.type })
    const ack = received(encodeMessage(logAck, { fsid: FSID, last: 7n, channel: '' }))
    expect(request.decode(ack)).to.equal(undefined)
    expect(() => request.decode({ ...ack, front: new Uint8Array(23) })).to.throw(CodecError)
  })
})

describe('logAckTid()', () => {
  it('is the number of the last entry', () => {
    const last = 2n ** 64n - 1n
    expect(logAckTid(received(encodeMessage(logAck, { fsid: FSID, last, channel: '' })))).to.equal(last)
  })

  it('refuses an acknowledgement that is cut short, at each byte', () => {
    for (let length = 0; length < 24; length++) {
      const cut = received({ type: logAck.type, front: new Uint8Array(length) })
      expect(() => logAckTid(cut), `${length} bytes`).to.throw(CodecError)
    }
  })
})
