import { expect } from 'chai'
import { wantsColour } from '../../src/screen/colour.js'

const write = (): void => undefined
const terminal = { isTTY: true, write }
const pipe = { isTTY: false, write }

describe('colours', () => {
  it('are for terminals that have them', () => {
    expect(wantsColour(terminal, { TERM: 'xterm' })).to.equal(true)
    expect(wantsColour(terminal, { TERM: 'dumb' })).to.equal(false)
    expect(wantsColour(pipe, { TERM: 'xterm' })).to.equal(false)
  })

  it('are forbidden by NO_COLOR and asked for by FORCE_COLOR', () => {
    expect(wantsColour(terminal, { NO_COLOR: '1', FORCE_COLOR: '1' })).to.equal(false)
    expect(wantsColour(terminal, { NO_COLOR: '' })).to.equal(true)
    expect(wantsColour(pipe, { FORCE_COLOR: '1' })).to.equal(true)
    expect(wantsColour(terminal, { FORCE_COLOR: '0' })).to.equal(false)
  })
})
