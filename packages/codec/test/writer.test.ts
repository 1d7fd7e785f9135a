import { expect } from 'chai'
import { CodecError, Reader, Writer } from '@cephwire/codec'
import { createRandom, fromHex, toHex } from '@cephwire/codec/testing'

const written = (act: (w: Writer) => void): string => {
  const w = new Writer()
  act(w)
  return toHex(w.finish())
}

describe('Writer', () => {
  it('writes little-endian scalars, calls chained', () => {
    expect(written(w => w.u8(1).u16(2).u32(3).u64(4n))).to.equal('01' + '0200' + '03000000' + '0400000000000000')
    expect(written(w => w.s8(-1).s16(-2).s32(-3).s64(-4n))).to.equal('ff' + 'feff' + 'fdffffff' + 'fcffffffffffffff')
    expect(written(w => w.f32(1).f64(1).bool(true).bool(false))).to.equal('0000803f' + '000000000000f03f' + '0100')
  })

  it('writes the extremes of each type and refuses what is one beyond', () => {
    const cases = [
      ['u8', 0, 0xff],
      ['u16', 0, 0xffff],
      ['u32', 0, 0xffffffff],
      ['s8', -0x80, 0x7f],
      ['s16', -0x8000, 0x7fff],
      ['s32', -0x80000000, 0x7fffffff]
    ] as const
    for (const [name, min, max] of cases) {
      for (const value of [min, max]) {
        expect(new Reader(new Writer()[name](value).finish())[name](), name).to.equal(value)
      }
      for (const value of [min - 1, max + 1, 0.5, Number.NaN, '1' as unknown as number]) {
        expect(() => new Writer()[name](value), `${name} ${value}`).to.throw(CodecError, `is not a ${name}`)
      }
    }
  })

  it('writes the extremes of 64 bits and refuses what is one beyond, and numbers', () => {
    expect(new Reader(new Writer().u64(2n ** 64n - 1n).finish()).u64()).to.equal(2n ** 64n - 1n)
    expect(new Reader(new Writer().s64(-(2n ** 63n)).finish()).s64()).to.equal(-(2n ** 63n))
    for (const value of [-1n, 2n ** 64n, 1 as unknown as bigint]) {
      expect(() => new Writer().u64(value)).to.throw(CodecError, 'is not a u64')
    }
    for (const value of [2n ** 63n, -(2n ** 63n) - 1n]) {
      expect(() => new Writer().s64(value)).to.throw(CodecError, 'is not a s64')
    }
  })

  it('grows as it must, whatever the first size and wherever it runs full', () => {
    for (let size = 0; size <= 20; size++) {
      const w = new Writer(size)
      w.u8(1).u16(2).u32(3).u64(4n).f32(0).f64(0).s8(-1).s16(-1).s32(-1).s64(-1n)
      w.bytes(fromHex('aa bb')).zeros(3).string('mon').blob(fromHex('cc'))
      expect(toHex(w.finish()), `size ${size}`).to.equal(
        '01' +
          '0200' +
          '03000000' +
          '0400000000000000' +
          '00'.repeat(12) +
          'ff'.repeat(15) +
          'aabb' +
          '000000' +
          '03000000' +
          '6d6f6e' +
          '01000000' +
          'cc'
      )
    }
  })

  it('writes many small values as it writes few', () => {
    const w = new Writer()
    for (let i = 0; i < 10_000; i++) w.u32(i)
    const r = new Reader(w.finish())
    for (let i = 0; i < 10_000; i++) expect(r.u32()).to.equal(i)
    expect(w.length).to.equal(40_000)
  })

  it('writes zeros where there was something else before', () => {
    const random = createRandom(1)
    for (let i = 0; i < 100; i++) new Writer().bytes(random.bytes(100))
    expect(written(w => w.zeros(100))).to.equal('00'.repeat(100))
    expect(() => new Writer().zeros(-1)).to.throw(CodecError)
    expect(() => new Writer().zeros(0.5)).to.throw(CodecError)
  })

  it('hands out plain bytes, of the length written', () => {
    const bytes = new Writer().u16(1).finish()
    expect(Object.getPrototypeOf(bytes)).to.equal(Uint8Array.prototype)
    expect(bytes).to.have.length(2)
  })

  describe('#list(), #set(), #map() and #optional()', () => {
    it('write a count, then the elements in the order given', () => {
      expect(written(w => w.list([7, 5], (w, v) => w.u8(v)))).to.equal('02000000' + '0705')
      expect(written(w => w.set(new Set([7, 5]), (w, v) => w.u8(v)))).to.equal('02000000' + '0705')
      const map = new Map([[7, 'a']])
      const bytes = written(w =>
        w.map(
          map,
          (w, k) => w.u8(k),
          (w, v) => w.string(v)
        )
      )
      expect(bytes).to.equal('01000000' + '07' + '01000000' + '61')
    })

    it('count the elements of an iterable that has no length', () => {
      function* three(): Generator<number> {
        yield* [1, 2, 3]
      }
      expect(written(w => w.list(three(), (w, v) => w.u8(v)))).to.equal('03000000' + '010203')
    })

    it('write a flag in front of an optional value', () => {
      expect(written(w => w.optional(5, (w, v) => w.u8(v)).optional(undefined, (w, v: number) => w.u8(v)))).to.equal(
        '0105' + '00'
      )
    })
  })

  describe('#nested() and #versioned()', () => {
    it('fill the length in afterwards, also when the buffer was replaced meanwhile', () => {
      const w = new Writer(4)
      w.versioned(2, 1, w => w.nested(w => w.zeros(1000)))
      const r = new Reader(w.finish())
      expect([r.u8(), r.u8(), r.u32(), r.u32(), r.remaining]).to.deep.equal([2, 1, 1004, 1000, 1000])
    })
  })
})
