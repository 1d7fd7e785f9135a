import type { Utime } from '@cephwire/codec'
import type { StructEncoding } from '../struct-encoding.js'
import type { CompatSet } from './compat-set.js'
import type { MdsInfo } from './mds-info.js'

/** What a file system allows: src/include/ceph_fs.h, CEPH_MDSMAP_* */
export const MDSMapFlag = {
  NOT_JOINABLE: 1 << 0,
  ALLOW_SNAPS: 1 << 1,
  ALLOW_MULTIMDS_SNAPS: 1 << 4,
  ALLOW_STANDBY_REPLAY: 1 << 5,
  REFUSE_CLIENT_SESSION: 1 << 6,
  REFUSE_STANDBY_FOR_ANOTHER_FS: 1 << 7,
  BALANCE_AUTOMATE: 1 << 8
} as const
export type MDSMapFlag = (typeof MDSMapFlag)[keyof typeof MDSMapFlag]

/** How a MDSMap was written. */
export interface MDSMapEncoding extends StructEncoding {
  /** The version of the fields behind those that clients in the kernel read; undefined where there are none. */
  readonly ev: number | undefined
}

/** One file system: its pools, its settings, and the MDS daemons that serve it. */
export interface MDSMap {
  readonly epoch: number
  /** A mask of {@link MDSMapFlag}. */
  readonly flags: number
  /** Epoch of this map in which a daemon failed last. */
  readonly lastFailure: number
  /** The rank that has the root directory. */
  readonly root: number
  /** Seconds after which a silent client is stale. */
  readonly sessionTimeout: number
  /** Seconds after which a silent client is thrown out. */
  readonly sessionAutoclose: number
  /** Bytes. */
  readonly maxFileSize: bigint
  /** How many ranks there are to be. */
  readonly maxMds: number
  /** By global_id. */
  readonly mdsInfo: ReadonlyMap<bigint, MdsInfo>
  readonly dataPools: readonly bigint[]
  /** Meant for deduplication; -1, or 0 in old maps. */
  readonly casPool: bigint
  readonly compat: CompatSet
  readonly metadataPool: bigint
  readonly created: Utime
  readonly modified: Utime
  /** The rank that keeps the tables, such as that of the snapshots. */
  readonly tableserver: number
  /** Ranks that exist. */
  readonly in: ReadonlySet<number>
  /** How often each rank was taken; since Luminous the epoch, for peers that still look. */
  readonly inc: ReadonlyMap<number, number>
  /** The daemon that holds a rank, by rank. */
  readonly up: ReadonlyMap<number, bigint>
  /** Ranks whose daemon is lost. */
  readonly failed: ReadonlySet<number>
  /** Ranks that were given up in order. */
  readonly stopped: ReadonlySet<number>
  /** Epoch of the osdmap that shuts out the daemon that failed last. */
  readonly lastFailureOsdEpoch: number
  /** {@link MDSMapFlag}s that were ever set. */
  readonly everAllowedFeatures: number
  /** {@link MDSMapFlag}s that an operator set. */
  readonly explicitlyAllowedFeatures: number
  readonly inlineDataEnabled: boolean
  readonly enabled: boolean
  /** Name of the file system. */
  readonly fsName: string
  /** Ranks whose metadata is broken. */
  readonly damaged: ReadonlySet<number>
  /** Version of the balancer's program; '' for the built-in one. */
  readonly balancer: string
  /** How many daemons are to stand by; -1: not decided. */
  readonly standbyCountWanted: number
  readonly oldMaxMds: number
  /** The release that clients have to be of, up to Nautilus; 0 since then. */
  readonly minCompatClient: number
  /** A feature_bitset_t: what clients have to know, see cephFsFeatureNames. */
  readonly requiredClientFeatures: Uint8Array
  /** Ranks that take part in balancing, in hexadecimal; undefined before Reef. */
  readonly balRankMask?: string | undefined
  /** Bytes; undefined before Reef. */
  readonly maxXattrSize?: bigint | undefined
  /** The daemon that leads the database of quiesced subvolumes; undefined, as the one below, before Squid. */
  readonly qdbClusterLeader?: bigint | undefined
  readonly qdbClusterMembers?: ReadonlySet<bigint> | undefined
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: MDSMapEncoding | undefined
}
