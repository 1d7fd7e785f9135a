import { CodecError } from '@cephwire/codec'
import { PoolOpCode, decodeFront, encodeMessage, poolOp, poolOpReply } from '@cephwire/messages'
import { expect } from 'chai'
import { MonCommandError } from '../../src/errors.js'
import {
  createPoolRequest,
  createSnapRequest,
  createUnmanagedSnapRequest,
  deletePoolRequest,
  deleteSnapRequest,
  deleteUnmanagedSnapRequest
} from '../../src/requests/pool-op.js'
import { thrown } from '../support/canary.js'
import { FSID, received } from '../support/monmaps.js'
import type { MPoolOpReply } from '@cephwire/messages'
import type { Message } from '@cephwire/messenger'

const reply = (init: Partial<MPoolOpReply> = {}): Message =>
  received(encodeMessage(poolOpReply, { version: 9n, fsid: FSID, replyCode: 0, epoch: 9, ...init }))

const nothing = { version: 0n, fsid: FSID, pool: 0, snapid: 0n, name: '', crushRule: -1 }
const requests = [
  {
    what: 'pool create',
    request: createPoolRequest(FSID, 'images'),
    sent: { ...nothing, op: PoolOpCode.Create, name: 'images' }
  },
  {
    what: 'pool create',
    title: 'pool create with a rule',
    request: createPoolRequest(FSID, 'images', 2),
    sent: { ...nothing, op: PoolOpCode.Create, name: 'images', crushRule: 2 }
  },
  { what: 'pool delete', request: deletePoolRequest(FSID, 4), sent: { ...nothing, op: PoolOpCode.Delete, pool: 4 } },
  {
    what: 'pool mksnap',
    request: createSnapRequest(FSID, 4, 'monday'),
    sent: { ...nothing, op: PoolOpCode.CreateSnap, pool: 4, name: 'monday' }
  },
  {
    what: 'pool rmsnap',
    request: deleteSnapRequest(FSID, 4, 'monday'),
    sent: { ...nothing, op: PoolOpCode.DeleteSnap, pool: 4, name: 'monday' }
  },
  {
    what: 'pool selfmanaged mksnap',
    request: createUnmanagedSnapRequest(FSID, 4),
    sent: { ...nothing, op: PoolOpCode.CreateUnmanagedSnap, pool: 4 }
  },
  {
    what: 'pool selfmanaged rmsnap',
    request: deleteUnmanagedSnapRequest(FSID, 4, 2n ** 63n),
    sent: { ...nothing, op: PoolOpCode.DeleteUnmanagedSnap, pool: 4, snapid: 2n ** 63n }
  }
]

describe('Operations on pools', () => {
  for (const { what, title = what, request, sent } of requests) {
    it(`${title} asks for that alone`, () => {
      const message = request.encode(6n)
      expect(message.tid).to.equal(6n)
      expect(decodeFront(poolOp, received(message))).to.deep.equal(sent)
      expect(request).to.include({ what, replyType: poolOpReply.type })
      expect(request.readOnly).to.equal(undefined)
    })

    it(`${title} throws what the monitor refuses`, () => {
      const error = thrown(() => request.decode(reply({ replyCode: -2 })), MonCommandError)
      expect(error).to.include({ errno: 2, errnoName: 'ENOENT', prefix: what })
      expect(error.message).to.equal(`${what}: ENOENT: No such file or directory`)
    })

    it(`${title} refuses an answer that is cut short, at each byte`, () => {
      const { front, ...rest } = reply({ responseData: new Uint8Array(8) })
      for (let length = 0; length < front.length; length++) {
        const cut = received({ ...rest, front: front.subarray(0, length) })
        expect(() => request.decode(cut), `${length} bytes`).to.throw(CodecError)
      }
    })
  }

  it('tell the epoch of the osdmap with the change', () => {
    for (const { request, sent } of requests) {
      if (sent.op === PoolOpCode.CreateUnmanagedSnap) continue
      expect(request.decode(reply({ epoch: 0xffffffff }))).to.deep.equal({ epoch: 0xffffffff })
    }
  })

  it('tell the number of a new unmanaged snapshot', () => {
    const responseData = Uint8Array.of(3, 0, 0, 0, 0, 0, 0, 0x80)
    const decoded = createUnmanagedSnapRequest(FSID, 4).decode(reply({ responseData }))
    expect(decoded).to.deep.equal({ epoch: 9, snapid: 0x8000000000000003n })
  })

  it('do not make up the number of a snapshot', () => {
    for (const responseData of [undefined, new Uint8Array(0), new Uint8Array(7)]) {
      expect(() => createUnmanagedSnapRequest(FSID, 4).decode(reply({ responseData }))).to.throw(CodecError, 'snapid')
    }
  })
})
