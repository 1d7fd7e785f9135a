import { expect } from 'chai'
import { shellWords } from '../src/shell-words.js'

describe('shellWords()', () => {
  const lines = [
    ['', []],
    ['  osd   pool\tls ', ['osd', 'pool', 'ls']],
    [`a 'b c' "d e"f`, ['a', 'b c', 'd ef']],
    [`'' ""`, ['', '']],
    [`a\\ b \\"c`, ['a b', '"c']],
    [`"a\\"b\\\\c\\d" 'a\\b'`, ['a"b\\c\\d', 'a\\b']],
    ['{"prefix": "x"} #y', ['{prefix:', 'x}', '#y']]
  ] as const
  for (const [line, words] of lines) {
    it(`takes apart ${JSON.stringify(line)}`, () => {
      expect(shellWords(line)).to.deep.equal(words)
    })
  }

  for (const line of ['"a', "b 'c", 'd\\']) {
    it(`refuses ${line}`, () => {
      expect(() => shellWords(line))
        .to.throw()
        .with.property('code', 'ERR_CEPH_CLI_USAGE')
    })
  }
})
