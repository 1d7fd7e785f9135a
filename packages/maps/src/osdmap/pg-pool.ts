import { NO_PG_MERGE } from './pg-merge-meta.js'
import type { Utime } from '@cephwire/codec'
import type { StructEncoding } from '../struct-encoding.js'
import type { HitSetParams } from './hit-set-params.js'
import type { PgMergeMeta } from './pg-merge-meta.js'
import type { PoolOpts } from './pool-opts.js'
import type { PoolSnapInfo } from './pool-snap-info.js'
import type { ShardSet } from './shard-set.js'
import type { SnapSet } from './snap-set.js'

/** How a pool keeps its objects: src/osd/osd_types.h, pg_pool_t */
export const PoolType = { Replicated: 1, Erasure: 3 } as const
export type PoolType = (typeof PoolType)[keyof typeof PoolType]

/** How a pool was written, with the fields that no release since has used. */
export interface PgPoolEncoding extends StructEncoding {
  /** lpg_num and lpgp_num: placement groups that prefer an OSD. */
  readonly localized: readonly [number, number]
  readonly crashReplayInterval: number
  /** The flags as they came, where decoding has added one. */
  readonly flags: bigint
  /** pg_num_dec_last_epoch_started and pg_num_dec_last_epoch_clean, of 14.1. */
  readonly mergeEpochs: readonly [number, number]
}

/** Which buckets a placement group of a stretched pool needs to go active. */
export interface PeeringCrush {
  /** In how many buckets. */
  readonly bucketCount: number
  /** Replicas a bucket are counted as if there were that many. */
  readonly bucketTarget: number
  /** Type of the buckets. */
  readonly bucketBarrier: number
  /** Bucket that has to be among them; 0x7fffffff for none. */
  readonly mandatoryMember: number
}

/** A pool of an OSDMap, with Ceph's names: src/osd/osd_types.h, pg_pool_t */
export interface PgPool {
  readonly createTime: Utime
  /** A mask of {@link PoolFlag}. */
  readonly flags: bigint
  /** A {@link PoolType}; other numbers are kept as they come. */
  readonly type: number
  /** Replicas, or shards. */
  readonly size: number
  /** Below that many, a placement group takes no I/O. */
  readonly minSize: number
  readonly crushRule: number
  /** 2: rjenkins. */
  readonly objectHash: number
  /** 0 off, 1 warn, 2 on, 255 unknown. */
  readonly pgAutoscaleMode: number
  readonly pgNum: number
  readonly pgpNum: number
  readonly pgNumPending: number
  readonly pgNumTarget: number
  readonly pgpNumTarget: number
  /** Obsolete. */
  readonly properties: ReadonlyMap<string, string>
  readonly erasureCodeProfile: string
  /** Epoch of the last change, snapshots aside. */
  readonly lastChange: number
  readonly lastForceOpResend: number
  readonly lastForceOpResendPrenautilus: number
  readonly lastForceOpResendPreluminous: number
  readonly lastPgMergeMeta: PgMergeMeta
  readonly snapSeq: bigint
  readonly snapEpoch: number
  readonly auid: bigint
  /** 0: no limit. */
  readonly quotaMaxBytes: bigint
  readonly quotaMaxObjects: bigint
  /** Snapshots of the pool, by number. */
  readonly snaps: ReadonlyMap<bigint, PoolSnapInfo>
  /** Snapshots of its clients that are gone; empty since Octopus. */
  readonly removedSnaps: SnapSet
  /** Pools that are tiers of this one. */
  readonly tiers: ReadonlySet<bigint>
  /** The pool that this is a tier of; -1 for none, as the two below. */
  readonly tierOf: bigint
  readonly readTier: bigint
  readonly writeTier: bigint
  /** 0 none, 1 writeback, 2 forward, 3 readonly, 4 readforward, 5 readproxy, 6 proxy. */
  readonly cacheMode: number
  readonly targetMaxBytes: bigint
  readonly targetMaxObjects: bigint
  /** Millionths, as the two below. */
  readonly cacheTargetDirtyRatioMicro: number
  readonly cacheTargetDirtyHighRatioMicro: number
  readonly cacheTargetFullRatioMicro: number
  /** Seconds. */
  readonly cacheMinFlushAge: number
  /** Seconds. */
  readonly cacheMinEvictAge: number
  readonly hitSetParams: HitSetParams
  /** Seconds. */
  readonly hitSetPeriod: number
  readonly hitSetCount: number
  readonly useGmtHitset: boolean
  readonly minReadRecencyForPromote: number
  readonly minWriteRecencyForPromote: number
  /** Percent. */
  readonly hitSetGradeDecayRate: number
  readonly hitSetSearchLastN: number
  /** Bytes. */
  readonly stripeWidth: number
  readonly expectedNumObjects: bigint
  readonly fastRead: boolean
  readonly opts: PoolOpts
  /** Key and value by application: `rbd`, `rgw`, `cephfs`. */
  readonly applicationMetadata: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** Set for a stretched pool alone. */
  readonly peeringCrush?: PeeringCrush | undefined
  /** Shards that are never primary; empty before struct_v 32 (Tentacle). */
  readonly nonprimaryShards: ShardSet
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: PgPoolEncoding | undefined
}

const NO_TIME: Utime = Object.freeze({ sec: 0, nsec: 0 })

/** What a pool has that is not said otherwise, as a new pg_pool_t of Ceph. */
export const DEFAULT_PG_POOL: PgPool = Object.freeze<PgPool>({
  createTime: NO_TIME,
  flags: 0n,
  type: 0,
  size: 0,
  minSize: 0,
  crushRule: 0,
  objectHash: 0,
  pgAutoscaleMode: 0xff,
  pgNum: 0,
  pgpNum: 0,
  pgNumPending: 0,
  pgNumTarget: 0,
  pgpNumTarget: 0,
  properties: new Map(),
  erasureCodeProfile: '',
  lastChange: 0,
  lastForceOpResend: 0,
  lastForceOpResendPrenautilus: 0,
  lastForceOpResendPreluminous: 0,
  lastPgMergeMeta: NO_PG_MERGE,
  snapSeq: 0n,
  snapEpoch: 0,
  auid: 0n,
  quotaMaxBytes: 0n,
  quotaMaxObjects: 0n,
  snaps: new Map(),
  removedSnaps: [],
  tiers: new Set(),
  tierOf: -1n,
  readTier: -1n,
  writeTier: -1n,
  cacheMode: 0,
  targetMaxBytes: 0n,
  targetMaxObjects: 0n,
  cacheTargetDirtyRatioMicro: 0,
  cacheTargetDirtyHighRatioMicro: 0,
  cacheTargetFullRatioMicro: 0,
  cacheMinFlushAge: 0,
  cacheMinEvictAge: 0,
  hitSetParams: Object.freeze({ type: 'none' }),
  hitSetPeriod: 0,
  hitSetCount: 0,
  useGmtHitset: true,
  minReadRecencyForPromote: 0,
  minWriteRecencyForPromote: 0,
  hitSetGradeDecayRate: 0,
  hitSetSearchLastN: 0,
  stripeWidth: 0,
  expectedNumObjects: 0n,
  fastRead: false,
  opts: Object.freeze({ values: new Map() }),
  applicationMetadata: new Map(),
  nonprimaryShards: new Set()
})

/** A pool with the given fields; pg_num and pgp_num stand for their targets where those are not given. */
export function createPgPool(given: Partial<Omit<PgPool, 'encoding'>> = {}): PgPool {
  const pgNum = given.pgNum ?? 0
  const pgpNum = given.pgpNum ?? pgNum
  return {
    ...DEFAULT_PG_POOL,
    pgpNum,
    pgNumPending: pgNum,
    pgNumTarget: pgNum,
    pgpNumTarget: pgpNum,
    ...given
  }
}
