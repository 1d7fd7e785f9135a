import { expect } from 'chai'
import { CodecError } from '@cephwire/codec'
import { acceptedTruncations, checkRoundTrip, fromHex } from '@cephwire/codec/testing'
import type { Codec } from '@cephwire/codec'

const u16Codec: Codec<number> = { encode: (w, value) => void w.u16(value), decode: r => r.u16() }

describe('checkRoundTrip()', () => {
  it('gives the value of bytes that come back', () => {
    expect(checkRoundTrip(u16Codec, fromHex('01 02'))).to.equal(0x0201)
  })

  it('throws when they come back differently', () => {
    const forgetful = { ...u16Codec, encode: (w: { u16(value: number): unknown }) => void w.u16(0) }
    expect(() => checkRoundTrip(forgetful, fromHex('01 02'))).to.throw(CodecError, 'Encodes to 0000, was 0102')
  })
})

describe('acceptedTruncations()', () => {
  it('gives the lengths at which a prefix decodes as well', () => {
    expect(acceptedTruncations(u16Codec, fromHex('01 02'))).to.deep.equal([])
    const tail = { decode: (r: { u8(): number; rest(): Uint8Array }) => [r.u8(), r.rest()] }
    expect(acceptedTruncations(tail, fromHex('01 02 03'))).to.deep.equal([1, 2])
  })

  it('lets through what is not a CodecError', () => {
    const broken = {
      decode: (): never => {
        throw new RangeError('bug')
      }
    }
    expect(() => acceptedTruncations(broken, fromHex('01'))).to.throw(RangeError)
  })
})
