import { CodecError } from '@cephwire/codec'
import { fromHex } from '@cephwire/codec/testing'
import {
  auth,
  authReply,
  commandReply,
  decodeFront,
  logAck,
  monCommandAck,
  monGetVersion,
  ping
} from '@cephwire/messages'
import { expect } from 'chai'
import { FSID, FSID_HEX, PAXOS_HEX } from './support/sample.js'

const header = { version: 1, compatVersion: 1 }

describe('text that is not UTF-8', () => {
  it('is kept as well as can be where it is for people', () => {
    const ack = fromHex(`${PAXOS_HEX}\neaffffff 02000000 ff61 01000000 01000000 fe`)
    expect(decodeFront(monCommandAck, { ...header, front: ack })).to.deep.include({ rs: '\ufffda', cmd: ['\ufffd'] })
    const reply = fromHex('eaffffff 01000000 ff')
    expect(decodeFront(commandReply, { ...header, front: reply }).rs).to.equal('\ufffd')
    const denied = fromHex('02000000 f3ffffff 0000000000000000 00000000 01000000 ff')
    expect(decodeFront(authReply, { ...header, front: denied }).resultMsg).to.equal('\ufffd')
  })

  it('is refused where it names something', () => {
    const front = fromHex('0700000000000000 02000000 fffe')
    expect(() => decodeFront(monGetVersion, { ...header, front })).to.throw(CodecError, 'UTF-8')
  })
})

describe('fields that may be missing', () => {
  it('MAuth without an epoch has none', () => {
    const front = fromHex(`${PAXOS_HEX}\n00000000 00000000`)
    expect(decodeFront(auth, { ...header, front }).monmapEpoch).to.equal(0)
  })

  it('MLogAck without a channel has none', () => {
    const front = fromHex(`${FSID_HEX}\n0100000000000000`)
    expect(decodeFront(logAck, { ...header, front })).to.deep.equal({ fsid: FSID, last: 1n, channel: '' })
  })

  it('MPing without text is the question', () => {
    expect(decodeFront(ping, { ...header, front: new Uint8Array(0) })).to.deep.equal({ text: '' })
  })
})
