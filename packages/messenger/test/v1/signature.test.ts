import { fromHex, toHex } from '@cephwire/codec/testing'
import { expect } from 'chai'
import { messageSignature } from '../../src/v1/signature.js'

describe('messageSignature()', () => {
  const header = { crc: 0x01020304, frontLen: 5, middleLen: 6, dataLen: 7, seq: 0x1_0000_0009n }
  const footer = { frontCrc: 0x11121314, middleCrc: 0x21222324, dataCrc: 0x31323334 }

  it('is of checksums, lengths and the lower half of the sequence number', () => {
    let signed = ''
    messageSignature(
      block => {
        signed = toHex(block)
        return block
      },
      header,
      footer
    )
    const words = ['04030201', '14131211', '05000000', '24232221', '06000000', '34333231', '07000000', '09000000']
    expect(signed).to.equal(words.join(''))
  })

  it('is the exclusive or of what was made of it', () => {
    const made = fromHex('0100000000000000 0002000000000000 0000040000000000 0000000000000080')
    expect(messageSignature(() => made, header, footer)).to.equal(0x8000_0000_0004_0201n)
  })
})
