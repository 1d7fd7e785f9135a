import { expect } from 'chai'
import { Canvas } from '../../src/screen/canvas.js'

describe('a canvas', () => {
  it('writes everything at first, and then lines that differ', () => {
    const canvas = new Canvas()
    expect(canvas.draw(['one', 'two', ''])).to.equal('\x1b[1;1H\x1b[Kone\x1b[2;1H\x1b[Ktwo\x1b[3;1H\x1b[K')
    expect(canvas.draw(['one', 'two', ''])).to.equal('')
    expect(canvas.draw(['one', 'zwei', ''])).to.equal('\x1b[2;1H\x1b[Kzwei')
    expect(canvas.draw(['one', '', ''])).to.equal('\x1b[2;1H\x1b[K')
  })

  it('writes everything again when it was cleared', () => {
    const canvas = new Canvas()
    canvas.draw(['one', 'two'])
    canvas.clear()
    expect(canvas.draw(['one'])).to.equal('\x1b[1;1H\x1b[Kone')
  })
})
