import type { EntityAddrvec, Features, Utime } from '@cephwire/codec'
import type { StructEncoding } from '../struct-encoding.js'
import type { MgrModuleInfo } from './module-info.js'
import type { MgrStandbyInfo } from './standby-info.js'

/** Bits of a MgrMap's flags: src/mon/MgrMap.h, FLAG_* */
export const MgrMapFlag = { Down: 1n } as const
export type MgrMapFlag = (typeof MgrMapFlag)[keyof typeof MgrMapFlag]

/** A client of the cluster inside the active manager, to be blocklisted when the manager fails. */
export interface MgrClient {
  /** The module that it works for; undefined before struct_v 12 (Pacific). */
  readonly name?: string | undefined
  readonly addrs: EntityAddrvec
}

/** Which manager is active, which wait, and what their modules are. */
export interface MgrMap {
  readonly epoch: number
  /** Where the active manager serves clients; empty while there is none. */
  readonly activeAddrs: EntityAddrvec
  /** Its global_id; 0 for none. */
  readonly activeGid: bigint
  /** Whether it is ready, not only chosen. */
  readonly available: boolean
  /** What stands behind `mgr.`; '' for none. */
  readonly activeName: string
  /** By global_id. */
  readonly standbys: ReadonlyMap<bigint, MgrStandbyInfo>
  /** Modules that were enabled, beside those that always are. */
  readonly modules: ReadonlySet<string>
  /** URI by module: `dashboard` → `https://…` */
  readonly services: ReadonlyMap<string, string>
  readonly availableModules: readonly MgrModuleInfo[]
  /** When the active manager became so, or was lost; 0 before struct_v 7. */
  readonly activeChange: Utime
  /** Modules that cannot be disabled, by number of the release: see cephReleaseName. */
  readonly alwaysOnModules: ReadonlyMap<number, ReadonlySet<string>>
  /** Features of the active manager's connection; 0 before struct_v 9. */
  readonly activeMgrFeatures: Features
  /** Epoch of the osdmap with the blocklist entry of the last manager that failed; 0 for none. */
  readonly lastFailureOsdEpoch: number
  /** By name, as far as they have names. */
  readonly clients: readonly MgrClient[]
  /** A mask of {@link MgrMapFlag}; undefined before struct_v 13 (Reef). */
  readonly flags?: bigint | undefined
  /** Modules that are always on, but were disabled; undefined before struct_v 14 (Tentacle). */
  readonly forceDisabledModules?: ReadonlySet<string> | undefined
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}
