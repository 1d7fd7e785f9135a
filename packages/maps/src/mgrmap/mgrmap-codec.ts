import { decodeMgrMap } from './mgrmap-decode.js'
import { encodeMgrMap } from './mgrmap-encode.js'
import type { Codec } from '@cephwire/codec'
import type { MgrMap } from './mgrmap.js'

/**
 * MgrMap in all its encodings, from Kraken's to that of Tentacle.
 *
 * `encode` writes what a monitor would write for a peer with these features. A decoded map comes out byte for byte,
 * what newer releases appended included, for features of the kind that it was written for.
 */
export const mgrMapCodec: Codec<MgrMap> = { encode: encodeMgrMap, decode: decodeMgrMap }
