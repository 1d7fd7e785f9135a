import { CodecError, decode, encode, IncompatibleVersionError, LimitError, TruncatedError } from '@cephwire/codec'
import { fromHex, toHex } from '@cephwire/codec/testing'
import { createMonMap, formatMonMap, monMapCodec } from '@cephwire/maps'
import { expect } from 'chai'
import { expectCheap } from '../support/hostile.js'
import { monmapV9, readVector } from '../support/vectors.js'
import type { MonInfo, MonMap } from '@cephwire/maps'

/** Offsets in the monmap of Pacific. */
const At = {
  structV: 0,
  compat: 1,
  len: 2,
  numMon: 70,
  firstInfo: 79,
  firstInfoLen: 81,
  addrvec: 90,
  addrCount: 91
} as const
const RANKS = 371
const CIPHERS_FROM_END = 16

function patched(at: number, bytes: readonly number[], original = monmapV9): Uint8Array {
  const copy = original.slice()
  copy.set(bytes, at)
  return copy
}

const u32 = (value: number): number[] => [0, 8, 16, 24].map(shift => (value >>> shift) & 0xff)

const read = (bytes: Uint8Array) => (): MonMap => decode(monMapCodec, bytes)

const mon = (name: string, port = 6789): MonInfo => ({
  name,
  publicAddrs: [{ type: 'legacy', nonce: 0, host: '10.0.0.1', port }],
  priority: 0,
  weight: 0,
  crushLoc: new Map()
})

const FSID = '00112233-4455-6677-8899-aabbccddeeff'
const encoded = (map: Partial<MonMap>, mons: readonly MonInfo[] = [mon('a')]): Uint8Array =>
  encode(monMapCodec, { ...createMonMap({ fsid: FSID, mons }), ...map })

describe('monmaps of a hostile monitor', () => {
  for (const count of [0xffffffff, 0x80000000, 0x7fffffff]) {
    it(`with ${count} monitors declared are refused before anything is made for them`, () => {
      expect(read(patched(At.numMon, u32(count)))).to.throw(TruncatedError)
    })
  }

  it('with 256 monitors are over the limit', () => {
    const mons = Array.from({ length: 256 }, (_, i) => mon(`m${i}`))
    expect(read(encoded({}, mons))).to.throw(LimitError, '256 monitors')
  })

  it('with 256 monitors in an old encoding are over the limit', () => {
    const mons = Array.from({ length: 256 }, (_, i) => mon(`m${i}`))
    const old = encode(monMapCodec, createMonMap({ fsid: FSID, mons }), 0n)
    expect(read(old)).to.throw(LimitError, '256 monitors')
  })

  it('with no monitors are read, as Ceph makes them itself: whoever looks for a monitor has to refuse them', () => {
    expect(read(encoded({}, []))().mons.size).to.equal(0)
  })

  it('with another length than theirs are refused', () => {
    for (const length of [0, 402, 404, 0xffffffff]) {
      expect(read(patched(At.len, u32(length))), String(length)).to.throw(CodecError)
    }
  })

  it('that say older decoders may not read them are refused as such', () => {
    expect(read(patched(At.compat, [11])))
      .to.throw(IncompatibleVersionError)
      .that.includes({ structV: 9, structCompat: 11, supported: 10 })
  })

  it('of a newer version are read, and what it appended is kept', () => {
    const original = readVector('v10-20.2.4-ipv6')
    const newer = new Uint8Array(original.length + 50).fill(0xee)
    newer.set(original)
    newer.set([200, 6, ...u32(original.length - 6 + 50)])
    const map = decode(monMapCodec, newer)
    expect(map.encoding?.tail).to.have.lengthOf(50)
    expect(toHex(encode(monMapCodec, map))).to.equal(toHex(newer))
  })

  it('with a monitor that ends elsewhere are refused', () => {
    const toTheEnd = monmapV9.length - (At.firstInfoLen + 4)
    for (const length of [0x57, 0x59, 0xffffffff, toTheEnd + 1]) {
      expect(read(patched(At.firstInfoLen, u32(length))), String(length)).to.throw(CodecError)
    }
  })

  it('with a monitor that reaches past its map are refused, even where more bytes follow', () => {
    const bytes = new Uint8Array(monmapV9.length + 100)
    bytes.set(patched(At.firstInfoLen, u32(monmapV9.length - (At.firstInfoLen + 4) + 1)))
    expect(read(bytes)).to.throw(TruncatedError)
  })

  it('with a name twice are refused', () => {
    const bytes = encoded({ ranks: ['a', 'b'] }, [mon('a'), mon('b')])
    const text = toHex(bytes)
    expect(read(fromHex(text.replaceAll('0100000062', '0100000061')))).to.throw(CodecError, 'Two monitors named "a"')
  })

  it('with two monitors at one address are read', () => {
    expect(decode(monMapCodec, encoded({}, [mon('a'), mon('b')])).mons.size).to.equal(2)
  })

  it('with an empty name, a name of 256 bytes or one that is not UTF-8 are refused', () => {
    expect(read(encoded({}, [mon('')]))).to.throw(CodecError, 'name of 0 bytes')
    expect(read(encoded({}, [mon('x'.repeat(256))]))).to.throw(CodecError, 'name of 256 bytes')
    expect(read(encoded({}, [mon('é'.repeat(128))]))).to.throw(CodecError, 'name of 256 bytes')
    expect(read(patched(At.numMon + 8, [0xff]))).to.throw(CodecError, 'UTF-8')
  })

  it('with names that mean something elsewhere keep them as they are', () => {
    const names = ['\u0000', 'a\n\x1b[2J', '__proto__', 'constructor', 'x'.repeat(255)]
    const map = decode(
      monMapCodec,
      encoded(
        {},
        names.map((name, i) => mon(name, i + 1))
      )
    )
    expect(map.ranks).to.deep.equal(names)
    expect(({} as { name?: unknown }).name).to.equal(undefined)
    expect(formatMonMap(map)).to.match(/mon\.a\\x0a\\x1b\[2J\n/)
  })

  it('where a monitor names itself otherwise than its map are refused', () => {
    const bytes = encoded({ mons: new Map([['a', mon('b')]]) })
    expect(read(bytes)).to.throw(CodecError, 'The monitor "a" names itself "b"')
  })

  it('with a monitor without an address are read', () => {
    const map = decode(monMapCodec, encoded({}, [{ ...mon('a'), publicAddrs: [] }]))
    expect(map.mons.get('a')?.publicAddrs).to.deep.equal([])
  })

  it('with broken addresses are refused', () => {
    const first = At.addrCount + 4
    const broken = [
      patched(At.addrCount, u32(0xffffffff)),
      patched(At.addrvec, [3]),
      patched(first, [2]),
      patched(first + 7, u32(9)),
      patched(first + 15, u32(1)),
      patched(first + 15, u32(200))
    ]
    for (const [i, bytes] of broken.entries()) expect(read(bytes), String(i)).to.throw(CodecError)
    const many = { ...mon('a'), publicAddrs: Array.from({ length: 65 }, () => mon('a').publicAddrs[0]!) }
    expect(read(encoded({}, [many]))).to.throw(CodecError, '65 addresses')
  })

  it('with ranks that are not those of its monitors are refused', () => {
    const mons = [mon('a'), mon('b')]
    expect(read(encoded({ ranks: ['a', 'x'] }, mons))).to.throw(CodecError, '"x"')
    expect(read(encoded({ ranks: ['a', 'a'] }, mons))).to.throw(CodecError, 'two ranks')
    expect(read(encoded({ ranks: ['a'] }, mons))).to.throw(CodecError, '1 ranks for 2')
    expect(read(encoded({ ranks: ['a', 'b', 'c'] }, mons))).to.throw(CodecError, '"c"')
    expect(read(patched(RANKS, u32(0xffffffff)))).to.throw(TruncatedError)
  })

  it('with ciphers without end are refused, with an unknown one kept', () => {
    const original = readVector('v10-20.2.4-ciphers')
    const countAt = original.length - CIPHERS_FROM_END
    expect(read(patched(countAt, u32(0xffffffff), original))).to.throw(TruncatedError)
    expect(decode(monMapCodec, patched(countAt + 4, u32(99), original)).authAllowedCiphers).to.deep.equal([99, 2])
  })

  it('of 255 monitors with 64 addresses each are read in time and memory', () => {
    const addrs = Array.from({ length: 64 }, (_, i) => ({ ...mon('a').publicAddrs[0]!, port: i + 1 }))
    const mons = Array.from({ length: 255 }, (_, i) => ({ ...mon(`m${i}`), publicAddrs: addrs }))
    expect(expectCheap(monMapCodec, encoded({}, mons))?.mons.size).to.equal(255)
  })
})
