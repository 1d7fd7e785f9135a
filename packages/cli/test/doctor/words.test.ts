import { expect } from 'chai'
import { shellWord } from '../../src/doctor/words.js'

describe('a word to copy', () => {
  it('is one word of a shell, whatever it is', () => {
    const words = ['ceph-mon@a.b', 'a; reboot', "it's", '$(x)', '']
    expect(words.map(shellWord)).to.deep.equal(['ceph-mon@a.b', "'a; reboot'", "'it'\\''s'", "'$(x)'", "''"])
  })
})
