/*
  One slot of the buckets                    src/crush/CrushWrapper.cc, encode() and decode_crush_bucket()
    u32 alg              0: no bucket, and nothing follows
    s32 id               −1 − slot
    u16 type             not 0
    u8  alg              again
    u8  hash
    u32 weight
    u32 size
    … s32 items
    then
      uniform            u32 item_weight
      list               for each item u32 item_weight, u32 sum_weight
      tree               u8 num_nodes, … u32 node_weights
      straw              for each item u32 item_weight, u32 straw
      straw2             … u32 item_weights
*/
import { CodecError } from '@cephwire/codec'
import { readPairs, readS32, readU32, readWords } from './arrays.js'
import { CrushBucketAlg } from './bucket.js'
import { checkDevices } from './check-devices.js'
import type { Reader, Writer } from '@cephwire/codec'
import type { CrushBucket, CrushBucketWeights } from './bucket.js'

function decodeWeights(r: Reader, alg: number, size: number): CrushBucketWeights {
  switch (alg) {
    case CrushBucketAlg.Uniform:
      return { alg, itemWeight: r.u32() }
    case CrushBucketAlg.List: {
      const [itemWeights, sumWeights] = readPairs(r, size)
      return { alg, itemWeights, sumWeights }
    }
    case CrushBucketAlg.Tree:
      return { alg, nodeWeights: readWords(r, r.u8(), readU32) }
    case CrushBucketAlg.Straw: {
      const [itemWeights, straws] = readPairs(r, size)
      return { alg, itemWeights, straws }
    }
    case CrushBucketAlg.Straw2:
      return { alg, itemWeights: readWords(r, size, readU32) }
    default:
      return r.fail(`Unknown bucket algorithm ${alg}`)
  }
}

function decodeItems(r: Reader, size: number): readonly number[] {
  const items = readWords(r, size, readS32)
  checkDevices(r, items)
  return items
}

function decodeBucket(r: Reader, slot: number, alg: number): CrushBucket {
  const id = r.field('id', readS32)
  if (id !== -1 - slot) r.fail(`The bucket ${id} is in the slot of ${-1 - slot}`)
  const type = r.field('type', r => r.u16())
  if (type === 0) r.fail('A bucket of type 0, which is for devices')
  const again = r.field('alg', r => r.u8())
  if (again !== alg) r.fail(`A bucket of algorithm ${alg} that is then said to be of ${again}`)
  const hash = r.field('hash', r => r.u8())
  const weight = r.field('weight', readU32)
  const size = r.field('size', readU32)
  const items = r.field('items', r => decodeItems(r, size))
  return { id, type, hash, weight, items, ...r.field('weights', r => decodeWeights(r, alg, size)) }
}

/** The bucket in a slot; undefined where there is none. */
export function decodeSlot(r: Reader, slot: number): CrushBucket | undefined {
  const alg = r.u32()
  return alg === 0 ? undefined : r.field(`[${-1 - slot}]`, r => decodeBucket(r, slot, alg))
}

/** The wire has one size for the items and for what goes with them. */
function sameLength(bucket: CrushBucket, values: readonly number[]): readonly number[] {
  const { id, items } = bucket
  if (values.length === items.length) return values
  throw new CodecError(`The bucket ${id} has ${items.length} items, and for these ${values.length} weights`)
}

function encodePairs(w: Writer, left: readonly number[], right: readonly number[]): void {
  for (const [i, value] of left.entries()) w.u32(value).u32(right[i]!)
}

function encodeWords(w: Writer, words: readonly number[]): void {
  for (const word of words) w.u32(word)
}

function encodeWeights(w: Writer, bucket: CrushBucket): void {
  switch (bucket.alg) {
    case CrushBucketAlg.Uniform:
      w.u32(bucket.itemWeight)
      return
    case CrushBucketAlg.List:
      encodePairs(w, sameLength(bucket, bucket.itemWeights), sameLength(bucket, bucket.sumWeights))
      return
    case CrushBucketAlg.Tree:
      w.u8(bucket.nodeWeights.length)
      encodeWords(w, bucket.nodeWeights)
      return
    case CrushBucketAlg.Straw:
      encodePairs(w, sameLength(bucket, bucket.itemWeights), sameLength(bucket, bucket.straws))
      return
    case CrushBucketAlg.Straw2:
      encodeWords(w, sameLength(bucket, bucket.itemWeights))
  }
}

export function encodeSlot(w: Writer, bucket: CrushBucket | undefined): void {
  if (bucket === undefined) {
    w.u32(0)
    return
  }
  w.u32(bucket.alg).s32(bucket.id).u16(bucket.type).u8(bucket.alg).u8(bucket.hash)
  w.u32(bucket.weight).u32(bucket.items.length)
  for (const item of bucket.items) w.s32(item)
  encodeWeights(w, bucket)
}
