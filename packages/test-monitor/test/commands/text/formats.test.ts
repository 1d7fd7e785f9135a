import { expect } from 'chai'
import { formatBytes } from '../../../src/commands/text/byte-size.js'
import { formatTable } from '../../../src/commands/text/text-table.js'
import { formatTimespan } from '../../../src/commands/text/timespan.js'

describe('formatTimespan()', () => {
  const DAY = 86_400_000
  for (const [millis, text] of [
    [711, '0.711s'],
    [113_000, '113s'],
    [121_000, '2m'],
    [3 * 3_600_000, '3h'],
    [3 * DAY, '3d'],
    [20 * DAY, '2w'],
    [100 * DAY, '3M'],
    [800 * DAY, '2y']
  ] as const) {
    it(`says ${text}`, () => expect(formatTimespan(millis)).to.equal(text))
  }
})

describe('formatBytes()', () => {
  // Those with a fraction are from a real `ceph df`.
  for (const [bytes, text] of [
    [0n, '0 B'],
    [1023n, '1023 B'],
    [43_864n, '43 KiB'],
    [536_827_048n, '512 MiB'],
    [509_982_304n, '486 MiB'],
    [1n << 40n, '1 TiB'],
    [3n << 29n, '1.5 GiB']
  ] as const) {
    it(`says ${text}`, () => expect(formatBytes(bytes)).to.equal(text))
  }
})

describe('formatTable()', () => {
  it('puts columns under their headings, two spaces apart', () => {
    const columns = [{ heading: 'A' }, { heading: 'NAME', left: true }]
    expect(formatTable(columns, [['10', 'x']])).to.equal(' A  NAME\n10  x   \n')
  })
})
