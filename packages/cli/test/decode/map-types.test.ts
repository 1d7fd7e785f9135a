import { readFileSync } from 'node:fs'
import { decode, encode } from '@cephwire/codec'
import { fromHex } from '@cephwire/codec/testing'
import * as maps from '@cephwire/maps'
import { expect } from 'chai'
import { stringify } from '../../src/decode/to-json.js'
import { decodableTypes } from '../../src/decode/types.js'
import type { Codec } from '@cephwire/codec'

const print = <T>(name: string, codec: Codec<T>, value: T): unknown =>
  JSON.parse(stringify(decodableTypes.get(name)!.decode(encode(codec, value)).json))

/** Of packages/maps: bytes of a real monitor, and what it prints of them. */
const vector = (name: string): string =>
  readFileSync(new URL(`../../../maps/test/vectors/${name}`, import.meta.url), 'utf8')

const NO_TIME = { sec: 0, nsec: 0 }
const FSID = '4180c1ff-6a1d-46f0-9360-a2e085628383'

const daemon = {
  gid: 4200n,
  addr: { type: 'legacy', nonce: 7, host: '10.0.0.1', port: 0 },
  startEpoch: 3,
  startStamp: NO_TIME,
  metadata: new Map([['kernelVersion', '6']]),
  taskStatus: new Map()
} as const
const daemonJson = {
  start_epoch: 3,
  start_stamp: '0.000000',
  gid: 4200,
  addr: '10.0.0.1:0/7',
  metadata: { kernelVersion: '6' },
  task_status: {}
}

const option = {
  name: 'log_level',
  type: 2,
  level: 1,
  flags: 1,
  defaultValue: '',
  min: '',
  max: '',
  enumAllowed: new Set(['info']),
  desc: '',
  longDesc: '',
  tags: new Set<string>(),
  seeAlso: new Set<string>()
}
const optionJson = {
  name: 'log_level',
  type: 'str',
  level: 'advanced',
  flags: 1,
  default_value: '',
  min: '',
  max: '',
  enum_allowed: ['info'],
  desc: '',
  long_desc: '',
  tags: [],
  see_also: []
}

describe('parts of maps', () => {
  it('are printed as in their map: ServiceMap::Service and ServiceMap::Daemon', () => {
    expect(print('ServiceMap::Daemon', maps.serviceDaemonCodec, daemon)).to.deep.equal(daemonJson)
    const service = { daemons: new Map([['x', daemon]]), summary: '1 daemon' }
    expect(print('ServiceMap::Service', maps.serviceCodec, service)).to.deep.equal({
      daemons: { summary: '1 daemon', x: daemonJson }
    })
  })

  it('are printed as a real monitor does: Filesystem, MDSMap, MDSMap::mds_info_t, CompatSet', () => {
    const { filesystems, standbyDaemons, defaultCompat } = decode(maps.fsMapCodec, fromHex(vector('fsmap-18.2.7.hex')))
    const real = JSON.parse(vector('fsmap-18.2.7.json')) as {
      readonly compat: unknown
      readonly standbys: readonly { readonly epoch: number }[]
      readonly filesystems: readonly { readonly mdsmap: unknown; readonly id: number }[]
    }
    expect(print('CompatSet', maps.compatSetCodec, defaultCompat)).to.deep.equal(real.compat)
    const info = print('MDSMap::mds_info_t', maps.mdsInfoCodec, [...standbyDaemons.values()][0]!)
    expect({ ...(info as object), epoch: real.standbys[0]!.epoch }).to.deep.equal(real.standbys[0])
    const printed = [...filesystems.values()].map(filesystem => print('Filesystem', maps.filesystemCodec, filesystem))
    expect(printed).to.deep.equal(real.filesystems)
    const mdsMaps = [...filesystems.values()].map(({ mdsMap }) => print('MDSMap', maps.mdsMapCodec, mdsMap))
    expect(mdsMaps).to.deep.equal(real.filesystems.map(({ mdsmap }) => mdsmap))
  })

  it('are printed as a real manager does: pool_stat_t, object_stat_collection_t, object_stat_sum_t', () => {
    const stat = decode(maps.poolStatCodec, fromHex(vector('pool-stat-18.2.7.hex')))
    const real = JSON.parse(vector('pool-stat-18.2.7.json')) as Record<string, unknown>
    expect(print('pool_stat_t', maps.poolStatCodec, stat)).to.deep.equal(real)
    expect(print('object_stat_sum_t', maps.objectStatSumCodec, stat.stats.sum)).to.deep.equal(real['stat_sum'])
    expect(print('store_statfs_t', maps.storeStatfsCodec, stat.storeStats)).to.deep.equal(real['store_stats'])
    expect(print('object_stat_collection_t', maps.objectStatCollectionCodec, stat.stats)).to.deep.equal({
      stat_sum: real['stat_sum']
    })
  })

  it('are printed as in their map: MgrMap::ModuleInfo and MgrMap::ModuleOption', () => {
    expect(print('MgrMap::ModuleOption', maps.mgrModuleOptionCodec, option)).to.deep.equal(optionJson)
    const info = { name: 'm', canRun: true, errorString: '', moduleOptions: new Map([['log_level', option]]) }
    expect(print('MgrMap::ModuleInfo', maps.mgrModuleInfoCodec, info)).to.deep.equal({
      name: 'm',
      can_run: true,
      error_string: '',
      module_options: { log_level: optionJson }
    })
  })

  it('are printed as in their map: a pool of an increment', () => {
    const pool = maps.createPgPool({ size: 2 })
    const newPools = new Map([[1n, pool]])
    const printed = print(
      'OSDMap::Incremental',
      maps.osdMapIncrementalCodec,
      maps.createOsdMapIncremental({ fsid: FSID, epoch: 2, newPools })
    ) as Record<string, unknown>
    expect(printed).to.deep.include({ fsid: FSID, epoch: 2, new_max_osd: -1, new_weight: {} })
    expect(printed).to.not.have.any.keys('fullmap', 'crush', 'encoding')
    expect(printed['new_pools']).to.deep.equal({ 1: print('pg_pool_t', maps.pgPoolCodec, pool) })
  })

  it('are in hexadecimal where they cannot be read: the CRUSH map of an increment', () => {
    const crush = Uint8Array.of(1, 2, 3)
    const inc = maps.createOsdMapIncremental({ fsid: FSID, epoch: 2, crush })
    expect(print('OSDMap::Incremental', maps.osdMapIncrementalCodec, inc)).to.deep.include({ crush: '010203' })
  })
})
