import { expect } from 'chai'
import {
  CodecError,
  LimitError,
  Reader,
  TrailingBytesError,
  TruncatedError,
  defaultReaderLimits
} from '@cephwire/codec'
import { fromHex } from '@cephwire/codec/testing'

const reader = (hex: string): Reader => new Reader(fromHex(hex))

function thrownBy(act: () => unknown): CodecError {
  try {
    act()
  } catch (error) {
    if (error instanceof CodecError) return error
    throw error
  }
  throw new Error('Nothing was thrown')
}

describe('Reader', () => {
  describe('scalars', () => {
    it('are little-endian and of the width that their name says', () => {
      expect(reader('ff').u8()).to.equal(0xff)
      expect(reader('01 02').u16()).to.equal(0x0201)
      expect(reader('01 02 03 ff').u32()).to.equal(0xff030201)
      expect(reader('ff ff ff ff ff ff ff ff').u64()).to.equal(0xffffffffffffffffn)
      expect(reader('80').s8()).to.equal(-128)
      expect(reader('fe ff').s16()).to.equal(-2)
      expect(reader('00 00 00 80').s32()).to.equal(-0x80000000)
      expect(reader('ff ff ff ff ff ff ff ff').s64()).to.equal(-1n)
      expect(reader('00 00 80 3f').f32()).to.equal(1)
      expect(reader('00 00 00 00 00 00 f0 3f').f64()).to.equal(1)
    })

    it('take a bool of any number but 0 as true', () => {
      const r = reader('00 01 02')
      expect([r.bool(), r.bool(), r.bool()]).to.deep.equal([false, true, true])
    })

    it('move the offset and leave the rest', () => {
      const r = reader('01 02 00 03 04')
      r.u8()
      r.u16()
      expect([r.offset, r.remaining]).to.deep.equal([3, 2])
      expect(r.rest()).to.deep.equal(fromHex('03 04'))
      expect(r.remaining).to.equal(0)
    })

    const widths = { u8: 1, u16: 2, u32: 4, u64: 8, s8: 1, s16: 2, s32: 4, s64: 8, f32: 4, f64: 8 } as const
    for (const [name, width] of Object.entries(widths) as [keyof typeof widths, number][]) {
      it(`refuse a ${name} of which a byte is missing`, () => {
        const error = thrownBy(() => new Reader(new Uint8Array(width - 1))[name]())
        expect(error).to.be.instanceOf(TruncatedError)
        expect(error.message).to.equal(`Need ${width} bytes, have ${width - 1} at offset 0`)
      })
    }

    it('are read from the window of a larger buffer and no further', () => {
      const window = new Reader(fromHex('aa 01 00 bb').subarray(1, 3))
      expect(window.u16()).to.equal(1)
      expect(() => window.u8()).to.throw(TruncatedError)
    })
  })

  describe('#bytes() and #skip()', () => {
    it('hand out a view, not a copy', () => {
      const bytes = fromHex('01 02 03')
      const view = new Reader(bytes).bytes(2)
      bytes[0] = 9
      expect(view).to.deep.equal(fromHex('09 02'))
    })

    for (const length of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      it(`refuse a computed length of ${length}`, () => {
        expect(() => reader('01 02').bytes(length)).to.throw(CodecError, 'is not a number of bytes')
        expect(() => reader('01 02').skip(length)).to.throw(CodecError)
        expect(() => reader('01 02').within(length, r => r.rest())).to.throw(CodecError)
      })
    }
  })

  describe('#blob() and #string()', () => {
    it('read a length and so many bytes', () => {
      expect(reader('02 00 00 00 aa bb cc').blob()).to.deep.equal(fromHex('aa bb'))
      expect(reader('03 00 00 00 6d 6f 6e').string()).to.equal('mon')
      expect(reader('00 00 00 00').string()).to.equal('')
    })

    it('refuse a length that is longer than the input, whatever it is', () => {
      expect(() => reader('03 00 00 00 aa bb').blob()).to.throw(TruncatedError, 'bufferlist of 3 bytes')
      expect(() => reader('ff ff ff ff aa').string()).to.throw(TruncatedError, 'string of 4294967295 bytes')
    })

    it('refuse what is within the input but over the limit', () => {
      const bytes = fromHex('03 00 00 00 61 62 63')
      expect(() => new Reader(bytes, { maxBlobBytes: 2 }).blob()).to.throw(LimitError)
      expect(() => new Reader(bytes, { maxBlobBytes: 2 }).nested(r => r.rest())).to.throw(LimitError)
      expect(() => new Reader(bytes, { maxStringBytes: 2 }).string()).to.throw(LimitError)
      expect(() => new Reader(bytes, { maxStringBytes: 2 }).text()).to.throw(LimitError)
      expect(new Reader(bytes, { maxStringBytes: 3, maxBlobBytes: 2 }).string()).to.equal('abc')
    })
  })

  describe('#list(), #set() and #map()', () => {
    it('read a count and so many elements, in the order of the wire', () => {
      expect(reader('02 00 00 00 07 05').list(r => r.u8())).to.deep.equal([7, 5])
      expect([...reader('02 00 00 00 07 05').set(r => r.u8())]).to.deep.equal([7, 5])
      expect([
        ...reader('02 00 00 00 07 01 05 02').map(
          r => r.u8(),
          r => r.u8()
        )
      ]).to.deep.equal([
        [7, 1],
        [5, 2]
      ])
    })

    it('refuse a count that cannot be in the bytes that are left, before anything is read', () => {
      let reads = 0
      const error = thrownBy(() => reader('03 00 00 00 00 00 00 00 00 00 00 00').list(() => reads++, 4))
      expect(error).to.be.instanceOf(TruncatedError)
      expect(error.message).to.include('3 elements of at least 4 bytes are declared')
      expect(reads).to.equal(0)
    })

    it('refuse a count over the limit', () => {
      const bytes = fromHex('03 00 00 00 01 02 03')
      expect(() => new Reader(bytes, { maxCount: 2 }).list(r => r.u8())).to.throw(LimitError)
      expect(new Reader(bytes, { maxCount: 3 }).list(r => r.u8())).to.have.length(3)
    })

    it('refuse an element of a set and a key of a map that come twice', () => {
      expect(() => reader('02 00 00 00 07 07').set(r => r.u8())).to.throw(CodecError, 'twice')
      expect(() =>
        reader('02 00 00 00 07 01 07 02').map(
          r => r.u8(),
          r => r.u8()
        )
      ).to.throw(CodecError, 'key 7 twice')
    })

    it('keep every entry of a map whose keys are objects', () => {
      const map = reader('02 00 00 00 07 01 07 02').map(
        r => ({ pool: r.u8() }),
        r => r.u8()
      )
      expect([...map]).to.deep.equal([
        [{ pool: 7 }, 1],
        [{ pool: 7 }, 2]
      ])
    })
  })

  describe('#optional()', () => {
    it('reads a flag, then the value if there is one', () => {
      expect(reader('00 05').optional(r => r.u8())).to.equal(undefined)
      expect(reader('01 05').optional(r => r.u8())).to.equal(5)
    })
  })

  describe('#within() and #exactly()', () => {
    it('bound what is inside and go on behind it', () => {
      const r = reader('01 02 03 04')
      expect(r.within(3, inner => [inner.u8(), inner.remaining])).to.deep.equal([1, 2])
      expect(r.u8()).to.equal(4)
    })

    it('refuse to read over the inner bound though the buffer goes on', () => {
      expect(() => reader('01 02 03 04').within(1, r => r.u16())).to.throw(TruncatedError, 'Need 2 bytes, have 1')
    })

    it('refuse a bound that is wider than the one around it', () => {
      expect(() => reader('01 02 03 04').within(2, r => r.within(3, inner => inner.u8()))).to.throw(TruncatedError)
    })

    it('refuse what is left over where exactly so many bytes are asked for', () => {
      expect(() => reader('01 02').exactly(2, r => r.u8())).to.throw(
        TrailingBytesError,
        '1 bytes left over at offset 1'
      )
      expect(reader('01 02').exactly(2, r => r.u16())).to.equal(0x0201)
    })

    it('refuse to nest deeper than the limit', () => {
      const dive = (r: Reader, depth: number): void => {
        if (depth > 0) r.within(r.remaining, inner => dive(inner, depth - 1))
      }
      expect(() => dive(reader('00'), defaultReaderLimits.maxDepth)).not.to.throw()
      expect(() => dive(reader('00'), defaultReaderLimits.maxDepth + 1)).to.throw(LimitError)
    })

    it('count the depth of what is open, not of what is done', () => {
      const r = new Reader(new Uint8Array(4), { maxDepth: 1 })
      for (let i = 0; i < 4; i++) r.within(1, inner => inner.u8())
      expect(r.remaining).to.equal(0)
    })
  })

  describe('#nested()', () => {
    it('reads a struct inside a bufferlist and skips what is behind it there', () => {
      const r = reader('03 00 00 00 01 02 03 09')
      expect(r.nested(inner => inner.u8())).to.equal(1)
      expect(r.u8()).to.equal(9)
    })
  })

  describe('errors', () => {
    it('name the fields, the indexes and the keys on the way, outermost first', () => {
      const bytes = fromHex('01 00 00 00  05 00 00 00 6e 6f 64 65 31  02 00 00 00  01 00 02')
      const error = thrownBy(() =>
        new Reader(bytes).field('mons', mons =>
          mons.map(
            r => r.string(),
            r => r.list(inner => inner.field('rank', field => field.u16()))
          )
        )
      )
      expect(error.path).to.deep.equal(['mons', '[node1]', '[1]', 'rank'])
      expect(error.offset).to.equal(19)
      expect(error.message).to.equal('Need 2 bytes, have 1 at offset 19 (mons[node1][1].rank)')
    })

    it('name a key that failed by its index, and forget fields that are done', () => {
      const error = thrownBy(() => {
        const r = reader('01  01 00 00 00 05 00')
        r.field('done', field => field.u8())
        r.field('pools', field =>
          field.map(
            key => key.u64(),
            value => value.u8()
          )
        )
      })
      expect(error.path).to.deep.equal(['pools', '[0]'])
    })

    it('of #fail() carry the place and the cause', () => {
      const cause = new Error('inner')
      const error = thrownBy(() => reader('00').field('epoch', r => r.fail('Not so', cause)))
      expect(error).to.include({ message: 'Not so at offset 0 (epoch)', offset: 0, cause })
    })
  })

  describe('limits', () => {
    it('fall back to the default where one is left out or undefined', () => {
      const limits = { maxCount: undefined } as unknown as { maxCount: number }
      const count = defaultReaderLimits.maxCount + 1
      const bytes = new Uint8Array(4 + count)
      new DataView(bytes.buffer).setUint32(0, count, true)
      expect(() => new Reader(bytes, limits).count()).to.throw(LimitError)
    })
  })
})
