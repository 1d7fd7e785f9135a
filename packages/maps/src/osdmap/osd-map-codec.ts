import { decodeChecked } from './osd-map-decode.js'
import { encodeOsdMap } from './osd-map-encode.js'
import type { Codec } from '@cephwire/codec'
import type { OSDMap } from './osd-map.js'

/**
 * OSDMap in all its encodings; its checksum is checked.
 *
 * `encode` writes what a monitor would write for a peer with these features. A decoded map that such a peer can read
 * comes out byte for byte, what newer releases appended included.
 */
export const osdMapCodec: Codec<OSDMap> = { encode: encodeOsdMap, decode: decodeChecked }
