import { expect } from 'chai'
import { escapeLine, escapeText, forTerminal } from '../src/escape.js'

describe('escapeText()', () => {
  it('keeps text, newlines and tabs', () => {
    expect(escapeText('a\tb\nключ 鍵 🔑')).to.equal('a\tb\nключ 鍵 🔑')
  })

  const unsafe = [
    '\u001b',
    '\r',
    '\0',
    '\u007f',
    '\u009b',
    '\u2028',
    '\u202e',
    '\u2066',
    '\ud800',
    '\b',
    '\u061c',
    '\u200e',
    '\u200f',
    '\u200b',
    '\ufeff',
    '\u00ad'
  ]
  for (const char of unsafe) {
    const name = `\\u{${char.codePointAt(0)!.toString(16)}}`
    it(`shows ${name} as text`, () => {
      expect(escapeText(`a${char}b`)).to.equal(`a${name}b`)
    })
  }

  it('takes no longer for hostile text', () => {
    const started = performance.now()
    escapeText('\u001b['.repeat(100_000))
    expect(performance.now() - started).to.be.lessThan(1000)
  })
})

describe('forTerminal()', () => {
  it('escapes for a terminal, JSON as JSON, and for nothing else', () => {
    const json = '{"a":"\u009b"}'
    expect(forTerminal({ isTTY: true }, json)).to.equal('{"a":"\\u{9b}"}')
    expect(JSON.parse(forTerminal({ isTTY: true }, json, true))).to.deep.equal({ a: '\u009b' })
    expect(forTerminal({}, json)).to.equal(json)
  })
})

describe('escapeLine()', () => {
  it('leaves one line', () => {
    expect(escapeLine('a\nb\tc')).to.equal('a\\nb\\tc')
  })
})
