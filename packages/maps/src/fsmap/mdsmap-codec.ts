import { decodeMdsMap } from './mdsmap-decode.js'
import { encodeMdsMap } from './mdsmap-encode.js'
import type { Codec } from '@cephwire/codec'
import type { MDSMap } from './mdsmap.js'

/**
 * MDSMap in all its encodings, from Argonaut to Tentacle.
 *
 * `encode` writes what a monitor would write for a peer with these features. A decoded map comes out byte for byte,
 * what newer releases appended included, for features of the kind that it was written for. For peers without PGID64
 * the map ends after its pools: what is behind is then 0 or empty, and only a buffer that ends there too can be read.
 */
export const mdsMapCodec: Codec<MDSMap> = { encode: encodeMdsMap, decode: decodeMdsMap }
