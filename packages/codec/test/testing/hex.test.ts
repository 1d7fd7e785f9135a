import { expect } from 'chai'
import { CodecError } from '@cephwire/codec'
import { fromHex, hexDump, toHex } from '@cephwire/codec/testing'

describe('fromHex() and toHex()', () => {
  it('read digits with white space and comments, and write digits', () => {
    expect(fromHex('0A ff # 11\n 00')).to.deep.equal(Uint8Array.of(10, 255, 0))
    expect(toHex(Uint8Array.of(10, 255, 0))).to.equal('0aff00')
  })

  it('refuse anything else', () => {
    for (const text of ['0', '0x00', 'gg', '00 0']) expect(() => fromHex(text), text).to.throw(CodecError, 'Not hex')
  })
})

describe('hexDump()', () => {
  it('shows sixteen bytes a line with offset and ASCII', () => {
    expect(hexDump(new TextEncoder().encode('ceph v2\n0123456789'))).to.equal(
      '00000000  63 65 70 68 20 76 32 0a 30 31 32 33 34 35 36 37  |ceph v2.01234567|\n' +
        `00000010  38 39${' '.repeat(42)}  |89|`
    )
    expect(hexDump(new Uint8Array())).to.equal('')
  })
})
