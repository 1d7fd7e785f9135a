/*
  Keys of type 2, CEPH_CRYPTO_AES256KRB5     src/auth/Crypto.cc of 20.2; RFC 8009, aes256-cts-hmac-sha384-192
    u8[n]  AES-256-CBC-CTS (CS3, zero IV) of a 16-byte random confounder and the plaintext
    u8[24] HMAC-SHA384 of the zero IV and the above, cut
*/
import { createCipheriv, createDecipheriv, createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { Cipher } from './cipher.js'

const BLOCK = 16
const MAC_BYTES = 24
const ZERO_IV = new Uint8Array(BLOCK)

/** Last byte of the label that a key is derived for: RFC 8009, section 5 */
const DerivedKey = { Encryption: 0xaa, Integrity: 0x55 } as const

/** KDF-HMAC-SHA2 of RFC 8009, section 3, with the label `usage | kind` and no context. */
export function deriveKey(secret: KeyObject, usage: number, kind: number, bytes: number): Uint8Array {
  const input = new Uint8Array(14)
  const view = new DataView(input.buffer)
  view.setUint32(0, 1)
  view.setUint32(4, usage)
  view.setUint8(8, kind)
  view.setUint32(10, bytes * 8)
  return createHmac('sha384', secret).update(input).digest().subarray(0, bytes)
}

function encryptionKey(secret: KeyObject, usage: number): KeyObject {
  return createSecretKey(deriveKey(secret, usage, DerivedKey.Encryption, 32))
}

function mac(secret: KeyObject, usage: number, ciphertext: Uint8Array): Uint8Array {
  const key = createSecretKey(deriveKey(secret, usage, DerivedKey.Integrity, MAC_BYTES))
  return createHmac('sha384', key).update(ZERO_IV).update(ciphertext).digest().subarray(0, MAC_BYTES)
}

/** AES-256-CBC with ciphertext stealing, variant CS3: the last two blocks change places, then the last is cut. */
export function encryptCts(key: KeyObject, plaintext: Uint8Array): Uint8Array {
  const length = plaintext.length
  const blocks = Math.ceil(length / BLOCK)
  const padded = new Uint8Array(blocks * BLOCK)
  padded.set(plaintext)
  const cipher = createCipheriv('aes-256-cbc', key, ZERO_IV)
  cipher.setAutoPadding(false)
  const cbc = Buffer.concat([cipher.update(padded), cipher.final()])
  if (blocks < 2) return cbc
  const beforeLast = (blocks - 2) * BLOCK
  const last = (blocks - 1) * BLOCK
  return Buffer.concat([cbc.subarray(0, beforeLast), cbc.subarray(last), cbc.subarray(beforeLast, last)]).subarray(
    0,
    length
  )
}

/** The reverse of {@link encryptCts}, for one block or more. */
export function decryptCts(key: KeyObject, ciphertext: Uint8Array): Uint8Array {
  const length = ciphertext.length
  const blocks = Math.ceil(length / BLOCK)
  const cbc = new Uint8Array(blocks * BLOCK)
  cbc.set(ciphertext)
  if (blocks > 1) {
    const beforeLast = (blocks - 2) * BLOCK
    const last = (blocks - 1) * BLOCK
    const swapped = ciphertext.subarray(beforeLast, last)
    // What was cut off the block is what the zero padding of the plaintext turned into: decrypting gives it back.
    const ecb = createDecipheriv('aes-256-ecb', key, null)
    ecb.setAutoPadding(false)
    const stolen = Buffer.concat([ecb.update(swapped), ecb.final()])
    stolen.set(ciphertext.subarray(last))
    cbc.set(stolen, beforeLast)
    cbc.set(swapped, last)
  }
  const decipher = createDecipheriv('aes-256-cbc', key, ZERO_IV)
  decipher.setAutoPadding(false)
  return Buffer.concat([decipher.update(cbc), decipher.final()]).subarray(0, length)
}

export const aes256k: Cipher = {
  name: 'aes256k',
  secretBytes: 32,

  encrypt(secret, usage, plaintext, random) {
    const confounded = Buffer.concat([random(BLOCK), plaintext])
    const ciphertext = encryptCts(encryptionKey(secret, usage), confounded)
    return Buffer.concat([ciphertext, mac(secret, usage, ciphertext)])
  },

  decrypt(secret, usage, sealed) {
    if (sealed.length < BLOCK + MAC_BYTES) return undefined
    const ciphertext = sealed.subarray(0, sealed.length - MAC_BYTES)
    if (!timingSafeEqual(mac(secret, usage, ciphertext), sealed.subarray(sealed.length - MAC_BYTES))) return undefined
    return decryptCts(encryptionKey(secret, usage), ciphertext).subarray(BLOCK)
  },

  sign: (secret, block) => createHmac('sha256', secret).update(block).digest()
}
