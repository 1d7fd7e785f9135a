import { CodecError } from '@cephwire/codec'
import { decodeFront, encodeMessage, monGetVersion, monGetVersionReply } from '@cephwire/messages'
import { expect } from 'chai'
import { decodeMapVersions, encodeGetVersion, versionHandleOf } from '../src/get-version.js'
import { MonSessionError } from '../src/errors.js'
import { received } from './support/monmaps.js'

const reply = encodeMessage(monGetVersionReply, { handle: 7n, version: 2n ** 64n - 1n, oldestVersion: 1n })

describe('get-version', () => {
  it('asks with the tid as handle', () => {
    const message = encodeGetVersion('osdmap', 7n)
    expect(message.tid).to.equal(7n)
    expect(decodeFront(monGetVersion, received(message))).to.deep.equal({ handle: 7n, what: 'osdmap' })
  })

  it('reads versions exactly, and finds the request by handle', () => {
    expect(decodeMapVersions(received(reply))).to.deep.equal({ newest: 2n ** 64n - 1n, oldest: 1n })
    for (const tid of [0n, 7n]) expect(versionHandleOf(received({ ...reply, tid }))).to.equal(7n)
  })

  it('refuses an answer with the tid of one request and the handle of another', () => {
    expect(() => versionHandleOf(received({ ...reply, tid: 9n }))).to.throw(MonSessionError, '9 has the handle 7')
  })

  it('gives an answer that is cut short to its tid, and refuses one without', () => {
    for (const length of [0, 8, 15]) {
      const front = reply.front.subarray(0, length)
      expect(versionHandleOf(received({ ...reply, front, tid: 3n }))).to.equal(3n)
      expect(() => versionHandleOf(received({ ...reply, front }))).to.throw(CodecError)
      expect(() => decodeMapVersions(received({ ...reply, front }))).to.throw(CodecError)
    }
  })
})
