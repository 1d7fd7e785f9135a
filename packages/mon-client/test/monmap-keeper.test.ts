import { createMonMap } from '@cephwire/maps'
import { parseEntityAddr } from '@cephwire/codec'
import { expect } from 'chai'
import { FsidMismatchError, MonSessionError } from '../src/errors.js'
import { MonMapKeeper } from '../src/monmap-keeper.js'
import { FSID, monMapMessage, monmapOf } from './support/monmaps.js'
import { thrown } from './support/canary.js'
import type { MonMap } from '@cephwire/maps'
import type { MonTarget } from '../src/mon-target.js'
import type { MsMode } from '../src/options.js'

const OTHER = '00000000-0000-4000-8000-000000000001'

/** A monmap of monitors by name and addresses, such as `v2:3300 v1:6789`. */
function mapOf(addrs: Readonly<Record<string, string>>, epoch: number): MonMap {
  const mons = Object.entries(addrs).map(([name, each]) => ({
    name,
    publicAddrs: each.split(' ').map(text => parseEntityAddr(text.replace(':', ':10.0.0.1:') + '/0')),
    priority: 0,
    weight: 0,
    crushLoc: new Map<string, string>()
  }))
  return createMonMap({ fsid: FSID, epoch, mons })
}

describe('MonMapKeeper', () => {
  let epochs: number[]

  beforeEach(() => {
    epochs = []
  })

  const keeperOf = (msMode: MsMode = 'prefer-secure', targetRank?: number): MonMapKeeper =>
    new MonMapKeeper({ msMode, targetRank, changed: ({ value }) => epochs.push(value.epoch) })
  const names = (targets: readonly MonTarget[]): string[] => targets.map(({ name }) => name)
  /** @returns why the session with the first target has to end */
  const after = (keeper: MonMapKeeper, before: MonMap, then: MonMap): string | undefined => {
    keeper.got(monMapMessage(before))
    const target = keeper.targets[0]!
    return keeper.follow(monMapMessage(then), target)?.message
  }

  it('knows nothing before the first map', () => {
    const keeper = keeperOf()
    expect([keeper.epoch, keeper.targets]).to.deep.equal([0, []])
    expect(thrown(() => keeper.monmap, MonSessionError).message).to.include('before the first session')
  })

  it('takes newer maps alone, and tells of them', () => {
    const keeper = keeperOf()
    for (const epoch of [3, 2, 3, 5]) keeper.got(monMapMessage(monmapOf({ a: 1 }, epoch)))
    keeper.follow(monMapMessage(monmapOf({ a: 1 }, 4)), undefined)
    keeper.follow(monMapMessage(monmapOf({ a: 1 }, 6)), undefined)
    expect(epochs).to.deep.equal([3, 5, 6])
    expect([keeper.epoch, keeper.monmap.epoch]).to.deep.equal([6, 6])
  })

  it('refuses the map of another cluster, and keeps its own', () => {
    const keeper = keeperOf()
    keeper.got(monMapMessage(monmapOf({ a: 1 }, 3)))
    const error = keeper.follow(monMapMessage(monmapOf({ a: 1 }, 9, OTHER)), undefined)
    expect(error).to.be.instanceOf(FsidMismatchError)
    expect(error).to.include({ expected: FSID, actual: OTHER })
    expect(keeper.monmap).to.include({ fsid: FSID, epoch: 3 })
  })

  it('throws for a map that does not decode, or has no monitors, and keeps its own', () => {
    const keeper = keeperOf()
    keeper.got(monMapMessage(monmapOf({ a: 1 }, 3)))
    expect(() => keeper.follow(monMapMessage(monmapOf({}, 4)), undefined)).to.throw(MonSessionError, 'no monitors')
    expect(keeper.epoch).to.equal(3)
  })

  it('stays with a monitor that stays in the map, wherever it stands there', () => {
    expect(after(keeperOf(), monmapOf({ a: 1, b: 2 }, 1), monmapOf({ x: 5, a: 1 }, 2))).to.equal(undefined)
  })

  it('leaves a monitor that leaves the map, or its address, and says so', () => {
    expect(after(keeperOf(), monmapOf({ a: 1, b: 2 }, 1), monmapOf({ b: 2 }, 2))).to.equal(
      'The monitor has left the monmap'
    )
    expect(after(keeperOf(), monmapOf({ a: 1, b: 2 }, 1), monmapOf({ a: 3, b: 2 }, 2))).to.equal(
      'The monitor has another address'
    )
  })

  it('stays with one whose address no map has had: it is that of a forwarded port', () => {
    const keeper = keeperOf()
    keeper.got(monMapMessage(monmapOf({ a: 1, b: 2 }, 1)))
    const target = { ...keeper.targets[0]!, addr: parseEntityAddr('v2:192.168.0.1:7000/0') }
    expect(keeper.follow(monMapMessage(monmapOf({ b: 2 }, 2)), target)).to.equal(undefined)
  })

  describe('when a monitor gains msgr2', () => {
    const [before, then] = [mapOf({ a: 'v1:6789', b: 'v1:6790' }, 1), mapOf({ a: 'v2:3300 v1:6789', b: 'v1:6790' }, 2)]

    it('moves to it where the mode allows that, and says so', () => {
      for (const msMode of ['prefer-secure', 'prefer-crc'] as const) {
        const keeper = keeperOf(msMode)
        expect(after(keeper, before, then)).to.equal('The monitor now speaks msgr2')
        expect(keeper.targets.map(({ addr }) => addr.type)).to.deep.equal(['msgr2', 'legacy'])
      }
    })

    it('stays on msgr1 where the mode says so', () => {
      expect(after(keeperOf('legacy'), before, then)).to.equal(undefined)
    })

    it('stays where another gains it', () => {
      expect(
        after(keeperOf(), mapOf({ b: 'v1:6790', a: 'v1:6789' }, 1), mapOf({ b: 'v1:6790', a: 'v2:3300' }, 2))
      ).to.equal(undefined)
    })
  })

  describe('with a target rank', () => {
    it('allows the monitor of that rank alone', () => {
      const keeper = keeperOf('crc', 1)
      keeper.got(monMapMessage(monmapOf({ a: 1, b: 2, c: 3 }, 1)))
      expect(names(keeper.targets)).to.deep.equal(['b'])
      expect(names(keeper.addresses)).to.deep.equal(['a', 'b', 'c'])
      expect(keeper.addresses.map(target => keeper.suits(target))).to.deep.equal([false, true, false])
    })

    it('allows all while the map has no such rank', () => {
      const keeper = keeperOf('crc', 7)
      keeper.got(monMapMessage(monmapOf({ a: 1, b: 2, c: 3 }, 1)))
      expect(names(keeper.targets)).to.deep.equal(['a', 'b', 'c'])
      expect(keeper.addresses.every(target => keeper.suits(target))).to.equal(true)
    })

    it('moves when another monitor takes that rank, and says so', () => {
      const keeper = keeperOf('crc', 1)
      expect(after(keeper, monmapOf({ a: 1, b: 2, c: 3 }, 1), monmapOf({ a: 1, c: 3, b: 2 }, 2))).to.equal(
        'Another monitor has rank 1'
      )
      expect(names(keeper.targets)).to.deep.equal(['c'])
    })

    it('moves when such a rank comes into being', () => {
      expect(after(keeperOf('crc', 1), monmapOf({ a: 1 }, 1), monmapOf({ a: 1, b: 2 }, 2))).to.equal(
        'Another monitor has rank 1'
      )
    })
  })
})
