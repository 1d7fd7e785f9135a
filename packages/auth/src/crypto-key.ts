/*
  CryptoKey                                  src/auth/Crypto.cc
    u16   type             CEPH_CRYPTO_*: 0 none, 1 aes, 2 aes256k
    utime created
    u16   len              0, 16, 32
    u8[len] secret
*/
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import { inspect } from 'node:util'
import { CodecError, Writer, utimeCodec } from '@cephwire/codec'
import { encodeBase64 } from './base64.js'
import { CryptoKeyType } from './constants.js'
import { aes } from './crypto/aes.js'
import { aes256k } from './crypto/aes256k.js'
import { AuthError } from './errors.js'
import { systemRandom } from './random.js'
import type { KeyObject } from 'node:crypto'
import type { Codec, Reader, Utime } from '@cephwire/codec'
import type { Cipher } from './crypto/cipher.js'
import type { RandomBytes } from './random.js'

const ciphers: ReadonlyMap<number, Cipher> = new Map([
  [CryptoKeyType.Aes, aes],
  [CryptoKeyType.Aes256k, aes256k]
])

const ZERO: Utime = { sec: 0, nsec: 0 }

/**
 * A secret and what it is for. Printing it in any way shows its type and nothing else; the secret leaves it only
 * through {@link exportSecret} and {@link toBase64}.
 */
export class CryptoKey {
  /** CEPH_CRYPTO_* */
  readonly type: CryptoKeyType
  readonly created: Utime
  readonly #cipher: Cipher | undefined
  readonly #secret: KeyObject | undefined

  /**
   * @param secret 16 bytes for type aes, 32 for aes256k, none for none; copied
   * @throws AuthError when the type is unknown or the length is not the type's
   */
  constructor(type: number, secret: Uint8Array, created: Utime = ZERO) {
    const cipher = ciphers.get(type)
    if (cipher === undefined && type !== CryptoKeyType.None) throw new AuthError(`Unknown key type ${type}`)
    const expected = cipher?.secretBytes ?? 0
    if (secret.length !== expected) {
      throw new AuthError(`A key of type ${cipher?.name ?? 'none'} has ${expected} bytes, not ${secret.length}`)
    }
    this.type = type as CryptoKeyType
    this.created = created
    this.#cipher = cipher
    this.#secret = cipher === undefined ? undefined : createSecretKey(secret)
  }

  /** A fresh key. */
  static generate(
    type: CryptoKeyType,
    options: { readonly random?: RandomBytes; readonly created?: Utime } = {}
  ): CryptoKey {
    const { random = systemRandom, created } = options
    return new CryptoKey(type, random(ciphers.get(type)?.secretBytes ?? 0), created)
  }

  /** `aes`, `aes256k` or `none`. */
  get typeName(): string {
    return this.#cipher?.name ?? 'none'
  }

  #need(): { readonly cipher: Cipher; readonly secret: KeyObject } {
    const cipher = this.#cipher
    const secret = this.#secret
    if (cipher === undefined || secret === undefined) throw new AuthError('A key of type none is no key')
    return { cipher, secret }
  }

  /**
   * @param usage a CephxKeyUsage
   * @throws AuthError when this is a key of type none
   */
  encrypt(usage: number, plaintext: Uint8Array, random: RandomBytes = systemRandom): Uint8Array {
    const { cipher, secret } = this.#need()
    return cipher.encrypt(secret, usage, plaintext, random)
  }

  /**
   * @param usage a CephxKeyUsage
   * @returns undefined for what was not encrypted with this key; with type aes, garbage may pass
   * @throws AuthError when this is a key of type none
   */
  decrypt(usage: number, ciphertext: Uint8Array): Uint8Array | undefined {
    const { cipher, secret } = this.#need()
    return cipher.decrypt(secret, usage, ciphertext)
  }

  /** @throws AuthError when this is a key of type none */
  hmacSha256(data: Uint8Array): Uint8Array {
    return createHmac('sha256', this.#need().secret).update(data).digest()
  }

  /**
   * What the signature of a message on msgr1 is made of.
   *
   * @param block 32 bytes: what is signed
   * @returns as many
   * @throws AuthError when this is a key of type none
   */
  sign(block: Uint8Array): Uint8Array {
    const { cipher, secret } = this.#need()
    return cipher.sign(secret, block)
  }

  /** The secret itself, a copy: 16 or 32 bytes, none for type none. */
  exportSecret(): Uint8Array {
    return this.#secret?.export() ?? new Uint8Array(0)
  }

  /** As the `key =` of a keyring has it: a secret. */
  toBase64(): string {
    const w = new Writer(64)
    encodeCryptoKey(w, this)
    return encodeBase64(w.finish())
  }

  /** Same type and secret; takes as long for one that differs in the first byte as for one that differs in the last. */
  equals(other: CryptoKey): boolean {
    return this.type === other.type && timingSafeEqual(this.exportSecret(), other.exportSecret())
  }

  toString(): string {
    return `CryptoKey(${this.typeName})`
  }

  toJSON(): unknown {
    return { type: this.typeName }
  }

  [inspect.custom](): string {
    return this.toString()
  }
}

function encodeCryptoKey(w: Writer, key: CryptoKey): void {
  const secret = key.exportSecret()
  w.u16(key.type)
  utimeCodec.encode(w, key.created, 0n)
  w.u16(secret.length).bytes(secret)
}

function decodeCryptoKey(r: Reader): CryptoKey {
  const place = r.place()
  const type = r.field('type', r => r.u16())
  const created = r.field('created', utimeCodec.decode)
  const secret = r.field('secret', r => r.bytes(r.u16()))
  try {
    return new CryptoKey(type, secret, created)
  } catch (cause) {
    if (cause instanceof AuthError) throw new CodecError(cause.message, place)
    throw cause
  }
}

export const cryptoKeyCodec: Codec<CryptoKey> = { encode: encodeCryptoKey, decode: decodeCryptoKey }
