import { expect } from 'chai'
import { createView } from '@cephwire/codec/decode-only'
import { createRandom } from '@cephwire/codec/testing'
import { MESSAGE_HEADER_BYTES, decodeMessage, encodeMessage, messageHeaderCodec } from '@cephwire/messenger/frames'
import { pattern } from './support/bytes.js'

const view = createView({
  seq: 'u64',
  tid: 'u64',
  type: 'u16',
  priority: 'u16',
  version: 'u16',
  dataPrePaddingLen: 'u32',
  dataOff: 'u16',
  ackSeq: 'u64',
  flags: 'u8',
  compatVersion: 'u16',
  reserved: 'u16'
})

describe('message header', () => {
  it('has 41 bytes', () => {
    expect(MESSAGE_HEADER_BYTES).to.equal(41)
  })

  it('by its declaration is what the straight-line functions write and read', () => {
    const random = createRandom(11)
    const u64 = (): bigint => new DataView(random.bytes(8).buffer).getBigUint64(0)
    for (let i = 0; i < 300; i++) {
      const [type, priority, version, compatVersion] = [0, 0, 0, 0].map(() => random.below(65536)) as [
        number,
        number,
        number,
        number
      ]
      const fields = { type, priority, version, compatVersion, tid: u64() }
      const message = { ...fields, front: pattern(3) }
      const [seq, ackSeq] = [u64(), u64()]
      const segments = encodeMessage(message, seq, ackSeq)
      const declared = messageHeaderCodec.decodeAt(segments[0]!)
      expect(declared).to.deep.equal({
        ...fields,
        seq,
        ackSeq,
        dataPrePaddingLen: 0,
        dataOff: 0,
        flags: 1,
        reserved: 0
      })
      expect(Object.fromEntries(view(segments[0]!).map(({ name, value }) => [name, value]))).to.deep.equal(declared)
      expect(decodeMessage(segments)).to.deep.equal({
        ...message,
        seq,
        middle: new Uint8Array(0),
        data: new Uint8Array(0)
      })
    }
  })

  it('has defaults for what is left out', () => {
    const [header, ...sections] = encodeMessage({ type: 4, front: pattern(2) }, 1n, 0n)
    expect(messageHeaderCodec.decodeAt(header!)).to.include({ tid: 0n, priority: 127, version: 1, compatVersion: 1 })
    expect(sections).to.deep.equal([pattern(2), new Uint8Array(0), new Uint8Array(0)])
  })

  it('is read with the sections that travelled', () => {
    const [header, front, middle, data] = encodeMessage(
      { type: 4, front: pattern(2), middle: pattern(3), data: pattern(4) },
      1n,
      0n
    )
    expect(decodeMessage([header!])).to.deep.include({ front: new Uint8Array(0), data: new Uint8Array(0) })
    expect(decodeMessage([header!, front!, middle!, data!])).to.deep.include({ front, middle, data })
  })
})
