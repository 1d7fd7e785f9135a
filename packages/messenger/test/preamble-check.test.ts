import { expect } from 'chai'
import { FrameTooLargeError, MalformedFrameError, Tag, UnexpectedFrameError } from '@cephwire/messenger'
import { checkPreamble } from '../src/preamble-check.js'
import { limits, place } from './support/bytes.js'

const check = (tag: number, lengths: readonly number[], { authenticated = true, flags = 0 } = {}): (() => void) => {
  return () => checkPreamble({ tag, lengths, flags }, limits, authenticated, place)
}

describe('checkPreamble()', () => {
  it('takes messages of one to four segments up to their limits', () => {
    const MiB = 1024 * 1024
    for (const lengths of [[41], [41, 16 * MiB], [41, 0, 16 * MiB], [41, 1, 1, 64 * MiB]]) check(Tag.Message, lengths)()
  })

  it('takes control frames of one segment up to 64 KiB', () => {
    for (const length of [1, 65536]) check(Tag.Keepalive2, [length])()
    expect(check(Tag.Keepalive2, [65537])).to.throw(FrameTooLargeError, 'Frame KEEPALIVE2 of 65537 bytes')
  })

  it('takes an empty WAIT, and no other empty control frame', () => {
    check(Tag.Wait, [0])()
    for (const tag of Object.values(Tag).filter(tag => tag !== Tag.Wait && tag !== Tag.Message)) {
      expect(check(tag, [0]), String(tag)).to.throw(MalformedFrameError, 'is empty')
    }
  })

  it('names the section that is too large', () => {
    const over = 0xffffffff
    expect(check(Tag.Message, [41, over])).to.throw(FrameTooLargeError, 'Front of 4294967295 bytes')
    expect(check(Tag.Message, [41, 0, over])).to.throw(FrameTooLargeError, 'Middle')
    expect(check(Tag.Message, [41, 0, 0, over])).to.throw(FrameTooLargeError, 'Data')
  })

  it('adds segments up before authentication', () => {
    check(Tag.Message, [41, 65495], { authenticated: false })()
    expect(check(Tag.Message, [41, 65496], { authenticated: false })).to.throw(FrameTooLargeError, '65537')
    const lengths = [41, 0xffffffff, 0xffffffff, 0xffffffff]
    expect(check(Tag.Message, lengths, { authenticated: false })).to.throw(
      FrameTooLargeError,
      String(41 + 3 * 0xffffffff)
    )
  })

  it('refuses compressed frames, which were not offered', () => {
    expect(check(Tag.Message, [41], { flags: 1 })).to.throw(MalformedFrameError, 'is compressed')
    check(Tag.Message, [41], { flags: 0xfe })()
  })

  it('refuses tags that it does not know first of all', () => {
    expect(check(23, [])).to.throw(UnexpectedFrameError, 'tag(23) is unknown')
  })

  it('refuses other segment counts', () => {
    for (const lengths of [[], [41, 1, 1, 1, 1]]) expect(check(Tag.Message, lengths)).to.throw(MalformedFrameError)
    expect(check(Tag.Hello, [1, 1])).to.throw(MalformedFrameError, 'has 2 segments')
    expect(check(Tag.Message, [41, 0])).to.throw(MalformedFrameError, 'empty last segment')
  })
})
