/*
  Device classes                             src/crush/CrushWrapper.cc, encode() and decode()
    map<s32, s32> class_map                    device or shadow bucket → class
    map<s32, string> class_name
    map<s32, map<s32, s32>> class_bucket       bucket → class → shadow bucket
*/
import { sortedByNumber } from '@cephwire/codec'
import { readS32 } from './arrays.js'
import type { Reader, Writer } from '@cephwire/codec'

/** Which device is of which class, and the hierarchies that have the devices of one class alone. */
export interface CrushClasses {
  /** Class by device, and by shadow bucket. */
  readonly classMap: ReadonlyMap<number, number>
  /** Name by class: `hdd`. */
  readonly className: ReadonlyMap<number, string>
  /** For a bucket, by class, the shadow bucket with the devices of that class: `default~hdd` for `default`. */
  readonly classBucket: ReadonlyMap<number, ReadonlyMap<number, number>>
}

const MIN_ENTRY_BYTES = 8

const NO_IDS: ReadonlyMap<number, number> = new Map()

/** Reader.map() would make a map even of nothing, and there may be very many of these. */
function decodeIds(r: Reader): ReadonlyMap<number, number> {
  const count = r.count(MIN_ENTRY_BYTES)
  if (count === 0) return NO_IDS
  const ids = new Map<number, number>()
  for (let i = 0; i < count; i++) {
    const key = r.s32()
    if (ids.has(key)) r.fail(`A map has the key ${key} twice`)
    ids.set(key, r.s32())
  }
  return ids
}

export function decodeClasses(r: Reader): CrushClasses {
  return {
    classMap: r.field('class_map', decodeIds),
    className: r.field('class_name', r => r.map(readS32, r => r.string(), MIN_ENTRY_BYTES)),
    classBucket: r.field('class_bucket', r => r.map(readS32, decodeIds, MIN_ENTRY_BYTES))
  }
}

const encodeId = (w: Writer, id: number): Writer => w.s32(id)

export function encodeClasses(w: Writer, { classMap, className, classBucket }: CrushClasses): void {
  w.map(sortedByNumber(classMap), encodeId, encodeId)
  w.map(sortedByNumber(className), encodeId, (w, name) => w.string(name))
  w.map(sortedByNumber(classBucket), encodeId, (w, shadows) => w.map(sortedByNumber(shadows), encodeId, encodeId))
}
