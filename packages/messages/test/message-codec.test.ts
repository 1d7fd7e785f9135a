import { IncompatibleVersionError, TruncatedError } from '@cephwire/codec'
import { fromHex, toHex } from '@cephwire/codec/testing'
import { decodeFront, encodeMessage, monGetVersion, monMap } from '@cephwire/messages'
import { expect } from 'chai'

describe('encodeMessage()', () => {
  it('gives the numbers of the header and the front', () => {
    const { front, ...header } = encodeMessage(monMap, { monmapBl: Uint8Array.of(1) })
    expect(header).to.deep.equal({ type: 4, version: 1, compatVersion: 1 })
    expect(toHex(front)).to.equal('0100000001')
  })
})

describe('decodeFront()', () => {
  it('skips bytes behind the last field', () => {
    const front = fromHex('01000000 01 ffff')
    expect(decodeFront(monMap, { version: 2, compatVersion: 1, front })).to.deep.equal({ monmapBl: Uint8Array.of(1) })
  })

  it('refuses a message that says older decoders may not read it', () => {
    const read = (): unknown => decodeFront(monMap, { version: 3, compatVersion: 2, front: fromHex('00000000') })
    expect(read).to.throw(IncompatibleVersionError).that.includes({ structV: 3, structCompat: 2, supported: 1 })
  })

  it('reads a message whose sender does not know what it is compatible with', () => {
    const front = fromHex('00000000')
    expect(decodeFront(monMap, { version: 1, compatVersion: 0, front }).monmapBl).to.have.lengthOf(0)
  })

  it('names the message and the field in errors', () => {
    const read = (): unknown => decodeFront(monGetVersion, { version: 1, compatVersion: 1, front: new Uint8Array(9) })
    expect(read)
      .to.throw(TruncatedError)
      .that.deep.includes({ path: ['MMonGetVersion', 'what'] })
  })

  it('takes limits for what it reads', () => {
    const front = fromHex('02000000 0102')
    const read = (): unknown => decodeFront(monMap, { version: 1, compatVersion: 1, front }, { maxBlobBytes: 1 })
    expect(read).to.throw('over the limit of 1')
  })
})
