import { decode, encode } from '../codec.js'
import { CodecError } from '../errors.js'
import { everyTruncation } from './every-split.js'
import { toHex } from './hex.js'
import type { Codec } from '../codec.js'
import type { Features } from '../features.js'

/**
 * Decodes `bytes`, encodes the value again and compares.
 *
 * @returns the value
 * @throws CodecError when the bytes come out differently
 */
export function checkRoundTrip<T>(codec: Codec<T>, bytes: Uint8Array, features?: Features): T {
  const value = decode(codec, bytes)
  const again = toHex(encode(codec, value, features))
  if (again !== toHex(bytes)) throw new CodecError(`Encodes to ${again}, was ${toHex(bytes)}`)
  return value
}

/**
 * Decodes every proper prefix of `bytes` and counts what was accepted.
 *
 * @returns lengths of the prefixes that decoded: a struct may be complete without its optional tail
 * @throws whatever a decoder throws that is not a CodecError
 */
export function acceptedTruncations<T>(codec: Pick<Codec<T>, 'decode'>, bytes: Uint8Array): number[] {
  const accepted: number[] = []
  for (const prefix of everyTruncation(bytes)) {
    try {
      decode(codec, prefix)
      accepted.push(prefix.length)
    } catch (error) {
      if (!(error instanceof CodecError)) throw error
    }
  }
  return accepted
}
