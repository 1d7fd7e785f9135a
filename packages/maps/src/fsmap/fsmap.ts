import type { Utime } from '@cephwire/codec'
import type { StructEncoding } from '../struct-encoding.js'
import type { CompatSet } from './compat-set.js'
import type { Filesystem } from './filesystem.js'
import type { MdsInfo } from './mds-info.js'

/** Every file system of a cluster, and the MDS daemons that serve them or stand by. */
export interface FSMap {
  readonly epoch: number
  /** When this epoch was made; undefined before struct_v 8 (Squid). */
  readonly btime?: Utime | undefined
  /** The number of the next file system. */
  readonly nextFilesystemId: bigint
  /** The file system of clients that do not name one; -1 for none. */
  readonly legacyClientFscid: number
  /** What the data of a new file system is written with. */
  readonly defaultCompat: CompatSet
  /** Whether there may be more than one. */
  readonly enableMultiple: boolean
  /** false before struct_v 7 (Kraken). */
  readonly everEnabledMultiple: boolean
  /** By number. */
  readonly filesystems: ReadonlyMap<number, Filesystem>
  /** The number of the file system that a daemon serves, by global_id; -1 for one that stands by. */
  readonly mdsRoles: ReadonlyMap<bigint, number>
  /** Daemons that stand by, by global_id. */
  readonly standbyDaemons: ReadonlyMap<bigint, MdsInfo>
  /** The epoch in which each came, by global_id. */
  readonly standbyEpochs: ReadonlyMap<bigint, number>
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}
