import { expect } from 'chai'
import { createView } from '@cephwire/codec/decode-only'
import { createRandom } from '@cephwire/codec/testing'
import { FrameIntegrityError, Tag } from '@cephwire/messenger'
import { PREAMBLE_BYTES, decodePreamble, encodePreamble, preambleCodec } from '@cephwire/messenger/frames'
import { flipBit, place } from './support/bytes.js'
import { vector } from './support/vectors.js'

/** A second reading of the same bytes, by another library. */
const view = createView({
  tag: 'u8',
  numSegments: 'u8',
  length0: 'u32',
  alignment0: 'u16',
  length1: 'u32',
  alignment1: 'u16',
  length2: 'u32',
  alignment2: 'u16',
  length3: 'u32',
  alignment3: 'u16',
  flags: 'u8',
  reserved: 'u8',
  crc: 'u32'
})

const fields = (bytes: Uint8Array): Record<string, unknown> =>
  Object.fromEntries(view(bytes).map(({ name, value }) => [name, value]))

function encoded(tag: number, lengths: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(PREAMBLE_BYTES)
  encodePreamble(
    bytes,
    tag,
    lengths.map(length => new Uint8Array(length)),
    lengths.length
  )
  return bytes
}

describe('preamble', () => {
  it('has 32 bytes', () => {
    expect(PREAMBLE_BYTES).to.equal(32)
  })

  it('is written as the documents have it', () => {
    expect(encoded(Tag.Hello, [36])).to.deep.equal(vector('OK-hello-mon-127.0.0.1:50000').subarray(0, 32))
    expect(encoded(Tag.Message, [41])).to.not.deep.equal(vector('FR-14-40').subarray(0, 32))
  })

  it('by its declaration is what the straight-line functions write and read', () => {
    const random = createRandom(7)
    for (let i = 0; i < 500; i++) {
      const lengths = Array.from({ length: 1 + random.below(4) }, () => random.below(2000))
      const bytes = encoded(1 + random.below(22), lengths)
      const declared = preambleCodec.decodeAt(bytes)
      expect(fields(bytes)).to.deep.equal(declared)
      expect(preambleCodec.toBytes(declared)).to.deep.equal(bytes)
      const { tag, lengths: read, flags } = decodePreamble(bytes, place)
      expect(tag).to.equal(declared.tag)
      expect(flags).to.equal(0)
      expect(read).to.deep.equal(lengths)
      const all = [declared.length0, declared.length1, declared.length2, declared.length3]
      expect(all.slice(0, lengths.length)).to.deep.equal(lengths)
      expect(all.slice(lengths.length).every(length => length === 0)).to.equal(true)
      expect(declared.alignment0).to.equal(8)
      expect(declared.alignment3).to.equal(lengths.length === 4 ? 4096 : 0)
    }
  })

  it('lies at any offset of a buffer', () => {
    const bytes = new Uint8Array(100)
    bytes.set(encoded(Tag.Wait, [5]), 37)
    expect(decodePreamble(bytes.subarray(37), place)).to.deep.include({ tag: Tag.Wait, lengths: [5] })
  })

  it('reads lengths as unsigned', () => {
    expect(decodePreamble(vector('FR-09'), place).lengths).to.deep.equal([0xffffffff])
    expect(decodePreamble(vector('FR-10b'), place).lengths).to.deep.equal([41, 0xfffffff1])
  })

  it('keeps a segment count over four visible, whatever it is', () => {
    expect(decodePreamble(vector('FR-02'), place).lengths).to.have.length(5)
    expect(decodePreamble(vector('FR-03'), place).lengths).to.have.length(5)
    expect(decodePreamble(vector('FR-01'), place).lengths).to.deep.equal([])
  })

  it('does not verify with any one bit changed', () => {
    const bytes = encoded(Tag.Message, [41, 7, 0, 9])
    for (let bit = 0; bit < 8 * PREAMBLE_BYTES; bit++) {
      expect(() => decodePreamble(flipBit(bytes, bit), place)).to.throw(FrameIntegrityError, 'preamble')
    }
  })
})
