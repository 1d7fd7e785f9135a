import { ServiceId } from '@cephwire/auth'
import { parseEntityAddr } from '@cephwire/codec'
import { createOsdMap } from '@cephwire/maps'
import { expect } from 'chai'
import { activeMgrIn, osdIn, primaryIn } from '../../src/daemons/daemon.js'
import { allMds, mdsIn } from '../../src/daemons/resolve-mds.js'
import { TargetError } from '../../src/errors.js'
import { thrown } from '../support/canary.js'
import { FSID } from '../support/monmaps.js'
import type { FSMap, MdsInfo, MgrMap } from '@cephwire/maps'

const addrs = [parseEntityAddr('v2:10.0.0.3:6800/77')]

describe('osdIn()', () => {
  const map = createOsdMap({ fsid: FSID, epoch: 4, maxOsd: 3, osdState: [3, 1, 0], clientAddrs: [addrs, [], []] })

  it('finds an OSD that is up', () => {
    expect(osdIn(map, 0)).to.deep.equal({ name: 'osd.0', service: ServiceId.Osd, addrs })
  })

  it('tells one that is down from those that do not exist', () => {
    expect(thrown(() => osdIn(map, 1), TargetError)).to.include({
      errnoName: 'ENXIO',
      errno: 6,
      target: 'osd.1',
      retryable: true
    })
    for (const osd of [2, 3, 99]) {
      const error = thrown(() => osdIn(map, osd), TargetError)
      expect(error).to.include({ errnoName: 'ENOENT', errno: 2, retryable: false })
      expect(error.message).to.equal(`ENOENT: osd.${osd} does not exist`)
    }
  })

  it('knows no placement group of a pool that there is not', () => {
    expect(thrown(() => primaryIn(map, '9.0'), TargetError)).to.include({ errnoName: 'ENOENT', target: '9.0' })
  })
})

describe('activeMgrIn()', () => {
  const map = { available: true, activeName: 'x', activeAddrs: addrs } as unknown as MgrMap

  it('is the active manager, named or not', () => {
    const mgr = { name: 'mgr.x', service: ServiceId.Mgr, addrs }
    expect([activeMgrIn(map), activeMgrIn(map, 'x')]).to.deep.equal([mgr, mgr])
  })

  it('is nobody while none is ready', () => {
    expect(activeMgrIn({ ...map, available: false }, 'y')).to.equal(undefined)
  })

  it('is not another', () => {
    expect(thrown(() => activeMgrIn(map, 'y'), TargetError)).to.include({ errnoName: 'ENXIO', target: 'mgr.y' })
  })
})

describe('mdsIn()', () => {
  const mds = (name: string, globalId: bigint, laggy = 0): MdsInfo =>
    ({ name, globalId, addrs, laggySince: { sec: laggy, nsec: 0 } }) as unknown as MdsInfo
  const filesystem = (fscid: number, fsName: string, infos: readonly MdsInfo[]): unknown => ({
    fscid,
    mdsMap: {
      fsName,
      in: new Set([0, 1]),
      up: new Map(infos.slice(0, 1).map(({ globalId }) => [0, globalId])),
      mdsInfo: new Map(infos.map(info => [info.globalId, info]))
    }
  })
  const map = {
    legacyClientFscid: 1,
    filesystems: new Map([
      [1, filesystem(1, 'one', [mds('a', 11n)])],
      [2, filesystem(2, 'two', [mds('b', 22n, 5), mds('c', 23n)])]
    ]),
    standbyDaemons: new Map([[7n, mds('s', 7n)]])
  } as unknown as FSMap

  for (const [spec, name] of [
    ['0', 'a'],
    ['one:0', 'a'],
    ['1:0', 'a'],
    ['11', 'a'],
    ['a', 'a'],
    ['c', 'c'],
    ['7', 's'],
    ['s', 's']
  ] as const) {
    it(`finds ${spec}`, () => {
      expect(mdsIn(map, spec)).to.deep.equal({ name: `mds.${name}`, service: ServiceId.Mds, addrs })
    })
  }

  for (const [spec, errnoName] of [
    ['zz', 'ENOENT'],
    ['99', 'ENOENT'],
    ['two:9', 'ENOENT'],
    ['three:0', 'ENOENT'],
    ['1', 'EAGAIN'],
    ['two:1', 'EAGAIN'],
    ['two:0', 'ENOENT'],
    ['b', 'ENOENT']
  ] as const) {
    it(`has ${errnoName} for ${spec}`, () => {
      expect(thrown(() => mdsIn(map, spec), TargetError)).to.include({ errnoName, target: `mds.${spec}` })
    })
  }

  it('has no default rank without a default file system', () => {
    expect(thrown(() => mdsIn({ ...map, legacyClientFscid: -1 }, '0'), TargetError).errnoName).to.equal('ENOENT')
  })

  it('has a name that people can be shown', () => {
    const odd = { ...map, standbyDaemons: new Map([[9n, mds(`\u0007${'x'.repeat(500)}`, 9n)]]) }
    expect(mdsIn(odd, '9').name).to.equal(`mds.\\u{7}${'x'.repeat(123)}…`)
  })

  it('is one of all', () => {
    expect(Array.from(allMds(map), ({ name }) => name)).to.deep.equal(['s', 'a', 'b', 'c'])
  })
})
