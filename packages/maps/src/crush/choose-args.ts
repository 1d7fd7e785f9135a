/*
  choose_args                                src/crush/CrushWrapper.cc, encode() and decode()
    map<s64, crush_choose_arg_map>             by pool; −1 for all of them
      u32 count
        u32 bucket_index       −1 − id of the bucket
        u32 positions
          u32 size
          … u32 weights
        u32 ids_size
        … s32 ids
*/
import { sortedByNumber } from '@cephwire/codec'
import { checkFits, readS32, readU32, readWords } from './arrays.js'
import type { Reader, Writer } from '@cephwire/codec'
import type { CrushBucket } from './bucket.js'

/** Other weights and ids for the items of one straw2 bucket. */
export interface CrushChooseArg {
  /** By the place that is being filled, the last for all places behind it; each has a weight for each item. */
  readonly weightSet: readonly (readonly number[])[]
  /** For each item what to hash in its stead; empty: the items' own ids. */
  readonly ids: readonly number[]
}

/** By id of the bucket. */
export type CrushChooseArgMap = ReadonlyMap<number, CrushChooseArg>

/** The key for pools that have no choose_args of their own: DEFAULT_CHOOSE_ARGS */
export const DEFAULT_CHOOSE_ARGS = -1n

/** bucket_index, positions, ids_size */
const MIN_ARG_BYTES = 12
/** key, count */
const MIN_MAP_BYTES = 12

/** Some maps have a weight-set that did not grow with its bucket. To print one, Ceph gives it what it lacks. */
const MAX_MISSING = 16

function decodeWeights(r: Reader, bucket: CrushBucket | undefined): readonly number[] {
  const weights = readWords(r, r.u32(), readU32)
  const items = bucket?.items.length ?? 0
  if (items > 2 * weights.length + MAX_MISSING) r.fail(`${weights.length} weights for a bucket of ${items} items`)
  return weights
}

function decodeArg(r: Reader, bucket: CrushBucket | undefined): CrushChooseArg {
  const positions = r.u32()
  checkFits(r, positions, 4)
  const weightSet: (readonly number[])[] = []
  for (let i = 0; i < positions; i++) weightSet.push(decodeWeights(r, bucket))
  const size = r.u32()
  // Ceph's own decoder fails an assertion over it, or takes what is no bucket for one.
  if (size > 0 && size !== bucket?.items.length) {
    r.fail(`${size} ids for a bucket of ${bucket?.items.length ?? 'no'} items`)
  }
  return { weightSet, ids: readWords(r, size, readS32) }
}

function decodeArgMap(r: Reader, buckets: readonly (CrushBucket | undefined)[]): CrushChooseArgMap {
  const args = new Map<number, CrushChooseArg>()
  const count = r.count(MIN_ARG_BYTES)
  for (let i = 0; i < count; i++) {
    const index = r.u32()
    if (index >= buckets.length) r.fail(`choose_args for bucket ${-1 - index} of ${buckets.length}`)
    if (args.has(-1 - index)) r.fail(`choose_args for bucket ${-1 - index} twice`)
    args.set(-1 - index, decodeArg(r, buckets[index]))
  }
  return args
}

export function decodeChooseArgs(
  r: Reader,
  buckets: readonly (CrushBucket | undefined)[]
): ReadonlyMap<bigint, CrushChooseArgMap> {
  return r.map(
    r => r.s64(),
    r => decodeArgMap(r, buckets),
    MIN_MAP_BYTES
  )
}

function encodeArg(w: Writer, { weightSet, ids }: CrushChooseArg): void {
  w.list(weightSet, (w, weights) => w.list(weights, (w, weight) => w.u32(weight)))
  w.list(ids, (w, id) => w.s32(id))
}

export function encodeChooseArgs(w: Writer, chooseArgs: ReadonlyMap<bigint, CrushChooseArgMap>): void {
  w.map(
    sortedByNumber(chooseArgs),
    (w, pool) => w.s64(pool),
    (w, args) => {
      const byIndex = [...args].sort(([a], [b]) => b - a)
      w.list(byIndex, (w, [id, arg]) => {
        encodeArg(w.u32(-1 - id), arg)
      })
    }
  )
}
