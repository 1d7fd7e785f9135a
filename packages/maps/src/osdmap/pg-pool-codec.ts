import { decodePgPool } from './pg-pool-decode.js'
import { encodePgPool } from './pg-pool-encode.js'
import type { Codec } from '@cephwire/codec'
import type { PgPool } from './pg-pool.js'

/**
 * pg_pool_t in all its encodings.
 *
 * `encode` writes what a monitor would write for a peer with these features; a decoded pool keeps its struct_v and what
 * a newer release appended, and comes out byte for byte.
 */
export const pgPoolCodec: Codec<PgPool> = { encode: encodePgPool, decode: decodePgPool }
