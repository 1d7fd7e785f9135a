import { expect } from 'chai'
import { CodecError, Reader, Writer } from '@cephwire/codec'
import { createRandom, fromHex, toHex } from '@cephwire/codec/testing'

const withLength = (bytes: Uint8Array): Uint8Array => new Writer().blob(bytes).finish()
const string = (bytes: Uint8Array): string => new Reader(withLength(bytes)).string()
const text = (bytes: Uint8Array): string => new Reader(withLength(bytes)).text()

describe('strings', () => {
  it('come out of the short cut for ASCII as they come out of the decoder, at every length', () => {
    const reference = new TextDecoder()
    for (let length = 0; length <= 200; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 37) % 128)
      expect(string(bytes), `${length}`).to.equal(reference.decode(bytes))
      expect(text(bytes), `${length}`).to.equal(reference.decode(bytes))
      expect(new Writer().string(string(bytes)).finish()).to.deep.equal(withLength(bytes))
    }
  })

  it('come back from UTF-8 of one to four bytes a character, wherever it stands', () => {
    for (const character of ['ä', '→', '😀', '\u0000']) {
      for (const pad of [0, 1, 9, 30, 95, 96, 97, 300]) {
        const value = 'x'.repeat(pad) + character + 'y'
        const bytes = new Writer().string(value).finish()
        expect(toHex(bytes.subarray(4))).to.equal(Buffer.from(value).toString('hex'))
        expect(new Reader(bytes).string()).to.equal(value)
      }
    }
  })

  it('keep a byte order mark', () => {
    expect(string(fromHex('ef bb bf 61'))).to.equal('\ufeffa')
    expect(text(fromHex('ef bb bf 61'))).to.equal('\ufeffa')
  })

  it('refuse bytes that are not UTF-8, where the string starts', () => {
    for (const hex of ['ff', 'c3', 'c0 80', 'ed a0 80', 'f4 90 80 80', '61 80']) {
      expect(() => string(fromHex(hex)), hex)
        .to.throw(CodecError, 'String is not UTF-8')
        .that.includes({ offset: 4 })
    }
    expect(() => string(new Uint8Array(500).fill(0xff))).to.throw(CodecError)
  })

  it('meant for people have U+FFFD for what is not UTF-8', () => {
    expect(text(fromHex('61 ff 62'))).to.equal('a\ufffdb')
  })

  it('with half a surrogate pair are refused, not changed silently', () => {
    for (const value of ['\ud800', 'a\udc00b', `${'x'.repeat(300)}\ud83d`]) {
      expect(() => new Writer().string(value)).to.throw(CodecError, 'surrogate')
    }
  })

  it('made at random come back', () => {
    const random = createRandom(20)
    for (let i = 0; i < 500; i++) {
      const points = Array.from({ length: random.below(40) }, () => {
        const point = random.below(random.below(4) === 0 ? 0x110000 : 0x80)
        return point >= 0xd800 && point < 0xe000 ? 0x20 : point
      })
      const value = String.fromCodePoint(...points)
      expect(new Reader(new Writer().string(value).finish()).string(), `seed ${random.seed}`).to.equal(value)
    }
  })
})
