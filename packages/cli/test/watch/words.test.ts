import { parseEntityAddr } from '@cephwire/codec'
import { createMonMap, createOsdMap, diffOsdMaps } from '@cephwire/maps'
import { expect } from 'chai'
import { fieldWords } from '../../src/watch/fields.js'
import { fsMapChanges } from '../../src/watch/fs-map-changes.js'
import { healthChanges } from '../../src/watch/health-changes.js'
import { configChanges, kvChanges, kvToJson } from '../../src/watch/kv-changes.js'
import { mgrMapChanges } from '../../src/watch/mgr-map-changes.js'
import { monMapChanges, quorumChanges, quorumNames } from '../../src/watch/mon-map-changes.js'
import { osdMapChanges, osdStatJson } from '../../src/watch/osd-map-changes.js'
import { serviceMapChanges } from '../../src/watch/service-map-changes.js'
import type { Health } from '@cephwire/mon-client'
import type { FSMap, MdsInfo, MgrMap, MonMap, ServiceMap } from '@cephwire/maps'

const FSID = '4180c1ff-6a1d-46f0-9360-a2e085628383'

describe('health in words', () => {
  const check = (message: string, detail: string[] = [], more: object = {}): object => ({
    severity: 'HEALTH_WARN',
    summary: { message, count: 1 },
    detail: detail.map(message => ({ message })),
    muted: false,
    ...more
  })
  const health = (status: string, checks: object): Health => ({ status, checks, mutes: [] }) as unknown as Health
  const down = (message: string, ...detail: string[]): Health =>
    health('HEALTH_WARN', { MON_DOWN: check(message, detail) })

  it('is what it is at first', () => {
    expect(healthChanges(undefined, health('HEALTH_OK', {}))).to.deep.equal(['HEALTH_OK'])
    expect(healthChanges(undefined, down('1/3 mons down', 'mon.c is down'))).to.deep.equal([
      'HEALTH_WARN',
      '[WRN] MON_DOWN: 1/3 mons down',
      'MON_DOWN: mon.c is down'
    ])
  })

  it('is what appears, changes and clears, with details that are new', () => {
    const [ok, one] = [health('HEALTH_OK', {}), down('1/3 mons down', 'mon.c is down')]
    expect(healthChanges(ok, one)).to.deep.equal([
      'HEALTH_OK → HEALTH_WARN',
      'Health check failed: [WRN] 1/3 mons down (MON_DOWN)',
      'MON_DOWN: mon.c is down'
    ])
    expect(healthChanges(one, down('2/3 mons down', 'mon.c is down', 'mon.b is down'))).to.deep.equal([
      'Health check update: [WRN] 2/3 mons down (MON_DOWN)',
      'MON_DOWN: mon.b is down'
    ])
    expect(healthChanges(one, ok)).to.deep.equal([
      'HEALTH_WARN → HEALTH_OK',
      'Health check cleared: MON_DOWN (was: 1/3 mons down)'
    ])
  })

  it('is that a check is muted, or is no longer', () => {
    const [loud, muted] = [false, true].map(muted => health('HEALTH_OK', { X: check('x', [], { muted }) })) as [
      Health,
      Health
    ]
    expect(healthChanges(loud, muted)).to.deep.equal(['Health check muted: X'])
    expect(healthChanges(muted, loud)).to.deep.equal(['Health check unmuted: X'])
  })

  it('takes no name of a check for one of JavaScript', () => {
    const odd = health('HEALTH_WARN', JSON.parse('{"constructor": {}, "__proto__": 7}') as object)
    expect(healthChanges(health('HEALTH_OK', {}), odd)).to.deep.equal([
      'HEALTH_OK → HEALTH_WARN',
      'Health check failed: [???]  (constructor)',
      'Health check failed: [???]  (__proto__)'
    ])
  })
})

describe('monitors in words', () => {
  const monmap = (
    addrs: Readonly<Record<string, string>>,
    more: Partial<Pick<MonMap, 'epoch' | 'minMonRelease'>> = {}
  ): MonMap => {
    const mons = Object.entries(addrs).map(([name, addr]) => {
      const publicAddrs = [parseEntityAddr(`v2:${addr}/0`)]
      return { name, publicAddrs, priority: 0, weight: 0, crushLoc: new Map<string, string>() }
    })
    return createMonMap({ fsid: FSID, epoch: 1, ...more, mons })
  }
  const three = monmap({ a: '10.0.0.1:3300', b: '10.0.0.2:3300', c: '10.0.0.3:3300' })

  it('are who they are at first', () => {
    const two = monmap({ a: '10.0.0.1:3300', b: '10.0.0.2:3300' })
    expect(monMapChanges(undefined, two)).to.deep.equal(['mons a at v2:10.0.0.1:3300/0, b at v2:10.0.0.2:3300/0'])
  })

  it('are who comes, goes and moves, and what else has changed', () => {
    const next = monmap({ b: '10.0.0.9:3300', c: '10.0.0.3:3300', d: '10.0.0.4:3300' }, { epoch: 2, minMonRelease: 18 })
    expect(monMapChanges(three, next)).to.deep.equal([
      'mon.a removed',
      'mon.d added at v2:10.0.0.4:3300/0, rank 2',
      'mon.b address v2:10.0.0.2:3300/0 → v2:10.0.0.9:3300/0',
      'mon.b rank 1 → 0',
      'mon.c rank 2 → 1',
      'min_mon_release 0 → 18',
      'min_mon_release_name unknown → reef'
    ])
  })

  it('are a quorum, by the ranks that one of them tells', () => {
    expect(quorumNames({ quorum: [0, 2, 7] }, three)).to.deep.equal(['a', 'c', 'rank 7'])
    for (const odd of [undefined, null, 'x', {}, { quorum: {} }]) expect(quorumNames(odd, three)).to.deep.equal([])
    const all = ['a', 'b', 'c']
    expect(quorumChanges(undefined, all, all)).to.deep.equal(['quorum a,b,c'])
    expect(quorumChanges(undefined, ['a', 'b'], all)).to.deep.equal(['quorum a,b; out of quorum: c'])
    expect(quorumChanges(all, ['a', 'b'], all)).to.deep.equal(['quorum a,b; mon.c has left, out of quorum: c'])
    expect(quorumChanges(['a', 'b'], all, all)).to.deep.equal(['quorum a,b,c; mon.c has joined'])
    expect(quorumChanges(all, all, all)).to.deep.equal([])
  })
})

describe('OSDs in words', () => {
  const [EXISTS, UP] = [1, 2]
  const map = (states: number[], epoch = 1): ReturnType<typeof createOsdMap> =>
    createOsdMap({ fsid: FSID, epoch, osdState: states, osdWeight: [0x10000, 0, 0x10000] })
  const [before, after] = [map([EXISTS | UP, EXISTS | UP, 0]), map([EXISTS, EXISTS | UP, 0], 2)]

  it('are counted at first, and in epochs of which there is nothing to say', () => {
    expect(osdMapChanges(before, undefined)).to.deep.equal(['2 total, 2 up, 1 in'])
    expect(osdMapChanges(before, diffOsdMaps(before, before))).to.deep.equal(['2 total, 2 up, 1 in'])
    expect(osdMapChanges(after, diffOsdMaps(before, after))).to.deep.equal(['osd.0 down'])
  })

  it('are counted as ceph osd stat prints it', () => {
    expect(osdStatJson(after)).to.deep.equal({
      epoch: 2,
      num_osds: 2,
      num_up_osds: 1,
      osd_up_since: 0,
      num_in_osds: 1,
      osd_in_since: 0
    })
  })
})

describe('managers in words', () => {
  const blank: MgrMap = {
    epoch: 1,
    activeAddrs: [],
    activeGid: 7n,
    available: true,
    activeName: 'x',
    standbys: new Map(),
    modules: new Set(['iostat']),
    services: new Map(),
    availableModules: [],
    activeChange: { sec: 0, nsec: 0 },
    alwaysOnModules: new Map(),
    activeMgrFeatures: 0n,
    lastFailureOsdEpoch: 0,
    clients: []
  }
  const y = { gid: 8n, name: 'y', availableModules: [], mgrFeatures: 0n }
  const two = { ...blank, standbys: new Map([[8n, y]]) }

  it('are who is active and who stands by at first', () => {
    expect(mgrMapChanges(undefined, two)).to.deep.equal(['mgr.x is active, standbys: y'])
    expect(mgrMapChanges(undefined, { ...blank, activeGid: 0n, activeName: '' })).to.deep.equal(['no active mgr'])
  })

  it('are who takes over, and what they serve', () => {
    const over = { ...blank, activeGid: 8n, activeName: 'y', available: false }
    expect(mgrMapChanges(two, over)).to.deep.equal(['mgr.y is active (starting)'])
    expect(mgrMapChanges(over, { ...over, available: true })).to.deep.equal(['mgr.y is active'])
    expect(mgrMapChanges(two, blank)).to.deep.equal(['mgr.y no longer stands by'])
    expect(mgrMapChanges(blank, two)).to.deep.equal(['mgr.y stands by'])
    const dashboard = new Map([['dashboard', 'https://x:8443/']])
    const served = { ...blank, modules: new Set(['dashboard']), services: dashboard, flags: 1n }
    expect(mgrMapChanges({ ...blank, flags: 0n }, served)).to.deep.equal([
      'module dashboard enabled',
      'module iostat disabled',
      'dashboard at https://x:8443/',
      'flag down set: no mgr may be active'
    ])
    expect(mgrMapChanges(blank, { ...blank, epoch: 2 })).to.deep.equal([])
  })
})

describe('file systems in words', () => {
  const mds = (name: string, state: number, rank: number, sec = 0): MdsInfo =>
    ({ name, state, rank, laggySince: { sec, nsec: 0 } }) as unknown as MdsInfo
  const map = (standbys: MdsInfo[]): FSMap =>
    ({
      filesystems: new Map(),
      standbyDaemons: new Map(standbys.map((info, i) => [BigInt(i), info]))
    }) as unknown as FSMap

  it('are the daemons that come, go and change', () => {
    expect(fsMapChanges(undefined, map([]))).to.deep.equal(['no file systems'])
    expect(fsMapChanges(map([]), map([mds('a', -5, -1)]))).to.deep.equal(['mds.a up:standby'])
    expect(fsMapChanges(map([mds('a', -5, -1)]), map([mds('a', -5, -1, 9)]))).to.deep.equal([
      'mds.a up:standby → up:standby, laggy'
    ])
    expect(fsMapChanges(map([mds('a', -5, -1)]), map([]))).to.deep.equal(['mds.a gone (was up:standby)'])
  })
})

describe('services in words', () => {
  const daemon = (gid: bigint, tasks: readonly (readonly [string, string])[] = []): object => ({
    gid,
    metadata: new Map([
      ['hostname', 'h1'],
      ['ceph_version_short', '16.2.15']
    ]),
    taskStatus: new Map(tasks)
  })
  const map = (daemons: Readonly<Record<string, object>>, summary = ''): ServiceMap =>
    ({ services: new Map([['rgw', { daemons: new Map(Object.entries(daemons)), summary }]]) }) as unknown as ServiceMap

  it('are the daemons that register, restart and go', () => {
    expect(serviceMapChanges(undefined, map({}))).to.deep.equal(['no services'])
    expect(serviceMapChanges(map({}), map({ foo: daemon(7n) }))).to.deep.equal(['rgw.foo registered (h1, 16.2.15)'])
    expect(serviceMapChanges(map({ foo: daemon(7n) }), map({ foo: daemon(8n) }))).to.deep.equal([
      'rgw.foo restarted (h1, 16.2.15)'
    ])
    expect(serviceMapChanges(map({ foo: daemon(7n) }), map({ foo: daemon(7n, [['sync', 'idle']]) }))).to.deep.equal([
      'rgw.foo sync: idle'
    ])
    expect(serviceMapChanges(map({ foo: daemon(7n) }), map({}, '2 zones'))).to.deep.equal([
      'rgw.foo gone',
      'rgw: 2 zones'
    ])
  })
})

describe('keys and options in words', () => {
  const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1')
  const data = new Map([
    ['app/a', bytes('one\ttwo')],
    ['app/b', bytes('\x00\xff')],
    ['app/c', undefined]
  ])

  it('are values as ceph config-key dump prints them', () => {
    expect(kvChanges({ version: 3n, incremental: true, data }, 'app/')).to.deep.equal([
      'app/a = one\ttwo',
      'app/b = <<< binary blob of length 2 >>>',
      'app/c gone'
    ])
    expect(kvToJson({ version: 3n, incremental: true, data })).to.deep.equal({
      version: 3n,
      incremental: true,
      data: { 'app/a': 'one\ttwo', 'app/b': '<<< binary blob of length 2 >>>', 'app/c': null }
    })
    expect(kvChanges({ version: 3n, incremental: false, data: new Map() }, 'app/')).to.deep.equal([
      'no keys begin with app/'
    ])
  })

  it('are options that are set, changed and gone', () => {
    const before = new Map([
      ['debug_ms', '1'],
      ['log_file', 'x']
    ])
    const after = new Map([
      ['debug_ms', '20'],
      ['keyring', 'k']
    ])
    expect(configChanges(undefined, new Map())).to.deep.equal(['no options'])
    expect(configChanges(undefined, before)).to.deep.equal(['debug_ms = 1', 'log_file = x'])
    expect(configChanges(before, after)).to.deep.equal(['log_file no longer set', 'debug_ms 1 → 20', 'keyring = k'])
  })

  it('are fields that hold one value each', () => {
    expect(
      fieldWords({ a: 1, 'b: ': 'x', c: [1], d: true }, { a: 2, 'b: ': '', c: [2], d: true, e: 3 }, [])
    ).to.deep.equal(['a 1 → 2', 'b x → (none)', 'e (none) → 3'])
  })
})
