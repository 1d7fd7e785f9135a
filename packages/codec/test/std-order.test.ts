import { compareUtf8, sortedByKey, sortedByNumber, sortedNumbers } from '@cephwire/codec'
import { expect } from 'chai'

describe('the order of std::map and std::set', () => {
  const words = [
    '',
    'a',
    'aa',
    'b',
    'B',
    '\u00e9',
    '\u20ac',
    '\ue000',
    '\uffff',
    '\u{10000}',
    '\u{1f600}',
    'a\u{1f600}'
  ]

  it('is that of the bytes of UTF-8, also where UTF-16 has another', () => {
    const byBytes = [...words].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    expect([...words].sort(compareUtf8)).to.deep.equal(byBytes)
    expect([...words].sort()).to.not.deep.equal(byBytes)
  })

  it('sorts a map by its keys, and leaves the one that it is given as it is', () => {
    const map = new Map(words.map((word, i) => [word, i]))
    const before = [...map.keys()]
    expect([...sortedByKey(map).keys()]).to.deep.equal([...words].sort(compareUtf8))
    expect([...map.keys()]).to.deep.equal(before)
  })

  it('sorts numbers by their value', () => {
    expect(sortedNumbers(new Set([10, 9, -1]))).to.deep.equal([-1, 9, 10])
    expect(sortedNumbers(new Set([1n << 63n, 2n]))).to.deep.equal([2n, 1n << 63n])
    expect([
      ...sortedByNumber(
        new Map([
          [10, 'b'],
          [9, 'a']
        ])
      ).values()
    ]).to.deep.equal(['a', 'b'])
  })
})
