import { NIL_UUID } from '@cephwire/codec'
import type { EntityAddr, EntityAddrvec, Utime, Uuid } from '@cephwire/codec'
import { NO_OSD_INFO } from './osd-info.js'
import { NO_OSD_XINFO } from './osd-xinfo.js'
import type { OsdInfo } from './osd-info.js'
import type { OSDMapEncoding } from './osd-map-form.js'
import type { OsdVector } from './osd-vector.js'
import type { OsdXinfo } from './osd-xinfo.js'
import type { PgPool } from './pg-pool.js'
import type { SnapSet } from './snap-set.js'

/** Names by key of an erasure code profile. */
export type ErasureCodeProfile = ReadonlyMap<string, string>

/** One exchange of pg_upmap_items: the replica on `from` goes to `to`. */
export interface PgUpmapItem {
  readonly from: number
  readonly to: number
}

/**
 * The OSDs and the pools of a cluster, with Ceph's names: src/osd/OSDMap.h
 *
 * A decoded map decodes its pools, addresses and the like when they are asked for, from the bytes that it came in: do
 * not write into those. What is wrong inside a pool is therefore a CodecError when the pool is asked for. Maps by
 * placement group have the text of its id as key: `2.1f`.
 */
export interface OSDMap {
  readonly fsid: Uuid
  readonly epoch: number
  readonly created: Utime
  readonly modified: Utime
  /** By number. */
  readonly pools: ReadonlyMap<bigint, PgPool>
  readonly poolNames: ReadonlyMap<bigint, string>
  /** The highest number that a pool has had; -1 for none. */
  readonly poolMax: number
  /** A mask of {@link OSDMapFlag}. */
  readonly flags: number
  /** One more than the highest number of an OSD: the length of all vectors. */
  readonly maxOsd: number
  /** Masks of {@link OsdState}. */
  readonly osdState: OsdVector<number>
  /** 0 (out) to 0x10000 (in). */
  readonly osdWeight: OsdVector<number>
  /** 0 to 0x10000; empty where all have 0x10000. */
  readonly osdPrimaryAffinity: OsdVector<number>
  /** Where clients reach an OSD. */
  readonly clientAddrs: OsdVector<EntityAddrvec>
  /** Where other OSDs reach it. */
  readonly clusterAddrs: OsdVector<EntityAddrvec>
  readonly hbBackAddrs: OsdVector<EntityAddrvec>
  readonly hbFrontAddrs: OsdVector<EntityAddrvec>
  readonly osdInfo: OsdVector<OsdInfo>
  readonly osdXinfo: OsdVector<OsdXinfo>
  readonly osdUuid: OsdVector<Uuid>
  /** OSDs that serve a placement group for the time being. */
  readonly pgTemp: ReadonlyMap<string, readonly number[]>
  readonly primaryTemp: ReadonlyMap<string, number>
  readonly pgUpmap: ReadonlyMap<string, readonly number[]>
  readonly pgUpmapItems: ReadonlyMap<string, readonly PgUpmapItem[]>
  readonly pgUpmapPrimaries: ReadonlyMap<string, number>
  /** The CRUSH map as its bytes. */
  readonly crush: Uint8Array
  readonly crushVersion: number
  readonly erasureCodeProfiles: ReadonlyMap<string, ErasureCodeProfile>
  /** Until when a client is shut out; of a decoded map, an address is found by what it says. */
  readonly blocklist: ReadonlyMap<EntityAddr, Utime>
  /** The same for ranges of addresses, of type `cidr`. */
  readonly rangeBlocklist: ReadonlyMap<EntityAddr, Utime>
  readonly clusterSnapshotEpoch: number
  readonly clusterSnapshot: string
  /** Shares of an OSD's space. */
  readonly nearfullRatio: number
  readonly backfillfullRatio: number
  readonly fullRatio: number
  /** Number of the oldest release whose clients may connect, 0 for any: see cephReleaseName. */
  readonly requireMinCompatClient: number
  /** Number of the oldest release whose OSDs may join. */
  readonly requireOsdRelease: number
  readonly lastUpChange: Utime
  readonly lastInChange: Utime
  /** Snapshots, by pool, that went with this epoch. */
  readonly newRemovedSnaps: ReadonlyMap<bigint, SnapSet>
  readonly newPurgedSnaps: ReadonlyMap<bigint, SnapSet>
  /** Snapshots, by pool, that are gone and not yet trimmed. */
  readonly removedSnapsQueue: ReadonlyMap<bigint, SnapSet>
  /** Masks of {@link OsdState} by number of a CRUSH node. */
  readonly crushNodeFlags: ReadonlyMap<number, number>
  /** Masks of {@link OsdState} by number of a device class. */
  readonly deviceClassFlags: ReadonlyMap<number, number>
  readonly stretchModeEnabled: boolean
  readonly stretchBucketCount: number
  readonly degradedStretchMode: number
  readonly recoveringStretchMode: number
  /** Type of the buckets that hold a site each. */
  readonly stretchModeBucket: number
  readonly allowCrimson: boolean
  /** The checksum that it came with; undefined before struct_v 8, and for a map that is made here. */
  readonly crc?: number | undefined
  /** How it was written; leave it out of maps that are made here. */
  readonly encoding?: OSDMapEncoding | undefined
}

const NO_TIME: Utime = Object.freeze({ sec: 0, nsec: 0 })

/** A map of no OSDs and no pools. */
export const EMPTY_OSD_MAP: OSDMap = Object.freeze<OSDMap>({
  fsid: NIL_UUID,
  epoch: 0,
  created: NO_TIME,
  modified: NO_TIME,
  pools: new Map(),
  poolNames: new Map(),
  poolMax: -1,
  flags: 0,
  maxOsd: 0,
  osdState: [],
  osdWeight: [],
  osdPrimaryAffinity: [],
  clientAddrs: [],
  clusterAddrs: [],
  hbBackAddrs: [],
  hbFrontAddrs: [],
  osdInfo: [],
  osdXinfo: [],
  osdUuid: [],
  pgTemp: new Map(),
  primaryTemp: new Map(),
  pgUpmap: new Map(),
  pgUpmapItems: new Map(),
  pgUpmapPrimaries: new Map(),
  crush: new Uint8Array(0),
  crushVersion: 1,
  erasureCodeProfiles: new Map(),
  blocklist: new Map(),
  rangeBlocklist: new Map(),
  clusterSnapshotEpoch: 0,
  clusterSnapshot: '',
  nearfullRatio: 0,
  backfillfullRatio: 0,
  fullRatio: 0,
  requireMinCompatClient: 0,
  requireOsdRelease: 0,
  lastUpChange: NO_TIME,
  lastInChange: NO_TIME,
  newRemovedSnaps: new Map(),
  newPurgedSnaps: new Map(),
  removedSnapsQueue: new Map(),
  crushNodeFlags: new Map(),
  deviceClassFlags: new Map(),
  stretchModeEnabled: false,
  stretchBucketCount: 0,
  degradedStretchMode: 0,
  recoveringStretchMode: 0,
  stretchModeBucket: 0,
  allowCrimson: false
})

type Vectors = 'clientAddrs' | 'clusterAddrs' | 'hbBackAddrs' | 'hbFrontAddrs' | 'osdInfo' | 'osdXinfo' | 'osdUuid'

/** So many OSDs of which nothing is known. */
function blankOsds(length: number): Pick<OSDMap, Vectors | 'osdState' | 'osdWeight'> {
  const each = <T>(value: T): readonly T[] => new Array<T>(length).fill(value)
  const addrs = each<EntityAddrvec>([])
  return {
    osdState: each(0),
    osdWeight: each(0),
    clientAddrs: addrs,
    clusterAddrs: addrs,
    hbBackAddrs: addrs,
    hbFrontAddrs: addrs,
    osdInfo: each(NO_OSD_INFO),
    osdXinfo: each(NO_OSD_XINFO),
    osdUuid: each(NIL_UUID)
  }
}

/**
 * A map with the given fields; what is not given is empty, 0 or what a new map of Ceph has.
 *
 * There are as many OSDs as `maxOsd` or else `osdState` says, and blank ones in every vector that is not given.
 */
export function createOsdMap(given: Pick<OSDMap, 'fsid'> & Partial<Omit<OSDMap, 'crc' | 'encoding'>>): OSDMap {
  const maxOsd = given.maxOsd ?? given.osdState?.length ?? 0
  return { ...EMPTY_OSD_MAP, maxOsd, ...blankOsds(Math.max(0, maxOsd)), ...given }
}
