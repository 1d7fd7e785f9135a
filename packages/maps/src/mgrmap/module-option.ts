/*
  MgrMap::ModuleOption                       src/mon/MgrMap.h
    ENCODE_START(1, 1)
      string name
      u8  type
      u8  level
      u32 flags
      string default_value
      string min
      string max
      set<string> enum_allowed
      string desc
      string long_desc
      set<string> tags
      set<string> see_also
*/
import { readTail } from '../struct-encoding.js'
import { readString, readStrings, writeStrings } from '../strings.js'
import type { Codec } from '@cephwire/codec'
import type { StructEncoding } from '../struct-encoding.js'

/** An option that a module of the manager has. */
export interface MgrModuleOption {
  readonly name: string
  /** Option::type_t: 2 is str; see mgrOptionTypeName. */
  readonly type: number
  /** Option::level_t: 1 is advanced; see mgrOptionLevelName. */
  readonly level: number
  /** A mask of Option::flag_t: 1, it can be changed while the module runs. */
  readonly flags: number
  readonly defaultValue: string
  readonly min: string
  readonly max: string
  /** The values that it may have; empty: any. */
  readonly enumAllowed: ReadonlySet<string>
  readonly desc: string
  readonly longDesc: string
  readonly tags: ReadonlySet<string>
  readonly seeAlso: ReadonlySet<string>
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}

const STRUCT_V = 1

const types: readonly string[] = [
  'uint',
  'int',
  'str',
  'float',
  'bool',
  'addr',
  'addrvec',
  'uuid',
  'size',
  'secs',
  'millisecs'
]

const levels: readonly string[] = ['basic', 'advanced', 'dev']

/** `str` for 2, as Ceph prints it; `unknown` for a number without a name. */
export function mgrOptionTypeName(type: number): string {
  return types[type] ?? 'unknown'
}

/** `advanced` for 1, as Ceph prints it; `unknown` for a number without a name. */
export function mgrOptionLevelName(level: number): string {
  return levels[level] ?? 'unknown'
}

export const mgrModuleOptionCodec: Codec<MgrModuleOption> = {
  encode(w, option) {
    w.versioned(option.encoding?.structV ?? STRUCT_V, 1, w => {
      w.string(option.name).u8(option.type).u8(option.level).u32(option.flags)
      w.string(option.defaultValue).string(option.min).string(option.max)
      writeStrings(w, option.enumAllowed)
      w.string(option.desc).string(option.longDesc)
      writeStrings(w, option.tags)
      writeStrings(w, option.seeAlso)
      if (option.encoding !== undefined) w.bytes(option.encoding.tail)
    })
  },
  decode: r =>
    r.versioned(STRUCT_V, (r, structV) => ({
      name: r.field('name', readString),
      type: r.u8(),
      level: r.u8(),
      flags: r.u32(),
      defaultValue: r.field('default_value', readString),
      min: r.field('min', readString),
      max: r.field('max', readString),
      enumAllowed: r.field('enum_allowed', readStrings),
      desc: r.field('desc', readString),
      longDesc: r.field('long_desc', readString),
      tags: r.field('tags', readStrings),
      seeAlso: r.field('see_also', readStrings),
      encoding: { structV, tail: readTail(r) }
    }))
}
