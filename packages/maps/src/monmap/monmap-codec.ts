import { decodeMonMap } from './monmap-decode.js'
import { encodeMonMap } from './monmap-encode.js'
import type { Codec } from '@cephwire/codec'
import type { MonMap } from './monmap.js'

/**
 * MonMap in all its encodings, from Ceph's first to that of Tentacle.
 *
 * `encode` writes what a monitor would write for a peer with these features. A decoded map comes out byte for byte,
 * what newer releases appended included, for features of the kind that it was written for.
 */
export const monMapCodec: Codec<MonMap> = { encode: encodeMonMap, decode: decodeMonMap }
