import { encode } from '@cephwire/codec'
import { monMapCodec } from '@cephwire/maps'
import { encodeMessage, monMap } from '@cephwire/messages'
import { expect } from 'chai'
import { MonSessionError } from '../src/errors.js'
import { decodeMonMap } from '../src/mon-session.js'
import { FSID, monMapMessage, monmapOf, received } from './support/monmaps.js'

describe('decodeMonMap()', () => {
  it('reads the monmap of a message', () => {
    const { fsid, epoch, ranks } = decodeMonMap(monMapMessage(monmapOf({ a: 1, b: 2 }, 9)))
    expect({ fsid, epoch, ranks }).to.deep.equal({ fsid: FSID, epoch: 9, ranks: ['a', 'b'] })
  })

  it('throws MonSessionError for one without monitors', () => {
    expect(() => decodeMonMap(monMapMessage(monmapOf({}, 9)))).to.throw(MonSessionError, 'no monitors')
  })

  it('throws MonSessionError with the reason for one that is cut short, at each byte', () => {
    const bytes = encode(monMapCodec, monmapOf({ a: 1 }))
    for (let length = 0; length < bytes.length; length++) {
      const message = received(encodeMessage(monMap, { monmapBl: bytes.subarray(0, length) }))
      expect(() => decodeMonMap(message), `${length} bytes`).to.throw(MonSessionError, 'The monmap does not decode')
    }
  })

  it('throws MonSessionError for a message that is no monmap', () => {
    expect(() => decodeMonMap(received({ type: monMap.type, front: Uint8Array.of(255, 255, 255, 255) }))).to.throw(
      MonSessionError
    )
  })
})
