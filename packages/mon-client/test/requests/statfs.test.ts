import { CodecError } from '@cephwire/codec'
import { decodeFront, encodeMessage, statfs, statfsReply } from '@cephwire/messages'
import { expect } from 'chai'
import { isStatfsReply, statfsRequest } from '../../src/requests/statfs.js'
import { FSID, received } from '../support/monmaps.js'

/** From a ceph-mon 20.2.4. */
const REPLY = Buffer.from(
  'c24c85502d28433d8e81f4ea59c66d45c601000000000000' +
    '0000040000000000bd0200000000000042fd0300000000000200000000000000',
  'hex'
)
const reply = received({ type: statfsReply.type, front: REPLY, tid: 5n })

describe('statfsRequest()', () => {
  it('asks for the cluster, or for one pool', () => {
    const asked = (pool?: bigint): unknown => {
      const message = statfsRequest(FSID, pool).encode(5n)
      expect(message.tid).to.equal(5n)
      return decodeFront(statfs, received(message))
    }
    expect(asked()).to.deep.equal({ version: 0n, fsid: FSID, dataPool: undefined })
    expect(asked(3n)).to.deep.equal({ version: 0n, fsid: FSID, dataPool: 3n })
  })

  it('writes what the kernel writes', () => {
    const front = Buffer.from(statfsRequest(FSID).encode(1n).front).toString('hex')
    expect(front).to.equal(`${'00'.repeat(8)}ffff${'00'.repeat(8)}${FSID.replaceAll('-', '')}00`)
  })

  it('says what it waits for, and executes nothing', () => {
    expect(statfsRequest(FSID)).to.include({ what: 'statfs', replyType: statfsReply.type, readOnly: true })
    expect(statfsRequest(FSID, 7n).what).to.equal('statfs of pool 7')
  })

  it('reads sizes and objects', () => {
    expect(statfsRequest(FSID).decode(reply)).to.deep.equal({
      kb: 262144n,
      kbUsed: 701n,
      kbAvail: 261442n,
      objects: 2n
    })
  })

  it('refuses an answer that is cut short, at each byte', () => {
    for (let length = 0; length < REPLY.length; length++) {
      const cut = { ...reply, front: REPLY.subarray(0, length) }
      expect(() => statfsRequest(FSID).decode(cut), `${length} bytes`).to.throw(CodecError)
    }
  })
})

describe('isStatfsReply()', () => {
  it('takes an answer of 56 bytes', () => {
    expect(isStatfsReply(reply)).to.equal(true)
    const ours = { fsid: FSID, version: 1n, kb: 1n, kbUsed: 1n, kbAvail: 0n, numObjects: 2n ** 64n - 1n }
    expect(isStatfsReply(received(encodeMessage(statfsReply, ours)))).to.equal(true)
  })

  for (const length of [0, 55, 57, 1024]) {
    it(`does not take one of ${length} bytes`, () => {
      expect(isStatfsReply({ ...reply, front: new Uint8Array(length) })).to.equal(false)
    })
  }

  it('takes no other message', () => {
    expect(isStatfsReply({ ...reply, type: statfsReply.type + 1 })).to.equal(false)
  })
})
