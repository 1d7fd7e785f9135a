import { expect } from 'chai'
import fc from 'fast-check'
import {
  CodecError,
  Reader,
  decode,
  encode,
  entityAddrCodec,
  entityAddrvecCodec,
  entityNameCodec,
  packed,
  utimeCodec,
  uuidCodec
} from '@cephwire/codec'
import { createRandom } from '@cephwire/codec/testing'
import type { Codec } from '@cephwire/codec'

const seed = 7

/** A codec whose values nobody looks into. */
const erase = <T>(codec: Codec<T>): Codec<unknown> => codec as unknown as Codec<unknown>

const codecs: Readonly<Record<string, Codec<unknown>>> = {
  entityAddrCodec: erase(entityAddrCodec),
  entityAddrvecCodec: erase(entityAddrvecCodec),
  entityNameCodec: erase(entityNameCodec),
  utimeCodec: erase(utimeCodec),
  uuidCodec: erase(uuidCodec),
  packed: erase(packed({ a: 'u8', b: 'u64', c: 'bytes:3', d: 'u16be' }))
}

/** Every way of a Reader to read something of a length that the input declares. */
const greedy: Readonly<Record<string, (r: Reader) => unknown>> = {
  string: r => r.string(),
  text: r => r.text(),
  blob: r => r.blob(),
  nested: r => r.nested(r => r.rest()),
  list: r => r.list(r => r.u8()),
  set: r => r.set(r => r.u64(), 8),
  map: r =>
    r.map(
      r => r.u32(),
      r => r.string(),
      8
    ),
  count: r => r.count(),
  versioned: r => {
    r.skip(2)
    return r.versioned(255, r => r.rest())
  }
}

/** The value that a decoder gives, or the CodecError that it throws; anything else it throws goes through. */
function attempt<T>(act: () => T): T | CodecError {
  try {
    return act()
  } catch (error) {
    if (error instanceof CodecError) return error
    throw error
  }
}

describe('decoders', () => {
  for (const [name, codec] of Object.entries(codecs)) {
    it(`throw nothing but CodecError at random bytes: ${name} (seed ${seed})`, () => {
      const property = fc.property(fc.uint8Array({ maxLength: 160 }), bytes => void attempt(() => decode(codec, bytes)))
      fc.assert(property, { seed, numRuns: 500 })
    })

    it(`give, where they take bytes, a value that encodes to bytes of the same value: ${name} (seed ${seed})`, () => {
      const random = createRandom(seed)
      let accepted = 0
      for (let i = 0; i < 3000; i++) {
        const bytes = plausible(random.bytes(180), i)
        const r = new Reader(bytes)
        const value = attempt(() => codec.decode(r))
        if (value instanceof CodecError) continue
        accepted++
        const again = encode(codec, value)
        expect(decode(codec, again), `run ${i}`).to.deep.equal(value)
        expect(encode(codec, decode(codec, again)), `run ${i}`).to.deep.equal(again)
      }
      expect(accepted).to.be.greaterThan(10)
    })
  }

  for (const [name, read] of Object.entries(greedy)) {
    it(`refuse a length or count of 0xffffffff in 20 bytes at once: ${name}`, () => {
      const bytes = new Uint8Array(20).fill(0xff)
      const before = process.memoryUsage().arrayBuffers
      const error = attempt(() => read(new Reader(bytes)))
      expect(error).to.be.instanceOf(CodecError)
      expect(process.memoryUsage().arrayBuffers - before).to.be.lessThan(1_000_000)
    })
  }
})

/** Random bytes with the start of an address or of a vector of them, so that some get past the first check. */
function plausible(bytes: Uint8Array, i: number): Uint8Array {
  const addr = [1, 1, 1, 40, 0, 0, 0, i % 5, 0, 0, 0, bytes[11]!, 0, 0, 0, i % 2 === 0 ? 28 : 16, 0, 0, 0]
  const family = i % 2 === 0 ? 10 : 2
  if (i % 3 === 0) bytes.set([0, 0, 0, 0, 1, 2, 3, 4, 0, family])
  if (i % 3 === 1) bytes.set([...addr, family, 0])
  if (i % 3 === 2) bytes.set([2, 1, 0, 0, 0, ...addr, family, 0])
  return bytes
}
