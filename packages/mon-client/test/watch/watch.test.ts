import { EntityType } from '@cephwire/codec'
import {
  ClogType,
  SubscribeFlag,
  config,
  encodeMessage,
  fsMap,
  fsMapUser,
  kvData,
  log,
  mdsMap,
  mgrDigest,
  mgrMap,
  osdMap,
  serviceMap
} from '@cephwire/messages'
import { expect } from 'chai'
import { ConfigError } from '../../src/errors.js'
import { Subscriptions } from '../../src/subscriptions.js'
import { createWatch } from '../../src/watch/watch.js'
import { Watches } from '../../src/watch/watches.js'
import { FSID, monMapMessage, monmapOf, received } from '../support/monmaps.js'
import { fullOSDMap, incrementalOSDMap } from '../support/osdmaps.js'
import type { Message, OutgoingMessage } from '@cephwire/messenger'
import type { EncodedMap } from '../../src/watch/map-feeds.js'
import type { Watch } from '../../src/watch/watch.js'

const bytes = Uint8Array.of(1, 2, 3)
/** ENCODE_START(1, 1) and an epoch. */
const versioned = (epoch: number): Uint8Array => Uint8Array.of(1, 1, 4, 0, 0, 0, epoch, 0, 0, 0)

describe('createWatch()', () => {
  let sent: string[]
  let watches: Watches
  let watch: Watch

  beforeEach(() => {
    sent = []
    const subscriptions = new Subscriptions()
    watches = new Watches(subscriptions, () => {
      for (const [name, { start, flags }] of subscriptions.take() ?? []) {
        sent.push(`${name} ${start}${flags === SubscribeFlag.Onetime ? ' once' : ''}`)
      }
    })
    watch = createWatch(watches)
  })

  const handle = (message: OutgoingMessage | Message): boolean => watches.handle(received(message))
  const taken = async <T>(iterator: AsyncIterator<T>): Promise<T | undefined> => {
    const next = await iterator.next()
    return next.done === true ? undefined : next.value
  }
  const optionsOf = (entries: Readonly<Record<string, string>>): OutgoingMessage =>
    encodeMessage(config, { config: new Map(Object.entries(entries)) })
  const osdMapOf = (full: readonly number[], incremental: readonly number[]): OutgoingMessage =>
    encodeMessage(osdMap, {
      fsid: FSID,
      maps: new Map(full.map(epoch => [epoch, fullOSDMap(epoch)])),
      incrementalMaps: new Map(incremental.map(epoch => [epoch, incrementalOSDMap(epoch)])),
      clusterOsdmapTrimLowerBound: 1,
      newestMap: 99
    })

  it('subscribes by the names that monitors know', () => {
    watch.monmap()
    watch.osdmap({ start: 5 })
    watch.mgrmap({ onetime: true })
    watch.fsmap()
    watch.fsmapUser()
    watch.mdsmap()
    watch.servicemap()
    watch.config()
    watch.health()
    watch.kv('app/')
    watch.log()
    watch.raw('NVMeofGw', { type: 99 })
    expect(sent).to.deep.equal([
      'monmap 0',
      'osdmap 5',
      'mgrmap 0 once',
      'fsmap 0',
      'fsmap.user 0',
      'mdsmap 0',
      'servicemap 0',
      'config 0',
      'mgrdigest 0',
      'kv:app/ 0',
      'log-info 0',
      'NVMeofGw 0'
    ])
  })

  it('gives the newest of the maps that are small', async () => {
    const mdsMapOf = (epoch: number): OutgoingMessage =>
      encodeMessage(mdsMap, { fsid: FSID, epoch, encoded: bytes, mapFsName: '' })
    const small = [
      [watch.fsmap(), (epoch: number) => encodeMessage(fsMap, { epoch, fsmap: bytes }), bytes],
      [watch.fsmapUser(), (epoch: number) => encodeMessage(fsMapUser, { epoch, fsmap: bytes }), bytes],
      [watch.mdsmap(), mdsMapOf, bytes],
      [watch.mgrmap(), (epoch: number) => encodeMessage(mgrMap, { map: versioned(epoch) }), versioned(8)],
      [watch.servicemap(), (epoch: number) => encodeMessage(serviceMap, { serviceMap: versioned(epoch) }), versioned(8)]
    ] as const
    for (const [iterator, messageOf, last] of small) {
      for (const epoch of [6, 7, 8, 7]) expect(handle(messageOf(epoch))).to.equal(true)
      expect(await taken<EncodedMap>(iterator)).to.deep.equal({ epoch: 8, bytes: last })
    }
  })

  it('gives the newest monmap, decoded', async () => {
    const iterator = watch.monmap()
    handle(monMapMessage(monmapOf({ a: 1 }, 3)))
    handle(monMapMessage(monmapOf({ a: 1, b: 2 }, 4)))
    const { epoch, map } = (await taken(iterator))!
    expect({ epoch, ranks: [...map.ranks] }).to.deep.equal({ epoch: 4, ranks: ['a', 'b'] })
  })

  it('gives each epoch of the osdmap once, with what came for it', async () => {
    const newest = watch.osdmap()
    handle(osdMapOf([6], []))
    handle(osdMapOf([], [7, 8]))
    handle(osdMapOf([], [9]))
    const update = (await taken(newest))!
    expect([update.epoch, update.map.epoch, update.diff]).to.deep.equal([9, 9, undefined])
    expect([[...update.maps.keys()], [...update.incrementals.keys()]]).to.deep.equal([[6], [7, 8, 9]])
  })

  it('needs a full osdmap to begin with, from whichever epoch on', async () => {
    const later = watch.osdmap({ start: 8 })
    handle(osdMapOf([], [8, 9]))
    handle(osdMapOf([9], []))
    expect(sent).to.deep.equal(['osdmap 8', 'osdmap 0'])
    expect((await taken(later))!.map.epoch).to.equal(9)
  })

  it('asks once for a full osdmap when epochs are missing', async () => {
    const iterator = watch.osdmap()
    handle(osdMapOf([6], []))
    expect((await taken(iterator))!.epoch).to.equal(6)
    handle(osdMapOf([], [9]))
    handle(osdMapOf([9], [10]))
    handle(osdMapOf([], [11]))
    expect(sent).to.deep.equal(['osdmap 0', 'osdmap 0'])
    const { maps, incrementals } = (await taken(iterator))!
    expect([[...maps.keys()], [...incrementals.keys()]]).to.deep.equal([[9], [10, 11]])
  })

  it('watches one file system at a time', async () => {
    const first = watch.mdsmap({ fscid: 2 })
    watch.mdsmap({ fscid: 2, start: 4 })
    expect(() => watch.mdsmap()).to.throw(ConfigError, 'mdsmap.2 is watched')
    expect(() => watch.mdsmap({ fscid: 22 })).to.throw(ConfigError, 'mdsmap.2 is watched')
    await first.return!()
    expect(sent).to.deep.equal(['mdsmap.2 0', 'mdsmap.2 4'])
  })

  it('gives options when they change', async () => {
    const iterator = watch.config()
    handle(optionsOf({ debug_ms: '1' }))
    expect(await taken(iterator)).to.deep.equal(new Map([['debug_ms', '1']]))
    handle(optionsOf({ debug_ms: '1' }))
    handle(optionsOf({ debug_ms: '1', debug_mon: '2' }))
    expect(await taken(iterator)).to.deep.equal(
      new Map([
        ['debug_mon', '2'],
        ['debug_ms', '1']
      ])
    )
    const next = taken(iterator)
    handle(optionsOf({ debug_ms: '1', debug_mon: '2' }))
    handle(optionsOf({ debug_ms: '1', debug_mon: '3' }))
    expect((await next)!.get('debug_mon')).to.equal('3')
  })

  it('gives each state of health, saying whether it has changed', async () => {
    const iterator = watch.health()
    const digest = (status: string): OutgoingMessage =>
      encodeMessage(mgrDigest, {
        monStatusJson: Buffer.from('{"name":"a"}'),
        healthJson: Buffer.from(JSON.stringify({ status, checks: {}, mutes: [] }))
      })
    const seen: unknown[] = []
    for (const status of ['HEALTH_OK', 'HEALTH_OK', 'HEALTH_WARN', 'HEALTH_OK']) {
      handle(digest(status))
      seen.push(await taken(iterator))
    }
    const state = (status: string, changed: boolean): unknown => ({
      health: { status, checks: {}, mutes: [] },
      monStatus: { name: 'a' },
      changed
    })
    expect(seen).to.deep.equal([
      state('HEALTH_OK', true),
      state('HEALTH_OK', false),
      state('HEALTH_WARN', true),
      state('HEALTH_OK', true)
    ])
  })

  it('gives the entries under a prefix to those who watch that prefix', async () => {
    const [app, other] = [watch.kv('app/'), watch.kv('other/')]
    const message = (prefix: string): OutgoingMessage =>
      encodeMessage(kvData, { prefix, version: 3n, incremental: false, data: new Map([[`${prefix}a`, bytes]]) })
    expect(handle(message('app/'))).to.equal(true)
    expect(handle(message('nobody/'))).to.equal(false)
    const pending = taken(other)
    expect([...(await taken(app))!.data.keys()]).to.deep.equal(['app/a'])
    handle(message('other/'))
    expect([...(await pending)!.data.keys()]).to.deep.equal(['other/a'])
  })

  it('begins with all entries, also for one who comes while increments are on their way', async () => {
    const message = (version: bigint, incremental: boolean, key: string): OutgoingMessage =>
      encodeMessage(kvData, { prefix: 'app/', version, incremental, data: new Map([[key, bytes]]) })
    watch.kv('app/')
    handle(message(3n, false, 'app/a'))
    const later = watch.kv('app/')
    handle(message(4n, true, 'app/b'))
    handle(message(4n, false, 'app/all'))
    expect(sent).to.deep.equal(['kv:app/ 0', 'kv:app/ 0', 'kv:app/ 0'])
    const { version, incremental, data } = (await taken(later))!
    expect({ version, incremental, keys: [...data.keys()] }).to.deep.equal({
      version: 4n,
      incremental: false,
      keys: ['app/all']
    })
  })

  describe('of the log', () => {
    const logOf = (version: bigint, ...entries: readonly (readonly [msg: string, prio: number, channel?: string])[]) =>
      encodeMessage(log, {
        version,
        fsid: FSID,
        entries: entries.map(([msg, prio, channel = 'cluster']) => ({
          name: { type: EntityType.Mon, id: 'a' },
          rank: { type: EntityType.Mon, num: 0n },
          addrs: [],
          stamp: { sec: 0, nsec: 0 },
          seq: 1n,
          prio,
          msg,
          channel
        }))
      })

    it('gives each its levels and channels, with one subscription to the lowest', async () => {
      const warn = watch.log('warn')
      const all = watch.log('debug', { channel: 'audit' })
      expect(sent).to.deep.equal(['log-warn 0', 'log-debug 0'])
      expect(watches.names).to.deep.equal(['log-debug'])
      handle(logOf(5n, ['a', ClogType.Debug, 'audit'], ['b', ClogType.Warn], ['c', ClogType.Error, 'audit']))
      expect([(await taken(warn))!.msg, (await taken(warn))!.msg]).to.deep.equal(['b', 'c'])
      expect([(await taken(all))!.msg, (await taken(all))!.msg]).to.deep.equal(['a', 'c'])
      await all.return!()
      expect(sent.at(-1)).to.equal('log-warn 6')
    })

    it('gives one entry once, of several that came together', async () => {
      const once = watch.log('info', { onetime: true })
      handle(logOf(3n, ['one', ClogType.Info], ['two', ClogType.Info]))
      expect((await taken(once))!.msg).to.equal('one')
      expect(await taken(once)).to.equal(undefined)
    })

    it('waits once for an entry of its level', async () => {
      const once = watch.log('error', { onetime: true })
      handle(logOf(5n, ['a', ClogType.Warn]))
      handle(logOf(6n, ['b', ClogType.Error]))
      expect(sent).to.deep.equal(['log-error 0', 'log-error 0 once'])
      expect((await taken(once))!.msg).to.equal('b')
      expect(await taken(once)).to.equal(undefined)
      expect(watches.names).to.deep.equal([])
    })

    it('drops what a slow reader has no room for', async () => {
      const slow = watch.log('info', { maxWaiting: 1 })
      handle(logOf(5n, ['a', ClogType.Info], ['b', ClogType.Info], ['c', ClogType.Info]))
      const { msg, lost } = (await taken(slow))!
      expect({ msg, lost }).to.deep.equal({ msg: 'c', lost: 2 })
    })

    it('refuses a level that there is not, and subscribes to nothing', () => {
      expect(() => watch.log('fatal' as 'error')).to.throw(ConfigError)
      expect(sent).to.deep.equal([])
    })
  })

  describe('of anything', () => {
    it('gives messages as they come, with their versions', async () => {
      const raw = watch.raw('osdmap')
      handle(osdMapOf([6], []))
      handle(osdMapOf([], [9]))
      expect((await taken(raw))!.version).to.equal(6n)
      const { version, message } = (await taken(raw))!
      expect([version, message.type]).to.deep.equal([9n, osdMap.type])
      expect(sent).to.deep.equal(['osdmap 0'])
    })

    it('shares the subscription with who reads the same decoded', async () => {
      const [decoded, raw] = [watch.osdmap(), watch.raw('osdmap')]
      handle(osdMapOf([6], []))
      expect([(await taken(decoded))!.epoch, (await taken(raw))!.version]).to.deep.equal([6, 6n])
    })

    it('takes names that nobody knows with their type', async () => {
      const raw = watch.raw('NVMeofGw', { type: 99 })
      expect(handle({ type: 99, front: bytes })).to.equal(true)
      const { version, message } = (await taken(raw))!
      expect([version, message.front]).to.deep.equal([undefined, bytes])
      expect(() => watch.raw('NVMeofGw2')).to.throw(ConfigError, 'say the type')
    })
  })

  it('ends iterations without an error when the client ends, and begins none', async () => {
    const seen: number[] = []
    const reading = (async () => {
      for await (const { epoch } of watch.osdmap()) seen.push(epoch)
    })()
    handle(osdMapOf([6], []))
    watches.end()
    await reading
    for await (const each of watch.health()) expect.fail(`nothing can come: ${each.health.status}`)
    expect(seen).to.deep.equal([6])
  })
})
