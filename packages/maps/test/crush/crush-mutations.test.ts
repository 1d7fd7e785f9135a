import { CodecError, decode, encode, LimitError, TruncatedError, Writer } from '@cephwire/codec'
import { fromHex } from '@cephwire/codec/testing'
import { CrushBucketAlg, crushMapCodec, crushMapToJson } from '@cephwire/maps'
import { expect } from 'chai'
import { expectCheap } from '../support/hostile.js'
import { readVector } from '../support/vectors.js'
import type { CrushBucket, CrushMap } from '@cephwire/maps'

/** Offsets in the map of a cluster: the counts, then the bucket −1. */
const At = { magic: 0, maxBuckets: 4, maxRules: 8, slotAlg: 16, id: 20, type: 24, alg: 26, size: 32, item: 36 } as const

const original = readVector('crush-cluster-16.2.15')
const map = decode(crushMapCodec, original)

const u32 = (value: number): number[] => [0, 8, 16, 24].map(shift => (value >>> shift) & 0xff)

function patched(at: number, bytes: readonly number[]): Uint8Array {
  const copy = original.slice()
  copy.set(bytes, at)
  return copy
}

const read = (bytes: Uint8Array) => (): CrushMap => decode(crushMapCodec, bytes)
const encoded = (changes: Partial<CrushMap>): Uint8Array => encode(crushMapCodec, { ...map, ...changes })

const MIB = 1024 * 1024

/** Writes the same thing over and over, up to nearly 1 MiB, behind a count of them. */
function stuffed(before: (w: Writer) => void, bytesEach: number, each: (w: Writer, i: number) => void): Uint8Array {
  const w = new Writer(MIB)
  before(w)
  const count = Math.floor((MIB - w.length - 64) / bytesEach)
  w.u32(count)
  for (let i = 0; i < count; i++) each(w, i)
  return w.finish()
}

const TUNABLES_BYTES = 23

/** A map of nothing up to its tunables. */
const bare = (w: Writer): Writer => w.u32(0x10000).zeros(12 + 12 + TUNABLES_BYTES)

/** A map of so many buckets, without classes, and what stands behind those. */
function withBuckets(count: number, slot: (w: Writer, i: number) => void, chooseArgs: (w: Writer) => void): Uint8Array {
  const w = new Writer(MIB).u32(0x10000).u32(count).zeros(8)
  for (let i = 0; i < count; i++) slot(w, i)
  chooseArgs(w.zeros(12 + TUNABLES_BYTES + 12))
  return w.finish()
}

const emptyBucket = (w: Writer, i: number): void =>
  void w
    .u32(5)
    .s32(-1 - i)
    .u16(1)
    .u8(5)
    .zeros(9)
const noBucket = (w: Writer): void => void w.u32(0)
const none = (w: Writer): void => void w.u32(0)

function manyItems(w: Writer): void {
  w.u32(1).s32(-1).u16(1).u8(1).zeros(5).u32(260_000)
  for (let i = 0; i < 260_000; i++) w.s32(i)
  w.u32(0)
}

function manyChooseArgs(w: Writer): void {
  w.u32(1).s64(-1n).u32(64_000)
  for (let i = 0; i < 64_000; i++) w.u32(i).zeros(8)
}

const huge: Readonly<Record<string, Uint8Array>> = {
  'empty slots': withBuckets(261_000, noBucket, none),
  'buckets without items': withBuckets(52_000, emptyBucket, none),
  items: withBuckets(1, manyItems, none),
  'names of types': stuffed(
    w => void w.u32(0x10000).zeros(12),
    9,
    (w, i) => void w.s32(i).string('a')
  ),
  'classes of devices': stuffed(bare, 8, (w, i) => void w.s32(i).u32(0)),
  'shadow trees': stuffed(
    w => void bare(w).zeros(8),
    16,
    (w, i) => void w.s32(i).u32(1).s32(i).s32(i)
  ),
  'shadow trees of no class': stuffed(
    w => void bare(w).zeros(8),
    8,
    (w, i) => void w.s32(i).u32(0)
  ),
  choose_args: withBuckets(64_000, noBucket, manyChooseArgs),
  'weights in choose_args': withBuckets(1, emptyBucket, w => {
    w.u32(1)
      .s64(-1n)
      .u32(1)
      .u32(0)
      .u32(1)
      .u32(260_000)
      .zeros(4 * 260_000)
      .u32(0)
  })
}

describe('CRUSH maps of a hostile monitor', () => {
  it('with another magic are refused', () => {
    for (const magic of [0, 1, 0x10001, 0xffffffff]) {
      expect(read(patched(At.magic, u32(magic))), String(magic)).to.throw(CodecError, 'Not a CRUSH map')
    }
  })

  it('with more buckets or rules than bytes are refused before anything is made for them', () => {
    for (const count of [0x7fffffff, 0x100000]) {
      expect(read(patched(At.maxBuckets, u32(count)))).to.throw(TruncatedError)
      expect(read(patched(At.maxRules, u32(count)))).to.throw(TruncatedError)
    }
    expect(read(patched(At.maxRules, u32(0xffffffff)))).to.throw(TruncatedError)
    for (const count of [0xffffffff, 0x80000000]) {
      expect(read(patched(At.maxBuckets, u32(count)))).to.throw(CodecError, 'not a number of buckets')
    }
  })

  it('with an unknown algorithm, or one that then is another, are refused', () => {
    for (const alg of [1, 2, 3, 4, 6, 255]) {
      expect(read(patched(At.slotAlg, u32(alg))), String(alg)).to.throw(CodecError, `algorithm ${alg} that is then`)
      expect(read(patched(At.alg, [alg])), String(alg)).to.throw(CodecError, 'algorithm 5 that is then')
    }
    const six = patched(At.slotAlg, u32(6))
    six[At.alg] = 6
    expect(read(six)).to.throw(CodecError, 'Unknown bucket algorithm 6')
    expect(read(patched(At.slotAlg, u32(0x105)))).to.throw(CodecError)
  })

  it('with a bucket in the slot of another are refused', () => {
    for (const id of [-2, 0, 5, 0x7fffffff, -0x80000000]) {
      expect(read(patched(At.id, u32(id))), String(id)).to.throw(CodecError, 'in the slot of -1')
    }
  })

  it('with a bucket of the type of devices are refused', () => {
    expect(read(patched(At.type, [0, 0]))).to.throw(CodecError, 'type 0')
  })

  it('with more items than bytes are refused', () => {
    for (const size of [0xffffffff, 0x40000000, 0x40000001, 0x10000]) {
      expect(read(patched(At.size, u32(size))), String(size)).to.throw(TruncatedError)
    }
  })

  it('with a device far beyond any are over the limit, in a bucket or in the names', () => {
    for (const device of [0x7fffffff, 0x7ffffffe, 262_144]) {
      expect(read(patched(At.item, u32(device))), String(device)).to.throw(LimitError, `The device ${device}`)
      expect(read(encoded({ nameMap: new Map([[device, 'x']]) }))).to.throw(LimitError, `The device ${device}`)
    }
    expect(crushMapToJson(read(patched(At.item, u32(262_143)))()).devices).to.have.lengthOf(262_144)
  })

  it('with a number of devices that is not theirs are read', () => {
    expect(read(encoded({ maxDevices: 0x7fffffff }))().maxDevices).to.equal(0x7fffffff)
  })

  it('with a bucket that contains itself, or one that there is not, are read', () => {
    for (const item of [-1, -0x80000000]) {
      expect(crushMapToJson(read(patched(At.item, u32(item)))()).buckets[0]?.items[0]?.id).to.equal(item)
    }
  })

  it('with names for a negative type, or two names for one item, are refused', () => {
    expect(read(encoded({ typeMap: new Map([[-1, 'x']]) }))).to.throw(CodecError, 'the type -1')
    const twice = fromHex('00000100 00000000 00000000 00000000 02000000 01000000 01000000 61 01000000 01000000 62')
    expect(read(twice)).to.throw(CodecError, 'Two names for 1')
  })

  it('with names that mean something elsewhere keep them as they are', () => {
    const names = ['__proto__', 'constructor', '\u0000', 'x'.repeat(100_000)]
    const nameMap = new Map(names.map((name, i) => [i, name]))
    const json = crushMapToJson(read(encoded({ nameMap }))())
    expect(json.devices.map(({ name }) => name)).to.deep.equal(names)
    expect(({} as { name?: unknown }).name).to.equal(undefined)
  })

  it('with choose_args for a bucket twice, for none, or for other items are refused', () => {
    const args = (id: number, ids: number[]): Uint8Array =>
      encoded({ chooseArgs: new Map([[-1n, new Map([[id, { weightSet: [], ids }]])]]) })
    expect(read(args(-100, []))).to.throw(CodecError, 'choose_args for bucket -100')
    expect(read(args(-8, [1]))).to.throw(CodecError, '1 ids for a bucket of no items')
    expect(read(args(-3, [1]))).to.throw(CodecError, '1 ids for a bucket of 3 items')
    expect(
      read(args(-3, [1, 2, 3]))()
        .chooseArgs.get(-1n)
        ?.get(-3)?.ids
    ).to.deep.equal([1, 2, 3])
  })

  it('with a weight-set that lacks most of the weights are refused: printed, it would be as large as the bucket', () => {
    const bucket = { id: -3, type: 1, hash: 0, weight: 0, items: Array.from({ length: 20 }, (_, i) => i) }
    const uniform: CrushBucket = { ...bucket, alg: CrushBucketAlg.Uniform, itemWeight: 1 }
    const buckets = map.buckets.map(each => (each?.id === -3 ? uniform : each))
    const withWeights = (...weights: number[]): Uint8Array =>
      encoded({ buckets, chooseArgs: new Map([[-1n, new Map([[-3, { weightSet: [weights], ids: [] }]])]]) })
    expect(read(withWeights(1))).to.throw(CodecError, '1 weights for a bucket of 20 items')
    expect(read(withWeights(1, 2))().chooseArgs.get(-1n)?.get(-3)?.weightSet).to.deep.equal([[1, 2]])
  })

  it('with more places or weights in choose_args than bytes are refused', () => {
    const one = encoded({ chooseArgs: new Map([[-1n, new Map([[-3, { weightSet: [[1, 2, 3]], ids: [] }]])]]) })
    const positionsAt = one.length - 24
    for (const at of [positionsAt, positionsAt + 4]) {
      for (const count of [0xffffffff, 0x40000000]) {
        const bytes = one.slice()
        bytes.set(u32(count), at)
        expect(read(bytes), `${count} at ${at}`).to.throw(TruncatedError)
      }
    }
  })

  for (const [what, bytes] of Object.entries(huge)) {
    it(`with as many ${what} as fit into 1 MiB are answered in time and memory`, () => {
      expect(bytes.length).to.be.within(0.9 * MIB, MIB)
      expectCheap(crushMapCodec, bytes)
    })
  }
})
