import { expect } from 'chai'
import { fromHex, toHex } from '@cephwire/codec/testing'
import { CryptoKey, CryptoKeyType } from '@cephwire/auth'

/** RFC 8009, appendix A: aes256-cts-hmac-sha384-192, key usage 2 */
const key = new CryptoKey(
  CryptoKeyType.Aes256k,
  fromHex('6D404D37FAF79F9DF0D33568D320669800EB4836472EA8A026D16B7182460C52')
)
const USAGE = 2

const samples = [
  {
    plaintext: '',
    confounder: 'F764E9FA15C276478B2C7D0C4E5F58E4',
    ciphertext: '41F53FA5BFE7026D91FAF9BE959195A058707273A96A40F0A01960621AC612748B9BBFBE7EB4CE3C'
  },
  {
    plaintext: '000102030405',
    confounder: 'B80D3251C1F6471494256FFE712D0B9A',
    ciphertext: '4ED7B37C2BCAC8F74F23C1CF07E62BC7B75FB3F637B9F559C7F664F69EAB7B6092237526EA0D1F61CB20D69D10F2'
  },
  {
    plaintext: '000102030405060708090A0B0C0D0E0F',
    confounder: '53BF8A0D105265D4E276428624CE5E63',
    ciphertext:
      'BC47FFEC7998EB91E8115CF8D19DAC4BBBE2E163E87DD37F49BECA92027764F68CF51F14D798C2273F35DF574D1F932E40C4FF255B36A266'
  },
  {
    plaintext: '000102030405060708090A0B0C0D0E0F1011121314',
    confounder: '763E65367E864F02F55153C7E3B58AF1',
    ciphertext:
      '40013E2DF58E8751957D2878BCD2D6FE101CCFD556CB1EAE79DB3C3EE86429F2B2A602AC86FEF6ECB647D6295FAE077A1FEB517508D2C16B4192E01F62'
  }
]

describe('keys of type aes256k', () => {
  for (const { plaintext, confounder, ciphertext } of samples) {
    const bytes = plaintext.length / 2
    it(`encrypts ${bytes} bytes as RFC 8009 has it`, () => {
      const sealed = key.encrypt(USAGE, fromHex(plaintext), () => fromHex(confounder))
      expect(toHex(sealed)).to.equal(ciphertext.toLowerCase())
    })

    it(`decrypts ${bytes} bytes as RFC 8009 has it`, () => {
      expect(toHex(key.decrypt(USAGE, fromHex(ciphertext))!)).to.equal(plaintext.toLowerCase())
    })
  }

  it('decrypts what it encrypted, at every length around the block size', () => {
    for (let length = 0; length <= 66; length++) {
      const plaintext = Uint8Array.from({ length }, (_, i) => i)
      expect([...key.decrypt(4, key.encrypt(4, plaintext))!]).to.deep.equal([...plaintext])
    }
  })

  it('refuses every changed bit, every truncation and another usage', () => {
    const sealed = key.encrypt(4, Uint8Array.of(1, 2, 3))
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = sealed.slice()
      changed[bit >> 3]! ^= 1 << (bit & 7)
      expect(key.decrypt(4, changed), `bit ${bit}`).to.equal(undefined)
    }
    for (let length = 0; length < sealed.length; length++) {
      expect(key.decrypt(4, sealed.subarray(0, length)), `${length} bytes`).to.equal(undefined)
    }
    expect(key.decrypt(5, sealed)).to.equal(undefined)
  })
})
