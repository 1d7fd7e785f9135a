import { expect } from 'chai'
import { everySplit, everyTruncation } from '@cephwire/codec/testing'
import { FrameTooLargeError, Tag } from '@cephwire/messenger'
import { FrameDecoder, crcOpen, crcSeal, encodeMessage, secureOpen, secureSeal } from '@cephwire/messenger/frames'
import type { Frame, Open, Seal } from '@cephwire/messenger/frames'
import { concat, limits, pattern, place } from './support/bytes.js'

const secret = pattern(64, 5)

const modes: readonly (readonly [string, () => { seal: Seal; open: Open }])[] = [
  ['crc of revision 0', () => ({ seal: crcSeal(0), open: crcOpen(0, place) })],
  ['crc of revision 1', () => ({ seal: crcSeal(1), open: crcOpen(1, place) })],
  ['secure', () => ({ seal: secureSeal(secret, 'server'), open: secureOpen(secret, 'client', place) })]
]

const frames: readonly Frame[] = [
  { tag: Tag.Keepalive2, segments: [pattern(8)] },
  { tag: Tag.AuthDone, segments: [pattern(70)] },
  { tag: Tag.Message, segments: encodeMessage({ type: 4, front: pattern(20) }, 1n, 0n).slice(0, 2) },
  { tag: Tag.Message, segments: encodeMessage({ type: 4, front: pattern(0), data: pattern(17) }, 2n, 0n) },
  {
    tag: Tag.Message,
    segments: encodeMessage({ type: 4, front: pattern(3), middle: pattern(16), data: pattern(1) }, 3n, 0n)
  }
]

describe('FrameDecoder', () => {
  for (const [name, mode] of modes) {
    describe(`in ${name} mode`, () => {
      const { seal } = mode()
      const bytes = concat(...frames.flatMap(({ tag, segments }) => seal.seal(tag, segments)))
      const decoder = (): FrameDecoder => new FrameDecoder({ open: mode().open, limits, place })

      it('decodes frames in one piece', () => {
        expect([...decoder().push(bytes)]).to.deep.equal(frames)
      })

      it('decodes frames at every split', () => {
        for (const [head, tail] of everySplit(bytes)) {
          const split = decoder()
          expect([...split.push(head), ...split.push(tail)], `after ${head.length}`).to.deep.equal(frames)
        }
      })

      it('decodes frames byte by byte, each with its last byte', () => {
        const single = decoder()
        const got: Frame[] = []
        for (const byte of bytes) got.push(...single.push(Uint8Array.of(byte)))
        expect(got).to.deep.equal(frames)
      })

      it('waits for more at every truncation, and throws nothing', () => {
        for (const prefix of everyTruncation(bytes)) {
          const got = [...decoder().push(prefix)]
          expect(got).to.deep.equal(frames.slice(0, got.length))
          expect(got.length).to.be.lessThan(frames.length)
        }
      })

      it('keeps what is not iterated over', () => {
        const lazy = decoder()
        const [first] = lazy.push(bytes)
        expect(first).to.deep.equal(frames[0])
        expect(lazy.next()).to.deep.equal(frames[1])
        expect([...lazy.push(new Uint8Array(0))]).to.deep.equal(frames.slice(2))
      })
    })
  }

  it('hands out views of what came in one piece', () => {
    const bytes = concat(...crcSeal(1).seal(Tag.Keepalive2, [pattern(8)]))
    const [frame] = new FrameDecoder({ open: crcOpen(1, place), limits, place }).push(bytes)
    expect(frame!.segments[0]!.buffer).to.equal(bytes.buffer)
  })

  it('takes other protection from the next frame on', () => {
    const decoder = new FrameDecoder({ open: crcOpen(1, place), limits, place })
    const plain = concat(...crcSeal(1).seal(Tag.Wait, [pattern(1)]))
    const sealed = concat(...secureSeal(secret, 'server').seal(Tag.Ack, [pattern(8)]))
    const received = decoder.push(concat(plain, sealed))
    expect(received.next().value).to.include({ tag: Tag.Wait })
    decoder.open = secureOpen(secret, 'client', place)
    expect(received.next().value).to.include({ tag: Tag.Ack })
  })

  it('takes large frames once the peer is authenticated, and not before', () => {
    const bytes = concat(...crcSeal(1).seal(Tag.Message, [pattern(41), pattern(70_000)]))
    const decoder = new FrameDecoder({ open: crcOpen(1, place), limits, place })
    expect(() => [...decoder.push(bytes.subarray(0, 32))]).to.throw(FrameTooLargeError)
    const trusting = new FrameDecoder({ open: crcOpen(1, place), limits, place })
    trusting.authenticated = true
    expect([...trusting.push(bytes)]).to.have.length(1)
  })
})
