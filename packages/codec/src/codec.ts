import { TrailingBytesError } from './errors.js'
import { CEPH_FEATURES_ALL } from './features.js'
import { defaultReaderLimits } from './limits.js'
import { Reader } from './reader.js'
import { Writer } from './writer.js'
import type { Features } from './features.js'
import type { ReaderLimits } from './limits.js'

/** Reads one value and leaves the cursor behind it. */
export type Decode<T> = (r: Reader) => T
/** Writes one value; `features` of the peer choose between encodings where a struct has several. */
export type Encode<T> = (w: Writer, value: T, features: Features) => void

/** Both directions of one type. */
export interface Codec<T> {
  readonly encode: Encode<T>
  readonly decode: Decode<T>
}

/**
 * The bytes of one value.
 *
 * @param features what the reader of the bytes supports; default: everything this package knows
 * @throws CodecError when the value does not fit its wire type
 */
export function encode<T>(
  codec: Pick<Codec<T>, 'encode'>,
  value: T,
  features: Features = CEPH_FEATURES_ALL
): Uint8Array {
  const w = new Writer()
  codec.encode(w, value, features)
  return w.finish()
}

/**
 * The value in a whole buffer.
 *
 * @throws CodecError when the bytes are not an encoding of it; {@link TrailingBytesError} when bytes are left over
 */
export function decode<T>(
  codec: Pick<Codec<T>, 'decode'>,
  bytes: Uint8Array,
  limits: Partial<ReaderLimits> = defaultReaderLimits
): T {
  const r = new Reader(bytes, limits)
  const value = codec.decode(r)
  if (r.remaining > 0) throw new TrailingBytesError(`${r.remaining} bytes left over`, r.place())
  return value
}
