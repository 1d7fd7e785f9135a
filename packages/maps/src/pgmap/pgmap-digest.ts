import type { Utime } from '@cephwire/codec'
import type { PgId } from '../osdmap/pg-id.js'
import type { StructEncoding } from '../struct-encoding.js'
import type { OsdStat } from './osd-stat.js'
import type { PoolStat } from './pool-stat.js'

/** PGs of one OSD. */
export interface PgCount {
  readonly acting: number
  readonly upNotActing: number
  readonly primary: number
}

/** Snapshots from `start` on, `length` of them. */
export interface SnapInterval {
  readonly start: bigint
  readonly length: bigint
}

/** How a pool's statistics changed, and in which time. */
export interface PoolStatDelta {
  readonly sum: PoolStat
  /** A duration. */
  readonly stamp: Utime
}

/**
 * What a manager tells the monitors of the PGs: `ceph status`, `ceph df` and `ceph report` are made of it.
 *
 * Maps are in the order of the wire. For those that are hash tables to Ceph, that is any order.
 */
export interface PGMapDigest {
  readonly numPg: bigint
  readonly numPgActive: bigint
  readonly numPgUnknown: bigint
  readonly numOsd: bigint
  /** By the number of the pool. */
  readonly pgPoolSum: ReadonlyMap<number, PoolStat>
  /** Over all pools. */
  readonly pgSum: PoolStat
  /** Over all OSDs. */
  readonly osdSum: OsdStat
  /** How many PGs, by a mask of PgState. */
  readonly numPgByState: ReadonlyMap<bigint, number>
  readonly numPgByOsd: ReadonlyMap<number, PgCount>
  readonly numPgByPool: ReadonlyMap<bigint, bigint>
  /** The last report of each OSD, by its number; 0 for none. */
  readonly osdLastSeq: readonly bigint[]
  /** Recent changes, by the number of the pool. */
  readonly perPoolSumDelta: ReadonlyMap<bigint, PoolStatDelta>
  /** When each pool changed last. */
  readonly perPoolSumDeltasStamps: ReadonlyMap<bigint, Utime>
  /** Recent changes of all pools. */
  readonly pgSumDelta: PoolStat
  /** The time that `pgSumDelta` covers: a duration. */
  readonly stampDelta: Utime
  /** Bytes that could still be written, by the number of the CRUSH rule. */
  readonly availSpaceByRule: ReadonlyMap<number, bigint>
  /** By the number of the pool. */
  readonly purgedSnaps: ReadonlyMap<bigint, readonly SnapInterval[]>
  /** By device class. */
  readonly osdSumByClass: ReadonlyMap<string, OsdStat>
  /** PGs that do not serve, by the number of the pool; undefined before struct_v 5 (Tentacle). */
  readonly poolPgUnavailableMap?: ReadonlyMap<bigint, readonly PgId[]> | undefined
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}
