import { expect } from 'chai'
import { createRandom } from '@cephwire/codec/testing'
import { ChunkQueue } from '../src/chunk-queue.js'
import { concat, pattern } from './support/bytes.js'

describe('ChunkQueue', () => {
  it('hands out views where a piece lies in one chunk', () => {
    const queue = new ChunkQueue()
    const chunk = pattern(100)
    queue.push(chunk)
    const pieces = [queue.take(10), queue.take(20), queue.take(70)]
    expect(pieces.every(piece => piece.buffer === chunk.buffer)).to.equal(true)
    expect(concat(...pieces)).to.deep.equal(chunk)
    expect(queue.length).to.equal(0)
  })

  it('gathers a piece from several chunks', () => {
    const queue = new ChunkQueue()
    const bytes = pattern(5000)
    for (let at = 0; at < bytes.length; at += 1000) queue.push(bytes.subarray(at, at + 1000))
    expect(queue.take(10)).to.deep.equal(bytes.subarray(0, 10))
    expect(queue.take(4000)).to.deep.equal(bytes.subarray(10, 4010))
    expect(queue.length).to.equal(990)
    expect(queue.take(990)).to.deep.equal(bytes.subarray(4010))
  })

  it('takes nothing as nothing', () => {
    const queue = new ChunkQueue()
    queue.push(new Uint8Array(0))
    expect(queue.length).to.equal(0)
    expect(queue.take(0)).to.have.length(0)
  })

  it('hands out what came, however it came and is taken', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = createRandom(seed)
      const queue = new ChunkQueue()
      const sent: Uint8Array[] = []
      const taken: Uint8Array[] = []
      const copies: Uint8Array[] = []
      for (let step = 0; step < 200; step++) {
        if (random.below(2) === 0) {
          const chunk = random.bytes(random.below(random.below(4) === 0 ? 3000 : 40))
          sent.push(chunk)
          queue.push(chunk)
        } else {
          const piece = queue.take(random.below(queue.length + 1))
          taken.push(piece)
          copies.push(Uint8Array.from(piece))
        }
      }
      taken.push(queue.take(queue.length))
      expect(concat(...taken), `seed ${seed}`).to.deep.equal(concat(...sent))
      // What was handed out is not written to afterwards.
      expect(taken.slice(0, -1)).to.deep.equal(copies)
    }
  })

  it('puts small chunks together, so that single bytes cost little', () => {
    const queue = new ChunkQueue()
    const views = new Set<ArrayBufferLike>()
    for (let i = 0; i < 64 * 1024; i++) queue.push(Uint8Array.of(i))
    for (let i = 0; i < 64; i++) {
      const piece = queue.take(1024)
      views.add(piece.buffer)
      expect(piece[1023]).to.equal(255)
    }
    // The first byte is a chunk of its own, so pieces lie across the borders of 4 KiB; the others are views.
    expect(views.size).to.be.at.most(64 / 2)
  })

  it('shows a recorder everything that is taken, until it is ended', () => {
    const queue = new ChunkQueue()
    const recorded: Uint8Array[] = []
    queue.record(bytes => recorded.push(bytes))
    queue.push(pattern(10))
    queue.take(4)
    queue.take(0)
    queue.take(3)
    queue.record(undefined)
    queue.take(3)
    expect(concat(...recorded)).to.deep.equal(pattern(7))
  })
})
