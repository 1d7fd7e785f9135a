import { expect } from 'chai'
import { CodecError, NIL_UUID, decode, encode, parseUuid, uuidCodec } from '@cephwire/codec'
import { fromHex } from '@cephwire/codec/testing'

const text = '01234567-89ab-cdef-0123-456789abcdef'

describe('uuid_d', () => {
  it('has its bytes in the order of its text', () => {
    expect(encode(uuidCodec, text)).to.deep.equal(fromHex('0123456789abcdef0123456789abcdef'))
    expect(decode(uuidCodec, fromHex('0123456789abcdef0123456789abcdef'))).to.equal(text)
    expect(decode(uuidCodec, new Uint8Array(16))).to.equal(NIL_UUID)
  })

  it('takes capital letters and gives small ones', () => {
    expect(parseUuid(text.toUpperCase())).to.equal(text)
    expect(decode(uuidCodec, encode(uuidCodec, text.toUpperCase()))).to.equal(text)
  })

  it('refuses text that is none', () => {
    for (const bad of ['', text.slice(1), `${text}0`, text.replaceAll('-', ''), text.replace('a', 'g'), ` ${text}`]) {
      expect(() => parseUuid(bad), bad).to.throw(CodecError, 'Not a UUID')
      expect(() => encode(uuidCodec, bad), bad).to.throw(CodecError)
    }
  })
})
