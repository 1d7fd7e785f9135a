import { decode } from '@cephwire/codec'
import { poolStatCodec } from '@cephwire/maps/pool-stat'
import { decodeFront, encodeMessage, getPoolStats, getPoolStatsReply } from '@cephwire/messages'
import type { PoolStat } from '@cephwire/maps'
import type { Message } from '@cephwire/messenger'
import type { BareRequest } from './bare-request.js'

/** What a pool holds: rados_pool_stat_t, computed as librados does. */
export interface PoolStats {
  /** Bytes that data and omap take on all OSDs together; without `perPool`, what objects hold, once. */
  readonly numBytes: bigint
  /** The same in KiB, rounded up. */
  readonly numKb: bigint
  readonly numObjects: bigint
  readonly numObjectClones: bigint
  /** Objects times replicas or shards. */
  readonly numObjectCopies: bigint
  readonly numObjectsMissingOnPrimary: bigint
  readonly numObjectsUnfound: bigint
  /** Copies that are missing or misplaced. */
  readonly numObjectsDegraded: bigint
  /** Operations that read. */
  readonly numRd: bigint
  readonly numRdKb: bigint
  /** Operations that write. */
  readonly numWr: bigint
  readonly numWrKb: bigint
  /** Bytes that users have written, with all replicas; without `perPool`, once. */
  readonly numUserBytes: bigint
  /** Bytes that were compressed, before they were. */
  readonly compressedBytesOrig: bigint
  /** The same bytes, compressed. */
  readonly compressedBytes: bigint
  /** What those take on the OSDs. */
  readonly compressedBytesAlloc: bigint
  /** Whether the OSDs count each pool by itself; if not, sizes are those that objects have. */
  readonly perPool: boolean
  /** Everything that the manager knows of the pool. */
  readonly stat: PoolStat
}

/**
 * Asks what pools hold, by name. Monitors leave out pools that do not exist or that the manager has not told of yet;
 * they do not answer it for another fsid, and to a client without read caps.
 */
export function poolStatsRequest(fsid: string, pools: readonly string[]): BareRequest<ReadonlyMap<string, PoolStats>> {
  return {
    what: 'statistics of pools',
    encode: tid => ({ ...encodeMessage(getPoolStats, { version: 0n, fsid, pools }), tid }),
    replyType: getPoolStatsReply.type,
    readOnly: true,
    decode: decodePoolStats
  }
}

/** @throws CodecError */
function decodePoolStats(reply: Message): ReadonlyMap<string, PoolStats> {
  const { poolStats, perPool } = decodeFront(getPoolStatsReply, reply)
  return new Map([...poolStats].map(([name, bytes]) => [name, statsOf(decode(poolStatCodec, bytes), perPool)]))
}

function statsOf(stat: PoolStat, perPool: boolean): PoolStats {
  const { sum } = stat.stats
  const { storeStats } = stat
  // What objects hold is known without perPool as well; an omap's size only since its PG was scrubbed.
  const objectBytes = sum.numBytes + sum.numBytesHitSetArchive + sum.numOmapBytes
  const numBytes = perPool ? storeStats.allocated + storeStats.omapAllocated : objectBytes
  return {
    numBytes,
    numKb: (numBytes + 1023n) >> 10n,
    numObjects: sum.numObjects,
    numObjectClones: sum.numObjectClones,
    numObjectCopies: sum.numObjectCopies,
    numObjectsMissingOnPrimary: sum.numObjectsMissingOnPrimary,
    numObjectsUnfound: sum.numObjectsUnfound,
    numObjectsDegraded: sum.numObjectsDegraded + sum.numObjectsMisplaced,
    numRd: sum.numRd,
    numRdKb: sum.numRdKb,
    numWr: sum.numWr,
    numWrKb: sum.numWrKb,
    numUserBytes: perPool ? storeStats.dataStored + storeStats.omapAllocated : objectBytes,
    compressedBytesOrig: storeStats.dataCompressedOriginal,
    compressedBytes: storeStats.dataCompressed,
    compressedBytesAlloc: storeStats.dataCompressedAllocated,
    perPool,
    stat
  }
}
