import { compareUtf8, entityAddrvecToJson, formatSockaddr, formatUtime, sortedByKey } from '@cephwire/codec'
import { legacyOrFrontAddr } from '../monmap/legacy-addr.js'
import { cephReleaseName } from '../releases.js'
import { mgrOptionLevelName, mgrOptionTypeName } from './module-option.js'
import type { MgrMapJson, MgrModuleInfoJson, MgrModuleOptionJson, MgrStandbyJson } from './json-types.js'
import type { MgrMap } from './mgrmap.js'
import type { MgrModuleInfo } from './module-info.js'
import type { MgrModuleOption } from './module-option.js'
import type { MgrStandbyInfo } from './standby-info.js'

/** What Formatter::dump_int makes of a u64. */
const dumpInt = (value: bigint): number => Number(BigInt.asIntN(64, value))

const sorted = (words: ReadonlySet<string>): string[] => [...words].sort(compareUtf8)

/** MgrMap::ModuleOption::dump */
export const mgrModuleOptionToJson = (option: MgrModuleOption): MgrModuleOptionJson => ({
  name: option.name,
  type: mgrOptionTypeName(option.type),
  level: mgrOptionLevelName(option.level),
  flags: option.flags,
  default_value: option.defaultValue,
  min: option.min,
  max: option.max,
  enum_allowed: sorted(option.enumAllowed),
  desc: option.desc,
  long_desc: option.longDesc,
  tags: sorted(option.tags),
  see_also: sorted(option.seeAlso)
})

/** MgrMap::ModuleInfo::dump */
export const mgrModuleInfoToJson = (info: MgrModuleInfo): MgrModuleInfoJson => ({
  name: info.name,
  can_run: info.canRun,
  error_string: info.errorString,
  module_options: Object.fromEntries(
    Array.from(sortedByKey(info.moduleOptions), ([name, option]) => [name, mgrModuleOptionToJson(option)])
  )
})

/** MgrMap::StandbyInfo::dump */
export const mgrStandbyInfoToJson = (info: MgrStandbyInfo): MgrStandbyJson => ({
  gid: dumpInt(info.gid),
  name: info.name,
  mgr_features: Number(info.mgrFeatures),
  available_modules: info.availableModules.map(mgrModuleInfoToJson)
})

function alwaysOnJson({ alwaysOnModules }: MgrMap): MgrMapJson['always_on_modules'] {
  const byRelease = [...alwaysOnModules].sort(([a], [b]) => a - b)
  return Object.fromEntries(byRelease.map(([release, modules]) => [cephReleaseName(release), sorted(modules)]))
}

/** Ceph prints each under the same name, of which JSON keeps the last. */
function forceDisabledJson(modules: ReadonlySet<string>): { readonly module?: string } {
  const last = sorted(modules).at(-1)
  return last === undefined ? {} : { module: last }
}

/**
 * The map as `ceph mgr dump -f json` prints it, names and order included: src/mon/MgrMap.h, dump().
 *
 * A map with the fields of Reef or Tentacle is printed as these do, others as Pacific does. Features and global_ids are
 * numbers there, so that those over 2⁵³ are the nearest one that JavaScript has.
 */
export function mgrMapToJson(map: MgrMap): MgrMapJson {
  const { addrvec } = entityAddrvecToJson(map.activeAddrs)
  const front = legacyOrFrontAddr(map.activeAddrs)
  const standbys = [...map.standbys].sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    epoch: map.epoch,
    ...(map.flags === undefined ? {} : { flags: dumpInt(map.flags) }),
    active_gid: dumpInt(map.activeGid),
    active_name: map.activeName,
    active_addrs: { addrvec },
    active_addr: `${formatSockaddr(front)}/${front.nonce}`,
    active_change: formatUtime(map.activeChange),
    active_mgr_features: Number(map.activeMgrFeatures),
    available: map.available,
    standbys: standbys.map(([, info]) => mgrStandbyInfoToJson(info)),
    modules: sorted(map.modules),
    available_modules: map.availableModules.map(mgrModuleInfoToJson),
    services: Object.fromEntries(sortedByKey(map.services)),
    always_on_modules: alwaysOnJson(map),
    ...(map.forceDisabledModules === undefined
      ? {}
      : { force_disabled_modules: forceDisabledJson(map.forceDisabledModules) }),
    last_failure_osd_epoch: map.lastFailureOsdEpoch,
    active_clients: map.clients.map(({ name, addrs }) => ({
      ...(name === undefined ? {} : { name }),
      ...entityAddrvecToJson(addrs)
    }))
  }
}
