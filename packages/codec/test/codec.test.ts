import { expect } from 'chai'
import { CEPH_FEATURES_ALL, LimitError, TrailingBytesError, TruncatedError, decode, encode } from '@cephwire/codec'
import { fromHex } from '@cephwire/codec/testing'
import type { Codec, Features } from '@cephwire/codec'

const u16Codec: Codec<number> = { encode: (w, value) => void w.u16(value), decode: r => r.u16() }

describe('encode() and decode()', () => {
  it('go from a value to its bytes and back', () => {
    expect(encode(u16Codec, 0x0102)).to.deep.equal(fromHex('02 01'))
    expect(decode(u16Codec, fromHex('02 01'))).to.equal(0x0102)
  })

  it('refuse bytes that are left over', () => {
    expect(() => decode(u16Codec, fromHex('02 01 00')))
      .to.throw(TrailingBytesError, '1 bytes left over at offset 2')
      .that.includes({ offset: 2 })
  })

  it('refuse bytes that are missing', () => {
    expect(() => decode(u16Codec, fromHex('02'))).to.throw(TruncatedError)
  })

  it('give the encoder the features of the peer, by default all', () => {
    const seen: Features[] = []
    const spy = { encode: (_w: unknown, _value: null, features: Features) => void seen.push(features) }
    encode(spy, null)
    encode(spy, null, 5n)
    expect(seen).to.deep.equal([CEPH_FEATURES_ALL, 5n])
  })

  it('pass limits to the Reader', () => {
    const codec = { decode: (r: { string(): string }) => r.string() }
    expect(() => decode(codec, fromHex('01 00 00 00 61'), { maxStringBytes: 0 })).to.throw(LimitError)
  })
})
