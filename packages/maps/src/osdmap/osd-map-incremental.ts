import type { EntityAddr, EntityAddrvec, Features, Utime, Uuid } from '@cephwire/codec'
import type { StructEncoding } from '../struct-encoding.js'
import type { ErasureCodeProfile, PgUpmapItem } from './osd-map.js'
import type { OsdXinfo } from './osd-xinfo.js'
import type { PgPool } from './pg-pool.js'
import type { SnapSet } from './snap-set.js'

/** How a decoded increment was written, kept so that it is written again byte for byte. */
export interface IncrementalEncoding extends StructEncoding {
  /** struct_v of the section for clients; of the extended part for an increment before struct_v 7, if it has one. */
  readonly clientV: number | undefined
  /** struct_v of the section for OSDs; 0 for an increment before struct_v 7. */
  readonly osdV: number
  readonly clientTail: Uint8Array
  readonly osdTail: Uint8Array
  /** The flags as they came, where decoding has changed some. */
  readonly newFlags: number
}

/** What makes a map of the epoch before one of this epoch: src/osd/OSDMap.h, OSDMap::Incremental */
export interface OSDMapIncremental {
  readonly fsid: Uuid
  /** Of the map that comes of it. */
  readonly epoch: number
  readonly modified: Utime
  /** -1: no change. */
  readonly newPoolMax: bigint
  /** Negative: no change. */
  readonly newFlags: number
  /** A whole OSDMap that replaces all; empty for none. */
  readonly fullmap: Uint8Array
  /** A new CRUSH map; empty for none. */
  readonly crush: Uint8Array
  /** Negative: no change. */
  readonly newMaxOsd: number
  readonly newPools: ReadonlyMap<bigint, PgPool>
  readonly newPoolNames: ReadonlyMap<bigint, string>
  readonly oldPools: ReadonlySet<bigint>
  /** OSDs that came up, and where clients reach them. */
  readonly newUpClient: ReadonlyMap<number, EntityAddrvec>
  /** Bits that change; 0 stands for {@link OsdState} UP. */
  readonly newState: ReadonlyMap<number, number>
  readonly newWeight: ReadonlyMap<number, number>
  /** An empty list takes the entry away. */
  readonly newPgTemp: ReadonlyMap<string, readonly number[]>
  /** -1 takes the entry away. */
  readonly newPrimaryTemp: ReadonlyMap<string, number>
  readonly newPrimaryAffinity: ReadonlyMap<number, number>
  readonly newErasureCodeProfiles: ReadonlyMap<string, ErasureCodeProfile>
  readonly oldErasureCodeProfiles: readonly string[]
  readonly newPgUpmap: ReadonlyMap<string, readonly number[]>
  readonly oldPgUpmap: ReadonlySet<string>
  readonly newPgUpmapItems: ReadonlyMap<string, readonly PgUpmapItem[]>
  readonly oldPgUpmapItems: ReadonlySet<string>
  readonly newPgUpmapPrimary: ReadonlyMap<string, number>
  readonly oldPgUpmapPrimary: ReadonlySet<string>
  readonly newRemovedSnaps: ReadonlyMap<bigint, SnapSet>
  readonly newPurgedSnaps: ReadonlyMap<bigint, SnapSet>
  /** Zero: no change. */
  readonly newLastUpChange: Utime
  /** Zero: no change. */
  readonly newLastInChange: Utime
  readonly newHbBackUp: ReadonlyMap<number, EntityAddrvec>
  readonly newHbFrontUp: ReadonlyMap<number, EntityAddrvec>
  readonly newUpCluster: ReadonlyMap<number, EntityAddrvec>
  readonly newUpThru: ReadonlyMap<number, number>
  /** First and last epoch. */
  readonly newLastCleanInterval: ReadonlyMap<number, readonly [number, number]>
  readonly newLost: ReadonlyMap<number, number>
  readonly newUuid: ReadonlyMap<number, Uuid>
  readonly newXinfo: ReadonlyMap<number, OsdXinfo>
  readonly newBlocklist: ReadonlyMap<EntityAddr, Utime>
  readonly oldBlocklist: readonly EntityAddr[]
  readonly newRangeBlocklist: ReadonlyMap<EntityAddr, Utime>
  readonly oldRangeBlocklist: readonly EntityAddr[]
  readonly clusterSnapshot: string
  /** Negative: no change, as the two below. */
  readonly newNearfullRatio: number
  readonly newFullRatio: number
  readonly newBackfillfullRatio: number
  /** 0 or 255: no change. */
  readonly newRequireMinCompatClient: number
  /** 255: no change. */
  readonly newRequireOsdRelease: number
  /** 0 takes the entry away. */
  readonly newCrushNodeFlags: ReadonlyMap<number, number>
  /** 0 takes the entry away. */
  readonly newDeviceClassFlags: ReadonlyMap<number, number>
  /** Whether the five below count. */
  readonly changeStretchMode: boolean
  readonly newStretchBucketCount: number
  readonly newDegradedStretchMode: number
  readonly newRecoveringStretchMode: number
  readonly newStretchModeBucket: number
  readonly stretchModeEnabled: boolean
  /** 0 no change, 1 set, 2 clear. */
  readonly mutateAllowCrimson: number
  /** Features for which the map that comes of it is written where `fullCrc` is of. */
  readonly encodeFeatures: Features
  /** The checksum that it came with; undefined before struct_v 8, and for one that is made here. */
  readonly incCrc?: number | undefined
  /** CRC-32C of the map that comes of it; undefined before struct_v 8. */
  readonly fullCrc?: number | undefined
  /** How it was written; leave it out of increments that are made here. */
  readonly encoding?: IncrementalEncoding | undefined
}

const NO_TIME: Utime = Object.freeze({ sec: 0, nsec: 0 })
const NO_BYTES = new Uint8Array(0)
const NO_CHANGE = 255

/** What an increment has that changes nothing. */
export const EMPTY_INCREMENTAL: Omit<OSDMapIncremental, 'fsid' | 'epoch'> = Object.freeze({
  modified: NO_TIME,
  newPoolMax: -1n,
  newFlags: -1,
  fullmap: NO_BYTES,
  crush: NO_BYTES,
  newMaxOsd: -1,
  newPools: new Map(),
  newPoolNames: new Map(),
  oldPools: new Set<bigint>(),
  newUpClient: new Map(),
  newState: new Map(),
  newWeight: new Map(),
  newPgTemp: new Map(),
  newPrimaryTemp: new Map(),
  newPrimaryAffinity: new Map(),
  newErasureCodeProfiles: new Map(),
  oldErasureCodeProfiles: [],
  newPgUpmap: new Map(),
  oldPgUpmap: new Set<string>(),
  newPgUpmapItems: new Map(),
  oldPgUpmapItems: new Set<string>(),
  newPgUpmapPrimary: new Map(),
  oldPgUpmapPrimary: new Set<string>(),
  newRemovedSnaps: new Map(),
  newPurgedSnaps: new Map(),
  newLastUpChange: NO_TIME,
  newLastInChange: NO_TIME,
  newHbBackUp: new Map(),
  newHbFrontUp: new Map(),
  newUpCluster: new Map(),
  newUpThru: new Map(),
  newLastCleanInterval: new Map(),
  newLost: new Map(),
  newUuid: new Map(),
  newXinfo: new Map(),
  newBlocklist: new Map(),
  oldBlocklist: [],
  newRangeBlocklist: new Map(),
  oldRangeBlocklist: [],
  clusterSnapshot: '',
  newNearfullRatio: -1,
  newFullRatio: -1,
  newBackfillfullRatio: -1,
  newRequireMinCompatClient: NO_CHANGE,
  newRequireOsdRelease: NO_CHANGE,
  newCrushNodeFlags: new Map(),
  newDeviceClassFlags: new Map(),
  changeStretchMode: false,
  newStretchBucketCount: 0,
  newDegradedStretchMode: 0,
  newRecoveringStretchMode: 0,
  newStretchModeBucket: 0,
  stretchModeEnabled: false,
  mutateAllowCrimson: 0,
  encodeFeatures: 0n
})

/** An increment with the given changes. */
export function createOsdMapIncremental(
  given: Pick<OSDMapIncremental, 'fsid' | 'epoch'> & Partial<Omit<OSDMapIncremental, 'incCrc' | 'encoding'>>
): OSDMapIncremental {
  return { ...EMPTY_INCREMENTAL, ...given }
}
