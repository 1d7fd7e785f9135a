import { expect } from 'chai'
import { CodecError, IncompatibleVersionError, Reader, TruncatedError, Writer, decode, encode } from '@cephwire/codec'
import { fromHex } from '@cephwire/codec/testing'
import type { Codec } from '@cephwire/codec'

const reader = (hex: string): Reader => new Reader(fromHex(hex))

/** A struct that got its second field with struct_v 2. */
interface Pair {
  readonly a: number
  readonly b: number
}
const pairCodec: Codec<Pair> = {
  encode: (w, { a, b }) => void w.versioned(2, 1, w => w.u8(a).u8(b)),
  decode: r => r.versioned(2, (r, structV) => ({ a: r.u8(), b: structV >= 2 ? r.u8() : 0 }))
}

describe('versioned structs', () => {
  describe('Reader#versioned()', () => {
    it('reads struct_v, struct_compat, a length and the body', () => {
      expect(encode(pairCodec, { a: 1, b: 2 })).to.deep.equal(fromHex('02 01 02 00 00 00 01 02'))
      expect(decode(pairCodec, fromHex('02 01 02 00 00 00 01 02'))).to.deep.equal({ a: 1, b: 2 })
    })

    it('reads what an older encoder wrote', () => {
      expect(decode(pairCodec, fromHex('01 01 01 00 00 00 05'))).to.deep.equal({ a: 5, b: 0 })
    })

    it('skips bytes a newer encoder appended', () => {
      const r = reader('09 02 05 00 00 00 01 02 aa bb cc 77')
      expect(pairCodec.decode(r)).to.deep.equal({ a: 1, b: 2 })
      expect(r.u8()).to.equal(0x77)
    })

    it('refuses a struct_compat that is newer than this decoder', () => {
      expect(() => decode(pairCodec, fromHex('09 03 02 00 00 00 01 02')))
        .to.throw(IncompatibleVersionError)
        .that.includes({ structV: 9, structCompat: 3, supported: 2, offset: 2 })
    })

    it('refuses a length that goes beyond the input', () => {
      expect(() => decode(pairCodec, fromHex('02 01 03 00 00 00 01 02'))).to.throw(TruncatedError)
      expect(() => decode(pairCodec, fromHex('02 01 ff ff ff ff 01 02'))).to.throw(TruncatedError)
    })

    it('refuses a length that is shorter than the body, though the neighbour has bytes', () => {
      expect(() => pairCodec.decode(reader('02 01 01 00 00 00 01 02 03'))).to.throw(
        TruncatedError,
        'Need 1 bytes, have 0'
      )
    })

    it('bounds a nested struct by its parent, not by the buffer', () => {
      const parent = (r: Reader): Pair => r.versioned(1, pairCodec.decode)
      const good = '01 01 08 00 00 00  02 01 02 00 00 00 01 02'
      expect(parent(reader(good))).to.deep.equal({ a: 1, b: 2 })
      const childLies = '01 01 08 00 00 00  02 01 03 00 00 00 01 02  ff ff ff ff'
      expect(() => parent(reader(childLies))).to.throw(TruncatedError)
      const parentLies = '01 01 07 00 00 00  02 01 02 00 00 00 01 02  ff ff ff ff'
      expect(() => parent(reader(parentLies))).to.throw(TruncatedError)
    })
  })

  describe('Reader#versionedLegacy()', () => {
    const read = (hex: string, wide = false): (number | Uint8Array)[] => {
      const r = reader(hex)
      const result = r.versionedLegacy(5, { compatV: 3, lenV: 3, wide }, (r, structV) => [structV, r.u8()])
      return [...result, r.rest()]
    }

    it('reads a u8 version alone where the struct is older than both', () => {
      expect(read('02 aa bb')).to.deep.equal([2, 0xaa, fromHex('bb')])
    })

    it('skips the high byte of a version that was a u16', () => {
      expect(read('02 00 aa bb', true)).to.deep.equal([2, 0xaa, fromHex('bb')])
      expect(read('05 01 01 00 00 00 aa bb', true)).to.deep.equal([5, 0xaa, fromHex('bb')])
      expect(() => read('02', true)).to.throw(TruncatedError)
    })

    it('reads compat and length from the version that has them, and skips what was appended', () => {
      expect(read('06 05 03 00 00 00 aa bb cc dd')).to.deep.equal([6, 0xaa, fromHex('dd')])
    })

    it('reads compat without a length between the two', () => {
      const r = reader('02 01 aa bb')
      expect(r.versionedLegacy(5, { compatV: 2, lenV: 3 }, r => r.u8())).to.equal(0xaa)
      expect(r.u8()).to.equal(0xbb)
    })

    it('refuses a struct_compat that is newer and a length that lies', () => {
      expect(() => read('09 06 01 00 00 00 aa')).to.throw(IncompatibleVersionError)
      expect(() => read('05 01 02 00 00 00 aa')).to.throw(TruncatedError)
    })

    it('ends with its parent where it has no length', () => {
      const parent = (r: Reader): number =>
        r.within(2, r => r.versionedLegacy(5, { compatV: 3, lenV: 3 }, r => r.u16()))
      expect(() => parent(reader('02 aa bb cc'))).to.throw(TruncatedError)
    })
  })

  it('come back through a Writer with a tail cut off at every length, or throw CodecError', () => {
    const bytes = new Writer().versioned(2, 1, w => w.u8(1).u8(2)).finish()
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decode(pairCodec, bytes.subarray(0, length)), `${length}`).to.throw(CodecError)
    }
  })
})
