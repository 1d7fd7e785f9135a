import { bitNames } from '../bit-names.js'

/** Flags of a pool: src/osd/osd_types.h, pg_pool_t::FLAG_* */
export const PoolFlag = {
  HASHPSPOOL: 1n << 0n,
  FULL: 1n << 1n,
  EC_OVERWRITES: 1n << 2n,
  INCOMPLETE_CLONES: 1n << 3n,
  NODELETE: 1n << 4n,
  NOPGCHANGE: 1n << 5n,
  NOSIZECHANGE: 1n << 6n,
  WRITE_FADVISE_DONTNEED: 1n << 7n,
  NOSCRUB: 1n << 8n,
  NODEEP_SCRUB: 1n << 9n,
  FULL_QUOTA: 1n << 10n,
  NEARFULL: 1n << 11n,
  BACKFILLFULL: 1n << 12n,
  SELFMANAGED_SNAPS: 1n << 13n,
  POOL_SNAPS: 1n << 14n,
  CREATING: 1n << 15n,
  EIO: 1n << 16n,
  BULK: 1n << 17n,
  CRIMSON: 1n << 18n,
  EC_OPTIMIZATIONS: 1n << 19n
} as const
export type PoolFlag = (typeof PoolFlag)[keyof typeof PoolFlag]

const names: ReadonlyMap<bigint, string> = new Map(
  Object.entries(PoolFlag).map(([name, flag]) => [
    flag,
    flag === PoolFlag.NODEEP_SCRUB ? 'nodeep-scrub' : name.toLowerCase()
  ])
)

/** Names of the flags that are set, the lowest first, as Ceph prints them: `???` for one without a name. */
export function poolFlagNames(flags: bigint): string[] {
  return bitNames(flags, names, '???')
}
