import { crushHash2 } from '../crush/hash.js'
import { PoolFlag } from './pool-flag.js'
import type { PgPool } from './pg-pool.js'

const RJENKINS1 = 0

/** Which of `count` parts a hash is in, so that few change their part when there are more: ceph_stable_mod() */
function stableMod(hash: number, count: number): number {
  const bits = count <= 1 ? 0 : 32 - Math.clz32(count - 1)
  const mask = 2 ** bits - 1
  const part = (hash & mask) >>> 0
  return part < count ? part : (part & (mask >>> 1)) >>> 0
}

/** The placement group, of those there are, that has a seed. */
export const pgSeedOf = ({ pgNum }: PgPool, seed: number): number => stableMod(seed, pgNum)

/** What CRUSH places for a placement group: src/osd/osd_types.cc, pg_pool_t::raw_pg_to_pps() */
export function placementSeed(pool: PgPool, id: bigint, seed: number): number {
  const part = stableMod(seed, pool.pgpNum)
  const number = Number(BigInt.asUintN(32, id))
  return (pool.flags & PoolFlag.HASHPSPOOL) === 0n ? (part + number) >>> 0 : crushHash2(RJENKINS1, part, number)
}
