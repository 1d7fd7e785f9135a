import { CodecError, Reader } from '@cephwire/codec'
import { decodeBase64 } from './base64.js'
import { CryptoKeyType } from './constants.js'
import { cryptoKeyCodec } from './crypto-key.js'
import { KeyringError } from './errors.js'
import { trim } from './keyring-lines.js'
import type { CryptoKey } from './crypto-key.js'
import type { KeyringErrorPlace } from './errors.js'

/**
 * A key as `key =` of a keyring, `--key` and a keyfile have it: base64 of a CryptoKey. White space around it is free, and
 * so are bytes behind the key.
 *
 * @param place named in the error
 * @throws KeyringError that says what is wrong, and never what the text was
 */
export function parseKey(text: string | Uint8Array, place: KeyringErrorPlace = {}): CryptoKey {
  const digits = trim(typeof text === 'string' ? new TextEncoder().encode(text) : text)
  if (digits.length === 0) throw new KeyringError('The key is empty', place)
  const bytes = decodeBase64(digits)
  if (bytes === undefined) throw new KeyringError('The key is not base64', place)
  try {
    const key = cryptoKeyCodec.decode(new Reader(bytes))
    if (key.type === CryptoKeyType.None) throw new KeyringError('A key of type 0, none, is no key', place)
    return key
  } catch (error) {
    // The reason without its offset, which would be one of the decoded bytes.
    if (error instanceof CodecError) throw new KeyringError(reasonOf(bytes, error), place)
    throw error
  } finally {
    bytes.fill(0)
  }
}

const TYPE_AND_CREATED_BYTES = 10

function reasonOf(bytes: Uint8Array, error: CodecError): string {
  if (bytes.length < TYPE_AND_CREATED_BYTES + 2) return `The key is cut short: ${bytes.length} bytes`
  const [type, length] = [bytes[0]! | (bytes[1]! << 8), bytes[10]! | (bytes[11]! << 8)]
  if (type !== CryptoKeyType.Aes && type !== CryptoKeyType.Aes256k && type !== CryptoKeyType.None) {
    return `Unknown key type ${type}`
  }
  return error.code === 'ERR_CEPH_CODEC_TRUNCATED'
    ? `The key is cut short: it says ${length} bytes, and ${bytes.length - TYPE_AND_CREATED_BYTES - 2} are there`
    : `A key of type ${type} does not have ${length} bytes`
}
