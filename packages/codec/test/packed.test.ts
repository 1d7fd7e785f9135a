import { expect } from 'chai'
import { CodecError, TruncatedError, Writer, decode, encode, packed } from '@cephwire/codec'
import { fromHex } from '@cephwire/codec/testing'

const everything = packed({
  a: 'u8',
  b: 'u16',
  c: 'u32',
  d: 'u64',
  e: 's16',
  f: 's32',
  g: 's64',
  h: 'u16be',
  i: 'u32be',
  j: 'bytes:3'
})
const value = {
  a: 0xff,
  b: 0xfffe,
  c: 0xfffffffd,
  d: 2n ** 64n - 1n,
  e: -2,
  f: -3,
  g: -4n,
  h: 0x0102,
  i: 0x01020304,
  j: fromHex('aa bb cc')
}
const bytes = fromHex('ff feff fdffffff ffffffffffffffff feff fdffffff fcffffffffffffff 0102 01020304 aabbcc')

describe('packed()', () => {
  it('lays fields out without gaps and knows where they are', () => {
    expect(everything.span).to.equal(38)
    expect([everything.offsetOf('a'), everything.offsetOf('d'), everything.offsetOf('j')]).to.deep.equal([0, 7, 35])
  })

  it('encodes and decodes every kind, 64 bits exactly', () => {
    expect(everything.toBytes(value)).to.deep.equal(bytes)
    expect(everything.decodeAt(bytes)).to.deep.equal(value)
    expect(encode(everything, value)).to.deep.equal(bytes)
    expect(decode(everything, bytes)).to.deep.equal(value)
    expect(Object.keys(everything.decodeAt(bytes))).to.deep.equal(Object.keys(value))
  })

  it('decodes at an offset, of any Uint8Array', () => {
    const pair = packed({ x: 'u8', y: 'u16' })
    expect(pair.decodeAt(fromHex('00 00 01 02 03 ff').subarray(1), 1)).to.deep.equal({ x: 1, y: 0x0302 })
  })

  it('copies byte fields', () => {
    const source = Uint8Array.from(bytes)
    const decoded = everything.decodeAt(source)
    source.fill(0)
    expect(decoded.j).to.deep.equal(fromHex('aa bb cc'))
  })

  it('refuses bytes that are missing, byte fields too, and says where', () => {
    expect(() => everything.decodeAt(bytes.subarray(0, 37))).to.throw(TruncatedError, 'Need 38 bytes, have 37')
    expect(() => everything.decodeAt(bytes, 1))
      .to.throw(TruncatedError)
      .that.includes({ offset: 1 })
    expect(() => everything.decodeAt(bytes, 100)).to.throw(TruncatedError, 'have 0')
    expect(() => decode(everything, bytes.subarray(0, 37))).to.throw(TruncatedError)
  })

  it('refuses a value that does not fit, and names the field', () => {
    const wrong: Partial<Record<keyof typeof value, readonly unknown[]>> = {
      a: [-1, 256, 0.5, '1', 1n],
      b: [-1, 0x10000],
      c: [-1, 0x1_0000_0000],
      d: [-1n, 2n ** 64n, 1],
      e: [-0x8001, 0x8000],
      f: [-0x80000001, 0x80000000],
      g: [-(2n ** 63n) - 1n, 2n ** 63n],
      h: [0x10000],
      i: [0x1_0000_0000],
      j: [fromHex('aa bb'), fromHex('aa bb cc dd'), 'abc', undefined]
    }
    for (const [field, cases] of Object.entries(wrong)) {
      for (const bad of cases) {
        expect(() => everything.toBytes({ ...value, [field]: bad }), `${field}: ${String(bad)}`)
          .to.throw(CodecError)
          .with.deep.property('path', [field])
      }
    }
  })

  it('refuses a value without one of its fields, rather than to leave old bytes in place', () => {
    const rest = Object.fromEntries(Object.entries(value).slice(1))
    expect(() => everything.toBytes(rest as typeof value)).to.throw(CodecError, 'undefined is not a u8')
  })

  it('writes into a Writer behind what is there', () => {
    const w = new Writer().u8(9)
    packed({ x: 'u16' }).encode(w, { x: 1 }, 0n)
    expect(w.finish()).to.deep.equal(fromHex('09 01 00'))
  })
})
