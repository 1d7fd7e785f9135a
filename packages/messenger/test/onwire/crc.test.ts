import { expect } from 'chai'
import { crc32c } from '@cephwire/codec'
import { createRandom } from '@cephwire/codec/testing'
import { FrameIntegrityError, Tag } from '@cephwire/messenger'
import { crcOpen, crcSeal } from '@cephwire/messenger/frames'
import type { Open } from '@cephwire/messenger/frames'
import { ascii, concat, pattern, place } from '../support/bytes.js'
import { pack } from '../support/scripted-server-v1.js'
import { readTranscript } from '../support/replay.js'
import { vector } from '../support/vectors.js'

const sum = (bytes: Uint8Array): readonly [32, number] => [32, crc32c(0xffffffff, bytes)]

/** The preamble as the documents have it, field by field. */
function preamble(tag: number, lengths: readonly number[]): Uint8Array {
  const table = [8, 8, 8, 4096].flatMap((alignment, i) => {
    const travels = i < lengths.length
    return [[32, travels ? lengths[i]! : 0] as const, [16, travels ? alignment : 0] as const]
  })
  const head = pack([8, tag], [8, lengths.length], ...table, [8, 0], [8, 0])
  return concat(head, pack([32, crc32c(0, head)]))
}

/** A frame as frames_v2.cc puts it together, written down a second time. */
function frame(revision: 0 | 1, tag: number, segments: readonly Uint8Array[]): Uint8Array {
  const head = preamble(
    tag,
    segments.map(segment => segment.length)
  )
  const sums = [0, 1, 2, 3].map(i => (i < segments.length ? sum(segments[i]!) : ([32, 0] as const)))
  if (revision === 0) return concat(head, ...segments, pack([8, 0], ...sums))
  const [first, ...others] = segments
  const firstSummed = first!.length === 0 ? [] : [first!, pack(sums[0]!)]
  if (others.length === 0) return concat(head, ...firstSummed)
  return concat(head, ...firstSummed, ...others, pack([8, 0x0e], ...sums.slice(1)))
}

function open(opener: Open, bytes: Uint8Array): ReturnType<Open['openBody']> {
  const head = opener.openPreamble(bytes.subarray(0, opener.preambleBytes))
  expect(opener.preambleBytes + opener.bodyBytes(head)).to.equal(bytes.length)
  return opener.openBody(head, bytes.subarray(opener.preambleBytes))
}

describe('crcSeal() and crcOpen()', () => {
  it('write and read what the documents have', () => {
    const bytes = vector('OK-hello-mon-127.0.0.1:50000')
    const frame = open(crcOpen(1, place), bytes)!
    expect(frame).to.deep.include({ tag: Tag.Hello })
    expect(concat(...crcSeal(1).seal(frame.tag, frame.segments))).to.deep.equal(bytes)
  })

  for (const name of ['Client-v2.1-crc-cephx', 'Client-v2.1-crc-none']) {
    it(`write and read what a real monitor has: ${name}`, () => {
      const frames = readTranscript(name).entries.filter(({ label }) => label !== 'banner')
      expect(frames).to.have.length.of.at.least(12)
      for (const { bytes } of frames) {
        const frame = open(crcOpen(1, place), bytes)!
        expect(concat(...crcSeal(1).seal(frame.tag, frame.segments))).to.deep.equal(bytes)
      }
    })
  }

  for (const revision of [0, 1] as const) {
    describe(`revision ${revision}`, () => {
      const shapes = [[8], [41, 5], [41, 0, 5], [41, 0, 0, 5], [41, 1, 2, 3], [0, 5], [41, 20_000], [41, 9, 0, 70_000]]
      for (const shape of shapes) {
        it(`has segments of ${shape.join(', ')} bytes where they belong`, () => {
          const segments = shape.map((length, i) => pattern(length, 11 * i))
          const expected = frame(revision, Tag.Message, segments)
          expect(concat(...crcSeal(revision).seal(Tag.Message, segments))).to.deep.equal(expected)
          expect(open(crcOpen(revision, place), expected)).to.deep.equal({ tag: Tag.Message, segments })
        })
      }

      it('leaves trailing empty segments at home', () => {
        const empty = new Uint8Array(0)
        const expected = frame(revision, Tag.Message, [pattern(41), pattern(3)])
        expect(concat(...crcSeal(revision).seal(Tag.Message, [pattern(41), pattern(3), empty, empty]))).to.deep.equal(
          expected
        )
      })

      it('sends an only segment even when it is empty', () => {
        const bytes = concat(...crcSeal(revision).seal(Tag.Wait, [new Uint8Array(0)]))
        expect(bytes).to.have.length(revision === 0 ? 32 + 17 : 32)
        expect(open(crcOpen(revision, place), bytes)).to.deep.equal({ tag: Tag.Wait, segments: [new Uint8Array(0)] })
      })

      it('is one piece when it is small and does not copy what is large', () => {
        const large = pattern(100_000)
        expect(crcSeal(revision).seal(Tag.Message, [pattern(41), pattern(100)])).to.have.length(1)
        expect(crcSeal(revision).seal(Tag.Message, [pattern(41), large])).to.include(large)
      })

      it('comes back whatever it is', () => {
        const random = createRandom(3)
        for (let i = 0; i < 200; i++) {
          const segments = Array.from({ length: 1 + random.below(4) }, () => random.bytes(1 + random.below(300)))
          const bytes = concat(...crcSeal(revision).seal(Tag.Message, segments))
          expect(open(crcOpen(revision, place), bytes)).to.deep.equal({ tag: Tag.Message, segments })
        }
      })

      it('takes sums of zeros from a peer that has none, when told to', () => {
        const segments = [pattern(41), ascii('front')]
        const bytes = concat(...crcSeal(revision).seal(Tag.Message, segments))
        if (revision === 1) bytes.fill(0, 32 + 41, 32 + 45).fill(0, bytes.length - 12)
        else bytes.fill(0, bytes.length - 16)
        expect(open(crcOpen(revision, place, { verifyCrc: false }), bytes)).to.deep.equal({
          tag: Tag.Message,
          segments
        })
        expect(() => open(crcOpen(revision, place), bytes)).to.throw(FrameIntegrityError)
      })
    })
  }
})
