import { createRequire } from 'node:module'
import { expect } from 'chai'
import { crc32c, crc32cImplementation, crc32cPortable } from '@cephwire/codec'
import { createRandom, everySplit } from '@cephwire/codec/testing'

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)
const ones = (length: number): Uint8Array => new Uint8Array(length).fill(1)

/** src/test/common/test_crc32c.cc of Ceph: seed, bytes, result. */
const known: readonly (readonly [string, number, Uint8Array, number])[] = [
  ['"foo bar baz"', 0, ascii('foo bar baz'), 4119623852],
  ['"foo bar baz"', 1234, ascii('foo bar baz'), 881700046],
  ['"whiz bang boom"', 0, ascii('whiz bang boom'), 2360230088],
  ['"whiz bang boom"', 5678, ascii('whiz bang boom'), 3743019208],
  ['5 ones', 0, ones(5), 2715569182],
  ['35 ones', 0, ones(35), 440531800],
  ['4096000 ones', 0, ones(4096000), 31583199],
  ['4096000 ones', 1234, ones(4096000), 1400919119]
]

describe('crc32c()', () => {
  for (const [what, seed, bytes, crc] of known) {
    it(`gives ${crc} for ${what} from ${seed}, as Ceph's own test has it`, () => {
      expect(crc32c(seed, bytes)).to.equal(crc)
      expect(crc32cPortable(seed, bytes)).to.equal(crc)
    })
  }

  it('leaves the seed as it is for no bytes, and returns a u32', () => {
    const none = new Uint8Array()
    expect(crc32c(0, none)).to.equal(0)
    expect(crc32c(0xffffffff, none)).to.equal(0xffffffff)
  })

  it('continues: the CRC of a part is the seed of the next, wherever the cut is', () => {
    const bytes = createRandom(32).bytes(300)
    const whole = crc32cPortable(0xffffffff, bytes)
    for (const [head, tail] of everySplit(bytes)) {
      expect(crc32c(crc32c(0xffffffff, head), tail), `cut at ${head.length}`).to.equal(whole)
    }
  })

  it('gives the same through whichever implementation a length is sent to, and at every alignment', () => {
    const random = createRandom(33)
    const bytes = random.bytes(250_000)
    const lengths = [0, 1, 7, 8, 15, 16, 17, 95, 96, 97, 111, 112, 2047, 2048, 4096, 114_687, 114_688, 114_689, 240_000]
    for (const length of lengths) {
      for (const start of [0, 1, 2, 3, 5]) {
        const part = bytes.subarray(start, start + length)
        const seed = random.below(0x1_0000_0000)
        expect(crc32c(seed, part), `${length} bytes from ${start}, seed ${seed}`).to.equal(crc32cPortable(seed, part))
      }
    }
  })

  it(`says which implementation long inputs go to: ${crc32cImplementation}`, function () {
    let native: ((input: Uint8Array, crc?: number) => number) | undefined
    try {
      native = (createRequire(import.meta.url)('@node-rs/crc32') as { crc32c: NonNullable<typeof native> }).crc32c
    } catch {
      console.log('      (@node-rs/crc32 is not installed here: only the built-in implementations were tried)')
    }
    expect(crc32cImplementation).to.equal(native === undefined ? 'portable' : 'native')
    const bytes = createRandom(34).bytes(5000)
    if (native !== undefined) expect(~native(bytes, ~7 >>> 0) >>> 0).to.equal(crc32cPortable(7, bytes))
  })
})
