/*
  shard_id_set                               src/common/bitset_set.h, of 128 bits
    varint bits 0 to 63
    varint bits 64 to 127

  varint: seven bits a byte, the lowest first; the highest bit says that another byte follows.
*/
import type { Codec, Reader, Writer } from '@cephwire/codec'

/** Numbers of shards of an erasure-coded object. */
export type ShardSet = ReadonlySet<number>

const WORD_BITS = 64
const MAX_VARINT_BYTES = 10

function readVarint(r: Reader): bigint {
  let value = 0n
  for (let i = 0; i < MAX_VARINT_BYTES; i++) {
    const byte = r.u8()
    value |= BigInt(byte & 0x7f) << BigInt(7 * i)
    if (byte < 0x80) return value
  }
  return r.fail(`A varint of more than ${MAX_VARINT_BYTES} bytes`)
}

function writeVarint(w: Writer, value: bigint): void {
  let left = value
  for (; left >= 0x80n; left >>= 7n) w.u8(Number(left & 0x7fn) | 0x80)
  w.u8(Number(left))
}

const wordOf = (shards: ShardSet, from: number): bigint =>
  [...shards].filter(n => n >= from && n < from + WORD_BITS).reduce((bits, n) => bits | (1n << BigInt(n - from)), 0n)

export const shardSetCodec: Codec<ShardSet> = {
  encode(w, shards) {
    writeVarint(w, wordOf(shards, 0))
    writeVarint(w, wordOf(shards, WORD_BITS))
  },
  decode(r) {
    const shards = new Set<number>()
    for (const from of [0, WORD_BITS]) {
      let bits = BigInt.asUintN(WORD_BITS, readVarint(r))
      for (let shard = from; bits !== 0n; shard++, bits >>= 1n) if ((bits & 1n) === 1n) shards.add(shard)
    }
    return shards
  }
}
