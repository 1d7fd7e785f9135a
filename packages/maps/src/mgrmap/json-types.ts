import type { EntityAddrvecJson } from '@cephwire/codec'

/** An option of a module in the output of `ceph mgr dump -f json`. */
export interface MgrModuleOptionJson {
  readonly name: string
  readonly type: string
  readonly level: string
  readonly flags: number
  readonly default_value: string
  readonly min: string
  readonly max: string
  readonly enum_allowed: readonly string[]
  readonly desc: string
  readonly long_desc: string
  readonly tags: readonly string[]
  readonly see_also: readonly string[]
}

/** A module in the output of `ceph mgr dump -f json`. */
export interface MgrModuleInfoJson {
  readonly name: string
  readonly can_run: boolean
  readonly error_string: string
  readonly module_options: Readonly<Record<string, MgrModuleOptionJson>>
}

/** A standby in the output of `ceph mgr dump -f json`. */
export interface MgrStandbyJson {
  readonly gid: number
  readonly name: string
  readonly mgr_features: number
  readonly available_modules: readonly MgrModuleInfoJson[]
}

/** The output of `ceph mgr dump -f json`. */
export interface MgrMapJson {
  readonly epoch: number
  /** Since Reef. */
  readonly flags?: number
  readonly active_gid: number
  readonly active_name: string
  readonly active_addrs: EntityAddrvecJson
  readonly active_addr: string
  readonly active_change: string
  readonly active_mgr_features: number
  readonly available: boolean
  readonly standbys: readonly MgrStandbyJson[]
  readonly modules: readonly string[]
  readonly available_modules: readonly MgrModuleInfoJson[]
  readonly services: Readonly<Record<string, string>>
  /** By name of the release. */
  readonly always_on_modules: Readonly<Record<string, readonly string[]>>
  /** Since Tentacle: the last of them alone, since Ceph prints all of them under this name. */
  readonly force_disabled_modules?: { readonly module?: string }
  readonly last_failure_osd_epoch: number
  /** Without names before Pacific. */
  readonly active_clients: readonly (EntityAddrvecJson & { readonly name?: string })[]
}
