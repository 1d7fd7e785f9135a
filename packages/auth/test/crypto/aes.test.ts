import { createCipheriv } from 'node:crypto'
import { expect } from 'chai'
import { CryptoKey, CryptoKeyType } from '@cephwire/auth'

const secret = Uint8Array.from({ length: 16 }, (_, i) => i)
const key = new CryptoKey(CryptoKeyType.Aes, secret)

/** AES-128-CBC with Ceph's IV and no padding of its own. */
function cbc(padded: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-128-cbc', secret, 'cephsageyudagreg')
  cipher.setAutoPadding(false)
  return Buffer.concat([cipher.update(padded), cipher.final()])
}

describe('keys of type aes', () => {
  it('pad to whole blocks, a full one behind a full one', () => {
    expect(key.encrypt(0, new Uint8Array(0))).to.deep.equal(cbc(new Uint8Array(16).fill(16)))
    expect(key.encrypt(0, new Uint8Array(16))).to.have.lengthOf(32)
  })

  it('decrypt what they encrypted, whatever the usage', () => {
    for (let length = 0; length <= 34; length++) {
      const plaintext = Uint8Array.from({ length }, (_, i) => i)
      expect([...key.decrypt(5, key.encrypt(4, plaintext))!]).to.deep.equal([...plaintext])
    }
  })

  it('refuse what is no whole number of blocks, and bad padding', () => {
    for (const length of [0, 1, 15, 17]) expect(key.decrypt(0, new Uint8Array(length))).to.equal(undefined)
    for (const last of [0, 2, 17, 255]) {
      const padded = new Uint8Array(16)
      padded[15] = last
      expect(key.decrypt(0, cbc(padded)), `padding ${last}`).to.equal(undefined)
    }
  })
})
