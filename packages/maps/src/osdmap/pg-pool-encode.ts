/*
  pg_pool_t                                  src/osd/osd_types.cc, encode()

  What is written depends on the features of the peer; the fields are those of pg-pool-decode.ts.
    without PGPOOL3                            u8 2, no length
    without OSDENC                             u8 4, no length
    without OSD_POOLRESEND                     ENCODE_START(14, 5)
    without NEW_OSDOP_ENCODING                 ENCODE_START(21, 5)
    without SERVER_LUMINOUS                    ENCODE_START(24, 5)
    without SERVER_MIMIC                       ENCODE_START(26, 5)
    without SERVER_NAUTILUS                    ENCODE_START(27, 5)
    without SERVER_TENTACLE                    ENCODE_START(29, 5); 30 for a stretched pool
    otherwise                                  ENCODE_START(32, 5)
*/
import { sortedByKey, utimeCodec } from '@cephwire/codec'
import { hitSetParamsCodec } from './hit-set-params.js'
import { pgMergeMetaCodec } from './pg-merge-meta.js'
import { PG_POOL_HEADER, PG_POOL_V } from './pg-pool-decode.js'
import { FLAT_V, pgPoolVersion } from './pg-pool-version.js'
import { PoolFlag } from './pool-flag.js'
import { poolOptsCodec } from './pool-opts.js'
import { poolSnapInfoCodec } from './pool-snap-info.js'
import { shardSetCodec } from './shard-set.js'
import { snapSetCodec } from './snap-set.js'
import type { Encode, Features, Writer } from '@cephwire/codec'
import type { PeeringCrush, PgPool } from './pg-pool.js'

const isStretched = ({ peeringCrush }: PgPool): boolean => peeringCrush !== undefined && peeringCrush.bucketCount !== 0

/** The struct_v in which a monitor writes this pool for a peer. */
function versionFor(pool: PgPool, features: Features): number {
  const version = pgPoolVersion(features)
  return version === FLAT_V && isStretched(pool) ? FLAT_V + 1 : version
}

function encodeSnaps(w: Writer, pool: PgPool, features: Features, structV: number): void {
  const snaps = [...pool.snaps].sort(([a], [b]) => (a < b ? -1 : 1))
  const encodeSnap = (w: Writer, [id, snap]: (typeof snaps)[number]): void => {
    poolSnapInfoCodec.encode(w.u64(id), snap, features)
  }
  if (structV < 3) {
    w.u32(snaps.length).u32(pool.removedSnaps.length).u64(pool.auid)
    for (const snap of snaps) encodeSnap(w, snap)
    for (const { start, length } of pool.removedSnaps) w.u64(start).u64(length)
    return
  }
  w.list(snaps, encodeSnap)
  snapSetCodec.encode(w, pool.removedSnaps, features)
  w.u64(pool.auid)
}

function encodeFlags(w: Writer, pool: PgPool, structV: number): void {
  // A flag that decoding added is left out again, as long as nothing else changed.
  const mode = PoolFlag.SELFMANAGED_SNAPS | PoolFlag.POOL_SNAPS
  const { encoding } = pool
  const asBefore = encoding?.structV === structV && (encoding.flags | mode) === (pool.flags | mode)
  const hidden = structV >= 27 ? 0n : mode | PoolFlag.CREATING
  w.u64(asBefore ? encoding.flags : pool.flags & ~hidden).u32(encoding?.crashReplayInterval ?? 0)
}

const encodeStrings = (w: Writer, map: ReadonlyMap<string, string>): void =>
  void w.map(
    sortedByKey(map),
    (w, key) => w.string(key),
    (w, value) => w.string(value)
  )

function encodeTiering(w: Writer, pool: PgPool, features: Features, structV: number): void {
  if (structV >= 8) w.u64(pool.quotaMaxBytes).u64(pool.quotaMaxObjects)
  if (structV >= 9) {
    const tiers = [...pool.tiers].sort((a, b) => (a < b ? -1 : 1))
    w.list(tiers, (w, id) => w.u64(id)).s64(pool.tierOf)
    w.u8(pool.cacheMode).s64(pool.readTier).s64(pool.writeTier)
  }
  if (structV >= 10) encodeStrings(w, pool.properties)
  if (structV >= 11) {
    hitSetParamsCodec.encode(w, pool.hitSetParams, features)
    w.u32(pool.hitSetPeriod).u32(pool.hitSetCount)
  }
  if (structV >= 12) w.u32(pool.stripeWidth)
  if (structV >= 13) {
    w.u64(pool.targetMaxBytes).u64(pool.targetMaxObjects)
    w.u32(pool.cacheTargetDirtyRatioMicro).u32(pool.cacheTargetFullRatioMicro)
    w.u32(pool.cacheMinFlushAge).u32(pool.cacheMinEvictAge)
  }
  if (structV >= 14) w.string(pool.erasureCodeProfile)
}

function encodeSinceHammer(w: Writer, pool: PgPool, features: Features, structV: number): void {
  if (structV >= 15) w.u32(pool.lastForceOpResendPreluminous)
  if (structV >= 16) w.u32(pool.minReadRecencyForPromote)
  if (structV >= 17) w.u64(pool.expectedNumObjects)
  if (structV >= 19) w.u32(pool.cacheTargetDirtyHighRatioMicro)
  if (structV >= 20) w.u32(pool.minWriteRecencyForPromote)
  if (structV >= 21) w.bool(pool.useGmtHitset)
  if (structV >= 22) w.bool(pool.fastRead)
  if (structV >= 23) w.u32(pool.hitSetGradeDecayRate).u32(pool.hitSetSearchLastN)
  if (structV >= 24) poolOptsCodec.encode(w, pool.opts, features)
}

function encodePeeringCrush(w: Writer, peering: PeeringCrush | undefined): void {
  w.u32(peering?.bucketCount ?? 0).u32(peering?.bucketTarget ?? 0)
  w.u32(peering?.bucketBarrier ?? 0).s32(peering?.mandatoryMember ?? 0)
}

function encodeSinceLuminous(w: Writer, pool: PgPool, features: Features, structV: number): void {
  if (structV >= 25) w.u32(pool.lastForceOpResendPrenautilus)
  if (structV >= 26) {
    w.map(sortedByKey(pool.applicationMetadata), (w, app) => w.string(app), encodeStrings)
  }
  if (structV >= 27) utimeCodec.encode(w, pool.createTime, features)
  if (structV >= 28) {
    const [started, clean] = pool.encoding?.mergeEpochs ?? [0, 0]
    w.u32(pool.pgNumTarget).u32(pool.pgpNumTarget).u32(pool.pgNumPending).u32(started).u32(clean)
    w.u32(pool.lastForceOpResend).u8(pool.pgAutoscaleMode)
  }
  if (structV >= 29) pgMergeMetaCodec.encode(w, pool.lastPgMergeMeta, features)
  if (structV === 30) encodePeeringCrush(w, pool.peeringCrush)
  if (structV >= 31) w.optional(pool.peeringCrush, encodePeeringCrush)
  if (structV >= 32) shardSetCodec.encode(w, pool.nonprimaryShards, features)
}

function encodeBody(w: Writer, pool: PgPool, features: Features, structV: number): void {
  const [lpgNum, lpgpNum] = pool.encoding?.localized ?? [0, 0]
  w.u8(pool.type).u8(pool.size).u8(pool.crushRule).u8(pool.objectHash)
  w.u32(pool.pgNum).u32(pool.pgpNum).u32(lpgNum).u32(lpgpNum)
  w.u32(pool.lastChange).u64(pool.snapSeq).u32(pool.snapEpoch)
  encodeSnaps(w, pool, features, structV)
  if (structV >= 4) encodeFlags(w, pool, structV)
  if (structV >= 7) w.u8(pool.minSize)
  encodeTiering(w, pool, features, structV)
  encodeSinceHammer(w, pool, features, structV)
  encodeSinceLuminous(w, pool, features, structV)
}

export const encodePgPool: Encode<PgPool> = (w, given, features) => {
  const newest = versionFor(given, features)
  const { encoding } = given
  const asBefore = encoding !== undefined && (encoding.structV <= newest || newest === PG_POOL_V)
  const structV = asBefore ? encoding.structV : newest
  const pool = asBefore ? given : { ...given, encoding: undefined }
  if (structV < PG_POOL_HEADER.lenV) {
    encodeBody(w.u8(structV), pool, features, structV)
    return
  }
  w.versioned(structV, PG_POOL_HEADER.compatV, w => {
    encodeBody(w, pool, features, structV)
    if (asBefore) w.bytes(encoding.tail)
  })
}

/** As a monitor would write it that holds this pool, whichever way it came: for the checksum of the whole map. */
export const encodePgPoolAnew: Encode<PgPool> = (w, pool, features) => {
  const { encoding } = pool
  const isNewer = encoding !== undefined && encoding.structV > PG_POOL_V
  const peeringCrush = isStretched(pool) ? pool.peeringCrush : undefined
  encodePgPool(w, isNewer ? pool : { ...pool, peeringCrush, encoding: undefined }, features)
}
