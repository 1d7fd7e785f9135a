/*
  MgrMap::ModuleInfo                         src/mon/MgrMap.h
    ENCODE_START(2, 1)
      string name
      u8  can_run
      string error_string
      map<string, ModuleOption> module_options   since struct_v 2
*/
import { sortedByKey } from '@cephwire/codec'
import { readTail } from '../struct-encoding.js'
import { mgrModuleOptionCodec } from './module-option.js'
import { readString, readStructMap } from '../strings.js'
import type { Codec, Reader } from '@cephwire/codec'
import type { StructEncoding } from '../struct-encoding.js'
import type { MgrModuleOption } from './module-option.js'

/** A module that a manager has found. */
export interface MgrModuleInfo {
  readonly name: string
  readonly canRun: boolean
  /** Why it cannot run. */
  readonly errorString: string
  /** By name. */
  readonly moduleOptions: ReadonlyMap<string, MgrModuleOption>
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}

const STRUCT_V = 2
/** Key, header, name, type, level, flags, and the lengths of eight more */
const MIN_OPTION_BYTES = 52
/** Header and the lengths of two strings with can_run between them */
export const MIN_MODULE_BYTES = 15

const NO_OPTIONS: ReadonlyMap<string, MgrModuleOption> = new Map()

const decodeOptions = (r: Reader): ReadonlyMap<string, MgrModuleOption> =>
  readStructMap(r, mgrModuleOptionCodec.decode, MIN_OPTION_BYTES)

/** What is known of a module of which only the name was written. */
export function namedModule(name: string): MgrModuleInfo {
  return { name, canRun: true, errorString: '', moduleOptions: NO_OPTIONS }
}

export const mgrModuleInfoCodec: Codec<MgrModuleInfo> = {
  encode(w, info, features) {
    const structV = info.encoding?.structV ?? STRUCT_V
    w.versioned(structV, 1, w => {
      w.string(info.name).bool(info.canRun).string(info.errorString)
      if (structV >= 2) {
        w.map(
          sortedByKey(info.moduleOptions),
          (w, name) => w.string(name),
          (w, option) => mgrModuleOptionCodec.encode(w, option, features)
        )
      }
      if (info.encoding !== undefined) w.bytes(info.encoding.tail)
    })
  },
  decode: r =>
    r.versioned(STRUCT_V, (r, structV) => ({
      name: r.field('name', readString),
      canRun: r.bool(),
      errorString: r.field('error_string', readString),
      moduleOptions: structV >= 2 ? r.field('module_options', decodeOptions) : NO_OPTIONS,
      encoding: { structV, tail: readTail(r) }
    }))
}
