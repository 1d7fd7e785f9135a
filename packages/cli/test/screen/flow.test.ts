import { expect } from 'chai'
import { flow } from '../../src/screen/flow.js'
import { plainText, span } from '../../src/screen/span.js'

const pieces = ['osd.1 down', 'osd.2 down', 'osd.30 down', 'osd.4 down'].map(text => [span(text)])
const drawn = (columns: number, rows: number): string[] => flow(pieces, columns, rows).map(plainText)

describe('pieces on lines', () => {
  it('are put behind one another while there is room', () => {
    expect(drawn(80, 9)).to.deep.equal(['osd.1 down  osd.2 down  osd.30 down  osd.4 down'])
    expect(drawn(24, 9)).to.deep.equal(['osd.1 down  osd.2 down', 'osd.30 down  osd.4 down'])
    expect(drawn(3, 9)).to.deep.equal(['osd.1 down', 'osd.2 down', 'osd.30 down', 'osd.4 down'])
  })

  it('are counted where there is no line left', () => {
    expect(drawn(24, 1)).to.deep.equal(['osd.1 down  … 3 more'])
    expect(drawn(34, 1)).to.deep.equal(['osd.1 down  osd.2 down  … 2 more'])
    expect(drawn(80, 0)).to.deep.equal([])
  })

  it('are nothing where there are none', () => {
    expect(flow([], 80, 3)).to.deep.equal([])
  })
})
