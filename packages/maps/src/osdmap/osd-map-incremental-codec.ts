import { decodeCheckedIncremental } from './incremental-decode.js'
import { encodeIncremental } from './incremental-encode.js'
import type { Codec } from '@cephwire/codec'
import type { OSDMapIncremental } from './osd-map-incremental.js'

/**
 * OSDMap::Incremental in all its encodings; its own checksum is checked.
 *
 * `encode` writes what a monitor would write for a peer with these features. A decoded increment that such a peer can
 * read comes out byte for byte, what newer releases appended included.
 */
export const osdMapIncrementalCodec: Codec<OSDMapIncremental> = {
  encode: encodeIncremental,
  decode: decodeCheckedIncremental
}
