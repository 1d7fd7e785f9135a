import { expect } from 'chai'
import { wrap } from '../../src/help/wrap.js'

describe('wrap()', () => {
  it('leaves alone what fits', () => {
    expect(wrap('osd tree', 8)).to.deep.equal(['osd tree'])
    expect(wrap('', 8)).to.deep.equal([])
  })

  it('breaks behind a space, and puts the next lines behind one', () => {
    expect(wrap('one two three four', 9)).to.deep.equal(['one two ', ' three ', ' four'])
  })

  it('breaks behind punctuation and digits, and not in words and brackets', () => {
    expect(wrap('osd.12345678', 6)).to.deep.equal(['osd.12', ' 34567', ' 8'])
    expect(wrap('<pool> [<pg_num>]', 10)).to.deep.equal(['<pool> ', ' [<pg_', ' num>]'])
  })

  it('cuts what has no place to break', () => {
    expect(wrap('abcdefgh', 3)).to.deep.equal(['abc', ' de', ' fg', ' h'])
  })
})
