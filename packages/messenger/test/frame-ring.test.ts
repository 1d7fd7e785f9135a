import { expect } from 'chai'
import { Tag } from '@cephwire/messenger'
import { createFakeClock } from '@cephwire/messenger/testing'
import { FrameRing, Untagged } from '../src/frame-ring.js'
import { tagV1Name } from '../src/v1/constants.js'
import { ascii, pattern } from './support/bytes.js'

const message = (ring: FrameRing, direction: 'in' | 'out', tid: bigint): void =>
  ring.begin(direction, Tag.Message).segment(41).segment(Number(tid)).message(50, tid)

const tids = (ring: FrameRing): unknown[] => ring.records().map(({ tid }) => tid)

describe('FrameRing', () => {
  it('has tag, name, lengths and time of a frame, and type and tid of a message', async () => {
    const clock = createFakeClock(5000)
    const ring = new FrameRing({ clock, capacity: 4 })
    ring.frame('out', Tag.Hello, [pattern(36)])
    await clock.advance(12)
    ring.frame('in', Tag.Message, [pattern(41), ascii('front'), new Uint8Array(0), pattern(4096)])
    ring.message(50, 2n ** 64n - 1n)
    expect(ring.records()).to.deep.equal([
      { direction: 'out', at: 0, tag: 1, name: 'HELLO', lengths: [36] },
      {
        direction: 'in',
        at: 12,
        tag: 17,
        name: 'MESSAGE',
        lengths: [41, 5, 0, 4096],
        messageType: 50,
        tid: 2n ** 64n - 1n
      }
    ])
    expect(ring.millis).to.equal(12)
  })

  it('leaves out segments that do not travel', () => {
    const ring = new FrameRing({ clock: createFakeClock(), capacity: 4 })
    ring.frame('out', Tag.Message, [pattern(41), ascii('front'), new Uint8Array(0), new Uint8Array(0)])
    expect(ring.records()[0]!.lengths).to.deep.equal([41, 5])
  })

  it('names what has no tag, and tags by the protocol', () => {
    const ring = new FrameRing({ clock: createFakeClock(), capacity: 4, tagName: tagV1Name })
    ring.begin('in', Untagged.Banner).segment(9)
    ring.begin('out', Untagged.Connect).segment(33)
    ring.begin('in', 1)
    ring.begin('in', 99)
    expect(ring.records().map(({ tag, name }) => [tag, name])).to.deep.equal([
      [0, 'BANNER'],
      [0, 'CONNECT'],
      [1, 'READY'],
      [99, 'tag(99)']
    ])
  })

  for (const capacity of [1, 2, 3, 16]) {
    it(`keeps the last ${capacity}, oldest first`, () => {
      const ring = new FrameRing({ clock: createFakeClock(), capacity })
      expect(ring.records()).to.deep.equal([])
      const all: bigint[] = []
      for (let tid = 1n; tid <= 40n; tid++) {
        message(ring, tid % 3n === 0n ? 'in' : 'out', tid)
        all.push(tid)
        expect(tids(ring)).to.deep.equal(all.slice(-capacity))
      }
    })

    it(`knows the last frame of each direction of ${capacity}, however many of the other one follow`, () => {
      const ring = new FrameRing({ clock: createFakeClock(), capacity })
      expect(ring.lastWords()).to.equal('; nothing sent; nothing received')
      message(ring, 'out', 1n)
      for (let tid = 2n; tid <= 40n; tid++) {
        message(ring, 'in', tid)
        expect(ring.lastWords()).to.equal(
          `; last sent: MESSAGE type 50 tid 1, 0 ms before; last received: MESSAGE type 50 tid ${tid}, 0 ms before`
        )
      }
      for (let tid = 41n; tid <= 80n; tid++) {
        message(ring, 'out', tid)
        expect(ring.lastWords()).to.equal(
          `; last sent: MESSAGE type 50 tid ${tid}, 0 ms before; last received: MESSAGE type 50 tid 40, 0 ms before`
        )
      }
    })
  }

  it('says how long before', async () => {
    const clock = createFakeClock()
    const ring = new FrameRing({ clock, capacity: 4 })
    ring.begin('out', Tag.Keepalive2).segment(8)
    await clock.advance(1999.6)
    expect(ring.lastWords()).to.equal('; last sent: KEEPALIVE2, 2000 ms before; nothing received')
  })

  it('takes less than one for one', () => {
    const ring = new FrameRing({ clock: createFakeClock(), capacity: 0 })
    for (let tid = 1n; tid <= 3n; tid++) message(ring, 'out', tid)
    expect(tids(ring)).to.deep.equal([3n])
  })

  it('hands out what nobody can change and what does not change any more', () => {
    const ring = new FrameRing({ clock: createFakeClock(), capacity: 2 })
    message(ring, 'out', 1n)
    const records = ring.records()
    message(ring, 'out', 2n)
    message(ring, 'out', 3n)
    expect(records).to.have.length(1)
    expect(records[0]).to.include({ tid: 1n })
    for (const value of [records, records[0], records[0]!.lengths]) expect(Object.isFrozen(value)).to.equal(true)
  })
})
