import { expect } from 'chai'
import { clipLine, lineWidth, paint, plainText, span, spread } from '../../src/screen/span.js'

const line = [span('osd.3 ', 'bold'), span('down', 'bad'), span(' for 3m')]

describe('a line of spans', () => {
  it('is as wide as its texts', () => {
    expect(lineWidth(line)).to.equal(17)
    expect(lineWidth([span('日本'), span('!')])).to.equal(5)
  })

  it('is cut at any width without becoming wider', () => {
    for (let columns = 0; columns <= 20; columns++) {
      const text = plainText(clipLine(line, columns))
      expect(text.length).to.be.at.most(columns)
      expect(text.endsWith('…')).to.equal(columns > 0 && columns < 17, `${columns}`)
    }
    expect(plainText(clipLine(line, 17))).to.equal('osd.3 down for 3m')
    expect(plainText(clipLine(line, 10))).to.equal('osd.3 dow…')
  })

  it('keeps what ends where the room ends, when only blanks follow', () => {
    expect(plainText(clipLine([span('osd'), span('   ')], 3)).trim()).to.equal('osd')
  })

  it('is written with colours or without', () => {
    expect(paint(line, false)).to.equal('osd.3 down for 3m')
    expect(paint(line, true)).to.equal('\x1b[1mosd.3 \x1b[0m\x1b[1;31mdown\x1b[0m for 3m')
  })

  it('is spread over the width where both ends fit', () => {
    expect(plainText(spread([span('left')], [span('right')], 12))).to.equal('left   right')
    expect(plainText(spread([span('left')], [span('right')], 10))).to.equal('left')
  })
})
