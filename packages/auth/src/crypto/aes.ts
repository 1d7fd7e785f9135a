/*
  Keys of type 1, CEPH_CRYPTO_AES            src/auth/Crypto.cc
    AES-128-CBC with PKCS#7 padding and a fixed IV. Nothing authenticates the ciphertext: whoever uses it checks a
    magic number inside.
*/
import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { Cipher } from './cipher.js'

const BLOCK = 16
const CEPH_AES_IV = Buffer.from('cephsageyudagreg', 'latin1')

export const aes: Cipher = {
  name: 'aes',
  secretBytes: 16,

  encrypt(secret, _usage, plaintext) {
    const cipher = createCipheriv('aes-128-cbc', secret, CEPH_AES_IV)
    return Buffer.concat([cipher.update(plaintext), cipher.final()])
  },

  decrypt(secret, _usage, ciphertext) {
    if (ciphertext.length === 0 || ciphertext.length % BLOCK !== 0) return undefined
    const decipher = createDecipheriv('aes-128-cbc', secret, CEPH_AES_IV)
    // The padding is looked at here: an exception of OpenSSL would tell bad padding from other failures by its time.
    decipher.setAutoPadding(false)
    return unpad(Buffer.concat([decipher.update(ciphertext), decipher.final()]))
  },

  sign(secret, block) {
    const cipher = createCipheriv('aes-128-cbc', secret, CEPH_AES_IV)
    return cipher.update(block)
  }
}

/** Without PKCS#7 padding; undefined when that is not well-formed. */
function unpad(padded: Uint8Array): Uint8Array | undefined {
  const length = padded[padded.length - 1]!
  if (length === 0 || length > BLOCK) return undefined
  let different = 0
  for (const byte of padded.subarray(padded.length - length)) different |= byte ^ length
  return different === 0 ? padded.subarray(0, padded.length - length) : undefined
}
