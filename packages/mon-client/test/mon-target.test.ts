import { parseEntityAddr } from '@cephwire/codec'
import { createMonMap } from '@cephwire/maps'
import { expect } from 'chai'
import { formatTarget, monitorsOfMonMap, targetsOf, unionOfTargets } from '../src/mon-target.js'
import { target } from './support/targets.js'
import { FSID, monmapOf } from './support/monmaps.js'

const both = [parseEntityAddr('v2:10.0.0.1:3300/0'), parseEntityAddr('v1:10.0.0.1:6789/0')]
const monitors = [
  { name: 'both', addrs: both, priority: 1, weight: 2 },
  { name: 'old', addrs: [parseEntityAddr('v1:10.0.0.2:6789/0')], priority: 0, weight: 0 },
  { name: 'new', addrs: [parseEntityAddr('v2:10.0.0.3:3300/0')], priority: 0, weight: 0 },
  { name: 'none', addrs: [], priority: 0, weight: 0 }
]
const tried = (msMode: Parameters<typeof targetsOf>[1]): string[] => targetsOf(monitors, msMode).map(formatTarget)

describe('targetsOf()', () => {
  it('takes msgr1 alone in mode legacy', () => {
    expect(tried('legacy')).to.deep.equal(['v1:10.0.0.1:6789/0', 'v1:10.0.0.2:6789/0'])
  })

  for (const msMode of ['crc', 'secure'] as const) {
    it(`takes msgr2 alone in mode ${msMode}`, () => {
      expect(tried(msMode)).to.deep.equal(['v2:10.0.0.1:3300/0', 'v2:10.0.0.3:3300/0'])
    })
  }

  for (const msMode of ['prefer-crc', 'prefer-secure'] as const) {
    it(`takes msgr1 of those without msgr2 in mode ${msMode}`, () => {
      expect(tried(msMode)).to.deep.equal(['v2:10.0.0.1:3300/0', 'v1:10.0.0.2:6789/0', 'v2:10.0.0.3:3300/0'])
    })
  }

  it('keeps name, priority and weight', () => {
    const [first] = targetsOf(monitors, 'secure')
    expect(first).to.deep.equal({ name: 'both', addr: both[0], priority: 1, weight: 2 })
  })
})

describe('monitorsOfMonMap()', () => {
  it('gives the monitors in the order of their ranks', () => {
    const monmap = monmapOf({ a: 3300, b: 3301 })
    expect(monitorsOfMonMap(monmap).map(({ name }) => name)).to.deep.equal(['a', 'b'])
    expect(monitorsOfMonMap(createMonMap({ fsid: FSID, mons: [] }))).to.deep.equal([])
  })
})

describe('unionOfTargets()', () => {
  it('keeps the first of two with one address', () => {
    const [a, b, c] = [target('a'), target('b'), target('c')]
    expect(unionOfTargets([a, b], [{ ...b, name: 'noname-a' }, c])).to.deep.equal([a, b, c])
  })
})
