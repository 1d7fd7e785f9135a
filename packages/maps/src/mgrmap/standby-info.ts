/*
  MgrMap::StandbyInfo                        src/mon/MgrMap.h
    ENCODE_START(4, 1)
      u64 gid
      string name
      set<string> names of available_modules     since struct_v 2
      vector<ModuleInfo> available_modules       since struct_v 3
      u64 mgr_features                           since struct_v 4
*/
import { readTail } from '../struct-encoding.js'
import { MIN_MODULE_BYTES, mgrModuleInfoCodec, namedModule } from './module-info.js'
import { readString, readStrings, writeStrings } from '../strings.js'
import type { Codec, Features, Reader } from '@cephwire/codec'
import type { StructEncoding } from '../struct-encoding.js'
import type { MgrModuleInfo } from './module-info.js'

/** A manager that waits to take over. */
export interface MgrStandbyInfo {
  /** Its global_id. */
  readonly gid: bigint
  /** What stands behind `mgr.` */
  readonly name: string
  readonly availableModules: readonly MgrModuleInfo[]
  /** Features of its connection; 0 before struct_v 4. */
  readonly mgrFeatures: Features
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}

const STRUCT_V = 4

/** Each name once. */
export function moduleNames(modules: readonly MgrModuleInfo[]): ReadonlySet<string> {
  return new Set(modules.map(({ name }) => name))
}

function decodeModules(r: Reader, structV: number): MgrModuleInfo[] {
  const names = structV >= 2 ? r.field('available_module_names', readStrings) : new Set<string>()
  if (structV < 3) return Array.from(names, namedModule)
  return r.field('available_modules', r => r.list(mgrModuleInfoCodec.decode, MIN_MODULE_BYTES))
}

export const mgrStandbyInfoCodec: Codec<MgrStandbyInfo> = {
  encode(w, info, features) {
    const structV = info.encoding?.structV ?? STRUCT_V
    w.versioned(structV, 1, w => {
      w.u64(info.gid).string(info.name)
      if (structV >= 2) writeStrings(w, moduleNames(info.availableModules))
      if (structV >= 3) w.list(info.availableModules, (w, module) => mgrModuleInfoCodec.encode(w, module, features))
      if (structV >= 4) w.u64(info.mgrFeatures)
      if (info.encoding !== undefined) w.bytes(info.encoding.tail)
    })
  },
  decode: r =>
    r.versioned(STRUCT_V, (r, structV) => ({
      gid: r.field('gid', r => r.u64()),
      name: r.field('name', readString),
      availableModules: decodeModules(r, structV),
      mgrFeatures: structV >= 4 ? r.field('mgr_features', r => r.u64()) : 0n,
      encoding: { structV, tail: readTail(r) }
    }))
}
