import { CodecError } from '@cephwire/codec'
import { decodeFront, getPoolStats, getPoolStatsReply } from '@cephwire/messages'
import { expect } from 'chai'
import { poolStatsRequest } from '../../src/requests/pool-stats.js'
import { FSID, received } from '../support/monmaps.js'
import type { Message } from '@cephwire/messenger'
import type { PoolStats } from '../../src/requests/pool-stats.js'

/** From a ceph-mon 16.2.15 with a pool p1 on BlueStore, which compresses. */
const REPLY = Buffer.from(
  '0d00000000000000ffff0000000000000000910080461a0048dfb2d32c1fe8fc43bd010000000200000070310705b201' +
    '000002023a010000140e30010000e0da8a00000000000400000000000000000000000000000004000000000000000000' +
    '00000000000000000000000000000000000000000000010000000000000062000000000000000500000000000000b922' +
    '000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000' +
    '000000000000040000000000000000000000000000000100000000000000000000000000000000000000000000000000' +
    '000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000' +
    '000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000' +
    '000000000000000000000000000000000000000000000000000000000000000000000500000000000000050000000000' +
    '000008000000080000000101500000000000000000000000000000000000000000000000000000000060460000000000' +
    'e0da8a000000000024b400000000000000a0440000000000004089000000000000000000000000000000000000000000' +
    '0100000001',
  'hex'
)

const reply = (front: Uint8Array, version = 2): Message =>
  received({ type: getPoolStatsReply.type, front, version, tid: 4n })

const request = poolStatsRequest(FSID, ['p1', 'p2'])

/** Without what the codec of pool_stat_t has its own tests for. */
const statsOf = (message: Message): readonly unknown[] =>
  [...request.decode(message)].map(([name, { stat, ...stats }]) => [name, stat.stats.sum.numObjects, stats])

/** What rados_ioctx_pool_stat() said at the same moment, and what it says of users and of compression. */
const stats: Omit<PoolStats, 'stat'> = {
  numBytes: 4_612_096n,
  numKb: 4504n,
  numObjects: 4n,
  numObjectClones: 0n,
  numObjectCopies: 4n,
  numObjectsMissingOnPrimary: 0n,
  numObjectsUnfound: 0n,
  numObjectsDegraded: 0n,
  numRd: 1n,
  numRdKb: 98n,
  numWr: 5n,
  numWrKb: 8889n,
  numUserBytes: 9_100_000n,
  compressedBytesOrig: 8_994_816n,
  compressedBytes: 46_116n,
  compressedBytesAlloc: 4_497_408n,
  perPool: true
}

describe('poolStatsRequest()', () => {
  it('asks for pools by name', () => {
    const message = request.encode(4n)
    expect(message.tid).to.equal(4n)
    expect(decodeFront(getPoolStats, received(message))).to.deep.equal({ version: 0n, fsid: FSID, pools: ['p1', 'p2'] })
    expect(request).to.include({ replyType: getPoolStatsReply.type, readOnly: true })
  })

  it('reads what librados makes of it', () => {
    expect(statsOf(reply(REPLY))).to.deep.equal([['p1', 4n, stats]])
  })

  it('takes sizes of objects where the OSDs do not count by pool', () => {
    const before = [...REPLY.subarray(0, -1), 0]
    const sizes = { numBytes: 9_100_000n, numKb: 8887n, numUserBytes: 9_100_000n, perPool: false }
    expect(statsOf(reply(Uint8Array.from(before)))).to.deep.equal([['p1', 4n, { ...stats, ...sizes }]])
    expect(statsOf(reply(REPLY, 1))).to.deep.equal([['p1', 4n, { ...stats, ...sizes }]])
  })

  it('reads an answer without pools', () => {
    const front = Uint8Array.from([...REPLY.subarray(0, 34), 0, 0, 0, 0, 1])
    expect(request.decode(reply(front))).to.deep.equal(new Map())
  })

  it('refuses an answer that is cut short, at each byte', () => {
    for (let length = 0; length < REPLY.length; length++) {
      expect(() => request.decode(reply(REPLY.subarray(0, length))), `${length} bytes`).to.throw(CodecError)
    }
  })
})
