import { createCipheriv } from 'node:crypto'
import { expect } from 'chai'
import { createRandom, fromHex, toHex } from '@cephwire/codec/testing'
import { FrameIntegrityError, Tag } from '@cephwire/messenger'
import { CONNECTION_SECRET_BYTES, crcSeal, describeFrame, secureOpen, secureSeal } from '@cephwire/messenger/frames'
import type { Open, Side } from '@cephwire/messenger/frames'
import { concat, pattern, place } from '../support/bytes.js'
import { readTranscript } from '../support/replay.js'

const secret = pattern(64, 5)

/** Frames of one direction as the documents have them, written down a second time. */
function naiveSeal(from: Side): (tag: number, segments: readonly Uint8Array[]) => Uint8Array {
  const nonce = secret.slice(from === 'server' ? 16 : 28, from === 'server' ? 28 : 40)
  const counter = new DataView(nonce.buffer)
  const block = (plain: Uint8Array): Uint8Array => {
    const cipher = createCipheriv('aes-128-gcm', secret.subarray(0, 16), nonce)
    const sealed = concat(cipher.update(plain), cipher.final(), cipher.getAuthTag())
    counter.setBigUint64(4, counter.getBigUint64(4, true) + 1n, true)
    return sealed
  }
  const padded = (bytes: Uint8Array): Uint8Array => concat(bytes, new Uint8Array((16 - (bytes.length % 16)) % 16))
  return (tag, segments) => {
    const [first, ...others] = segments as [Uint8Array, ...Uint8Array[]]
    const preamble = concat(...crcSeal(1).seal(tag, segments)).subarray(0, 32)
    const inline = concat(first.subarray(0, 48), new Uint8Array(48)).subarray(0, 48)
    const blocks = [block(concat(preamble, inline))]
    if (first.length > 48) blocks.push(block(padded(first.subarray(48))))
    if (others.length > 0) blocks.push(block(concat(...others.map(padded), padded(Uint8Array.of(0x0e)))))
    return concat(...blocks)
  }
}

function opened(open: Open, bytes: Uint8Array): ReturnType<Open['openBody']> {
  const preamble = open.openPreamble(bytes.subarray(0, open.preambleBytes))
  expect(open.preambleBytes + open.bodyBytes(preamble)).to.equal(bytes.length)
  return open.openBody(preamble, bytes.subarray(open.preambleBytes))
}

describe('secureSeal() and secureOpen()', () => {
  it('need 40 bytes of secret', () => {
    expect(CONNECTION_SECRET_BYTES).to.equal(40)
    const short = secureSeal(secret.subarray(0, 40), 'client').seal(Tag.Wait, [pattern(1)])
    expect(concat(...short)).to.deep.equal(concat(...secureSeal(secret, 'client').seal(Tag.Wait, [pattern(1)])))
  })

  for (const side of ['client', 'server'] as const) {
    it(`seal as the documents have it, from the ${side}, block by block`, () => {
      const seal = secureSeal(secret, side)
      const open = secureOpen(secret, side === 'client' ? 'server' : 'client', place)
      const naive = naiveSeal(side)
      for (const shape of [
        [1],
        [8],
        [47],
        [48],
        [49],
        [64],
        [200],
        [41, 1],
        [41, 16],
        [41, 17, 0, 5],
        [41, 0, 0, 33],
        [60, 3, 3, 3]
      ]) {
        const segments = shape.map((length, i) => pattern(length, i))
        const bytes = naive(Tag.Message, segments)
        expect(concat(...seal.seal(Tag.Message, segments)), shape.join()).to.deep.equal(bytes)
        expect(opened(open, bytes)).to.deep.equal({ tag: Tag.Message, segments })
      }
    })
  }

  for (const name of ['Client-v2.1-secure-cephx', 'Client-v2.1-secure-cephx-aes256k']) {
    it(`open and seal what a real monitor has: ${name}`, () => {
      const { header, entries } = readTranscript(name)
      const connectionSecret = fromHex(header['connection-secret']!)
      for (const from of ['client', 'server'] as const) {
        const open = secureOpen(connectionSecret, from === 'client' ? 'server' : 'client', place)
        const seal = secureSeal(connectionSecret, from)
        const mine = entries.filter(entry => entry.from === from)
        const sealed = mine.slice(mine.findIndex(({ label }) => label.startsWith('AUTH_SIGNATURE')))
        expect(sealed).to.have.length.of.at.least(5)
        for (const { label, bytes } of sealed) {
          const frame = opened(open, bytes)!
          expect(label.startsWith(describeFrame(frame))).to.equal(true)
          expect(toHex(concat(...seal.seal(frame.tag, frame.segments)))).to.equal(toHex(bytes))
        }
      }
    })
  }

  it('come back whatever the segments are', () => {
    const random = createRandom(5)
    const seal = secureSeal(secret, 'client')
    const open = secureOpen(secret, 'server', place)
    for (let i = 0; i < 300; i++) {
      const segments = Array.from({ length: 1 + random.below(4) }, () => random.bytes(1 + random.below(200)))
      expect(opened(open, concat(...seal.seal(Tag.Message, segments)))).to.deep.equal({ tag: Tag.Message, segments })
    }
  })

  it('know how many bytes follow for any length of 32 bits', () => {
    const open = secureOpen(secret, 'server', place)
    const bodyBytes = (...lengths: number[]): number => open.bodyBytes({ tag: Tag.Message, lengths, flags: 0 })
    expect(bodyBytes(41, 0xfffffff1)).to.equal(0x100000000 + 32)
    expect(bodyBytes(0xffffffff)).to.equal(0x100000000 - 48 + 16)
    expect(bodyBytes(41, 0x7fffffff, 1, 16)).to.equal(0x80000000 + 16 + 16 + 32)
  })

  it('keep a client from opening its own frames', () => {
    const bytes = concat(...secureSeal(secret, 'client').seal(Tag.Wait, [pattern(1)]))
    expect(() => opened(secureOpen(secret, 'client', place), bytes)).to.throw(FrameIntegrityError, 'frame')
  })

  it('copy the secret', () => {
    const mine = Uint8Array.from(secret)
    const seal = secureSeal(mine, 'client')
    mine.fill(0)
    const bytes = concat(...seal.seal(Tag.Wait, [pattern(1)]))
    expect(opened(secureOpen(secret, 'server', place), bytes)).to.deep.include({ tag: Tag.Wait })
  })
})
