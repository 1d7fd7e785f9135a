import { expect } from 'chai'
import { clip, pad, widthOf } from '../../src/screen/width.js'

describe('widths of text', () => {
  const widths: readonly (readonly [text: string, width: number])[] = [
    ['', 0],
    ['osd.3 down', 10],
    ['é', 1],
    ['e\u0301', 1],
    ['日本', 4],
    ['한글', 4],
    ['🐙', 2],
    ['→', 1],
    ['…', 1]
  ]
  for (const [text, width] of widths) {
    it(`are those of a terminal: ${JSON.stringify(text)} takes ${width}`, () => {
      expect(widthOf(text)).to.equal(width)
    })
  }

  it('decide where a text is cut, and never half of a wide character is left', () => {
    expect(clip('osd.3 down', 10)).to.equal('osd.3 down')
    expect(clip('osd.3 down', 9)).to.equal('osd.3 do…')
    expect(clip('日本語', 6)).to.equal('日本語')
    expect(clip('日本語', 5)).to.equal('日本…')
    expect(clip('日本語', 4)).to.equal('日…')
    expect(clip('… 3 more lines', 11)).to.equal('… 3 more l…')
    expect(clip('e\u0301e\u0301e\u0301', 2)).to.equal('e\u0301…')
    expect(clip('osd', 1)).to.equal('…')
    expect(clip('osd', 0)).to.equal('')
    expect(clip('osd', -3)).to.equal('')
  })

  it('fill up to so many cells, on either side', () => {
    expect(pad('日本', 6)).to.equal('日本  ')
    expect(pad('7', 3, 'right')).to.equal('  7')
    expect(pad('1234', 3, 'right')).to.equal('12…')
  })
})
