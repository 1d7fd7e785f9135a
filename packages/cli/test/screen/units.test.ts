import { expect } from 'chai'
import { formatBytes, formatCount, formatMillis, formatTimespan } from '../../src/screen/units.js'

describe('numbers with units', () => {
  // As byte_u_t prints them.
  const bytes: readonly (readonly [number, string])[] = [
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1 KiB'],
    [1536, '1.5 KiB'],
    [134847, '132 KiB'],
    [10239, '10 KiB'],
    [764905856, '729 MiB'],
    [805306368, '768 MiB'],
    [2 ** 50 * 1.25, '1.2 PiB'],
    [-5, '0 B']
  ]
  for (const [value, text] of bytes) {
    it(`are bytes as Ceph prints them: ${value} is ${text}`, () => {
      expect(formatBytes(value)).to.equal(text)
    })
  }

  const counts: readonly (readonly [number, string])[] = [
    [999, '999'],
    [1000, '1k'],
    [1234, '1.23k'],
    [123_456, '123.46k'],
    [2_500_000, '2.50M'],
    [33.7, '33']
  ]
  for (const [value, text] of counts) {
    it(`are counts as Ceph prints them: ${value} is ${text}`, () => {
      expect(formatCount(value)).to.equal(text)
    })
  }

  const spans: readonly (readonly [number, string])[] = [
    [0, '0s'],
    [119.9, '119s'],
    [120, '2m'],
    [7199, '119m'],
    [7200, '2h'],
    [2 * 86400 - 1, '47h'],
    [2 * 86400, '2d'],
    [14 * 86400, '2w'],
    [84 * 86400, '2M'],
    [720 * 86400, '1y'],
    [800 * 86400, '2y'],
    [-1, '0s']
  ]
  for (const [seconds, text] of spans) {
    it(`are times as ceph status prints them: ${seconds} seconds are ${text}`, () => {
      expect(formatTimespan(seconds)).to.equal(text)
    })
  }

  it('are milliseconds with one place while that says something', () => {
    expect([0.04, 0.51, 99.94, 123.4].map(formatMillis)).to.deep.equal(['0.0 ms', '0.5 ms', '99.9 ms', '123 ms'])
  })
})
