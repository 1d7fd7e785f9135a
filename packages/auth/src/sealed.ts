/*
  What encode_encrypt_enc_bl makes           src/auth/cephx/CephxProtocol.h
    encrypted with a CryptoKey:
      u8  struct_v         1
      u64 magic            AUTH_ENC_MAGIC
      …   the value

  What encode_encrypt makes: the same as a bufferlist
    u32 len
    u8[len] ciphertext
*/
import { CodecError, Reader, Writer } from '@cephwire/codec'
import { AUTH_ENC_MAGIC } from './constants.js'
import { ServerProofError } from './errors.js'
import type { Codec } from '@cephwire/codec'
import type { CephxKeyUsage } from './constants.js'
import type { CryptoKey } from './crypto-key.js'
import type { RandomBytes } from './random.js'

/** The ciphertext without a length. */
export function encodeEncryptEncBl<T>(
  codec: Pick<Codec<T>, 'encode'>,
  value: T,
  key: CryptoKey,
  usage: CephxKeyUsage,
  random?: RandomBytes
): Uint8Array {
  const w = new Writer()
  w.u8(1).u64(AUTH_ENC_MAGIC)
  codec.encode(w, value, 0n)
  return key.encrypt(usage, w.finish(), random)
}

/** The ciphertext as a bufferlist. */
export function encodeEncrypt<T>(
  w: Writer,
  codec: Pick<Codec<T>, 'encode'>,
  value: T,
  key: CryptoKey,
  usage: CephxKeyUsage,
  random?: RandomBytes
): void {
  w.blob(encodeEncryptEncBl(codec, value, key, usage, random))
}

/**
 * Reads what {@link encodeEncryptEncBl} wrote. What a newer encoder appended inside is skipped.
 *
 * @param what names the thing in the error: `Ticket`
 * @throws ServerProofError with the same words whatever was wrong: a bad key, bad padding, bad magic or a bad value
 */
export function decodeDecryptEncBl<T>(
  codec: Pick<Codec<T>, 'decode'>,
  ciphertext: Uint8Array,
  key: CryptoKey,
  usage: CephxKeyUsage,
  what: string
): T {
  const plaintext = key.decrypt(usage, ciphertext)
  if (plaintext !== undefined) {
    try {
      const r = new Reader(plaintext)
      if (r.u8() >= 1 && r.u64() === AUTH_ENC_MAGIC) return codec.decode(r)
    } catch (error) {
      // Not kept as a cause: offsets and values inside the plaintext are nobody's business.
      if (!(error instanceof CodecError)) throw error
    }
  }
  throw new ServerProofError(`${what} did not verify`)
}

/**
 * Reads what {@link encodeEncrypt} wrote.
 *
 * @throws CodecError when there is no bufferlist; ServerProofError as {@link decodeDecryptEncBl}
 */
export function decodeDecrypt<T>(
  r: Reader,
  codec: Pick<Codec<T>, 'decode'>,
  key: CryptoKey,
  usage: CephxKeyUsage,
  what: string
): T {
  return decodeDecryptEncBl(codec, r.blob(), key, usage, what)
}

/** The value as a bufferlist inside a bufferlist. */
export const bufferlistCodec: Codec<Uint8Array> = {
  encode: (w, bytes) => void w.blob(bytes),
  decode: r => r.blob()
}
