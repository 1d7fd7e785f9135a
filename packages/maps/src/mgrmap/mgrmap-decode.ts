/*
  MgrMap                                     src/mon/MgrMap.h, decode()
    DECODE_START(14)
      u32 epoch
      entity_addrvec_t active_addrs              before struct_v 6 entity_addr_t
      u64 active_gid
      u8  available
      string active_name
      map<u64, StandbyInfo> standbys
      set<string> modules                        since struct_v 2
      set<string> names of available_modules     struct_v 2 to 5
      map<string, string> services               since struct_v 3
      vector<ModuleInfo> available_modules       since struct_v 4
      utime_t active_change                      since struct_v 7
      map<u32, set<string>> always_on_modules    since struct_v 8
      u64 active_mgr_features                    since struct_v 9
      u32 last_failure_osd_epoch                 since struct_v 10
      vector<entity_addrvec_t> clients_addrs     since struct_v 11
      vector<string> clients_names               since struct_v 12
      u64 flags                                  since struct_v 13
      set<string> force_disabled_modules         since struct_v 14
*/
import { entityAddrvecCodec, utimeCodec } from '@cephwire/codec'
import { readTail } from '../struct-encoding.js'
import { MIN_MODULE_BYTES, mgrModuleInfoCodec, namedModule } from './module-info.js'
import { mgrStandbyInfoCodec } from './standby-info.js'
import { readString, readStringMap, readStrings } from '../strings.js'
import type { Decode, Reader } from '@cephwire/codec'
import type { MgrClient, MgrMap } from './mgrmap.js'
import type { MgrModuleInfo } from './module-info.js'

export const STRUCT_V = 14

/** gid, header, gid, name */
const MIN_STANDBY_BYTES = 26
const MIN_PAIR_BYTES = 8
const MIN_ADDRVEC_BYTES = 5

function decodeModules(r: Reader, structV: number): Pick<MgrMap, 'modules' | 'services' | 'availableModules'> {
  const modules = structV >= 2 ? r.field('modules', readStrings) : new Set<string>()
  const names = structV >= 2 && structV < 6 ? r.field('available_module_names', readStrings) : new Set<string>()
  const services = structV >= 3 ? r.field('services', readStringMap) : new Map<string, string>()
  const availableModules: readonly MgrModuleInfo[] =
    structV >= 4
      ? r.field('available_modules', r => r.list(mgrModuleInfoCodec.decode, MIN_MODULE_BYTES))
      : Array.from(names, namedModule)
  return { modules, services, availableModules }
}

const decodeAlwaysOn: Decode<MgrMap['alwaysOnModules']> = r => {
  const count = r.count(MIN_PAIR_BYTES)
  const modules = new Map<number, ReadonlySet<string>>()
  for (let i = 0; i < count; i++) {
    const release = r.u32()
    modules.set(release, readStrings(r))
    if (modules.size !== i + 1) r.fail(`Modules of the release ${release} twice`)
  }
  return modules
}

function decodeClients(r: Reader, structV: number): MgrClient[] {
  const addrs = r.field('clients_addrs', r => r.list(entityAddrvecCodec.decode, MIN_ADDRVEC_BYTES))
  if (structV < 12) return addrs.map(addrs => ({ addrs }))
  const names = r.field('clients_names', r => r.list(readString, 4))
  if (names.length !== addrs.length) r.fail(`${names.length} names for ${addrs.length} clients`)
  return addrs.map((addrs, i) => ({ name: names[i]!, addrs }))
}

export const decodeMgrMap: Decode<MgrMap> = r =>
  r.versioned(STRUCT_V, (r, structV) => ({
    epoch: r.field('epoch', r => r.u32()),
    activeAddrs: r.field('active_addrs', entityAddrvecCodec.decode),
    activeGid: r.field('active_gid', r => r.u64()),
    available: r.field('available', r => r.bool()),
    activeName: r.field('active_name', readString),
    standbys: r.field('standbys', r => r.map(r => r.u64(), mgrStandbyInfoCodec.decode, MIN_STANDBY_BYTES)),
    ...decodeModules(r, structV),
    activeChange: structV >= 7 ? r.field('active_change', utimeCodec.decode) : { sec: 0, nsec: 0 },
    alwaysOnModules:
      structV >= 8 ? r.field('always_on_modules', decodeAlwaysOn) : new Map<number, ReadonlySet<string>>(),
    activeMgrFeatures: structV >= 9 ? r.field('active_mgr_features', r => r.u64()) : 0n,
    lastFailureOsdEpoch: structV >= 10 ? r.field('last_failure_osd_epoch', r => r.u32()) : 0,
    clients: structV >= 11 ? decodeClients(r, structV) : [],
    ...(structV >= 13 ? { flags: r.field('flags', r => r.u64()) } : {}),
    ...(structV >= 14 ? { forceDisabledModules: r.field('force_disabled_modules', readStrings) } : {}),
    encoding: { structV, tail: readTail(r) }
  }))
