import { encodeMessage, osdMap } from '@cephwire/messages'
import { expect } from 'chai'
import { ConfigError } from '../../src/errors.js'
import { kvFeed } from '../../src/watch/kv.js'
import { logFeed } from '../../src/watch/log-watch.js'
import * as maps from '../../src/watch/map-feeds.js'
import { RawBuffer, feedFor } from '../../src/watch/raw-watch.js'
import { FSID, received } from '../support/monmaps.js'
import { thrown } from '../support/canary.js'
import type { Update } from '../../src/watch/feed.js'

describe('feedFor()', () => {
  it('knows what monitors send by the name of the subscription', () => {
    expect(feedFor('monmap', undefined)).to.equal(maps.monMapFeed)
    expect(feedFor('osdmap', undefined)).to.equal(maps.osdMapFeed)
    expect(feedFor('fsmap', undefined)).to.equal(maps.fsMapFeed)
    expect(feedFor('fsmap.user', undefined)).to.equal(maps.fsMapUserFeed)
    expect(feedFor('mdsmap', undefined)).to.equal(maps.mdsMapFeed)
    expect(feedFor('mdsmap.3', undefined)).to.equal(maps.mdsMapFeed)
    expect(feedFor('mgrmap', undefined)).to.equal(maps.mgrMapFeed)
    expect(feedFor('mgrdigest', undefined)).to.equal(maps.mgrDigestFeed)
    expect(feedFor('servicemap', undefined)).to.equal(maps.serviceMapFeed)
    expect(feedFor('config', undefined)).to.equal(maps.configFeed)
    expect(feedFor('kv:app/', undefined)).to.equal(kvFeed)
    expect(feedFor('log-warn', undefined)).to.equal(logFeed)
  })

  it('takes a type for what it does not know, and asks for it', () => {
    const feed = feedFor('NVMeofGw', 0x6f)
    expect(feed.type).to.equal(0x6f)
    expect(feed.read(received({ type: 0x6f, front: new Uint8Array(1) }), 'NVMeofGw')).to.deep.equal({
      version: undefined,
      value: undefined
    })
    for (const name of ['NVMeofGw', 'toString', 'kv', '']) {
      const error = thrown(() => feedFor(name, undefined), ConfigError)
      expect(error.option, name).to.equal('type')
    }
  })
})

describe('RawBuffer', () => {
  const update = (version: number): Update<unknown> => ({
    version: BigInt(version),
    value: 'decoded',
    message: received({ type: 41, tid: BigInt(version), front: new Uint8Array(0) })
  })

  it('hands out messages in order, as they came', () => {
    const buffer = new RawBuffer()
    const message = received(
      encodeMessage(osdMap, {
        fsid: FSID,
        incrementalMaps: new Map(),
        maps: new Map([[7, Uint8Array.of(1)]]),
        clusterOsdmapTrimLowerBound: 1,
        newestMap: 7
      })
    )
    expect(buffer.waiting).to.equal(false)
    expect(buffer.put({ ...feedFor('osdmap', undefined).read(message, 'osdmap')!, message })).to.equal(true)
    buffer.put(update(8))
    expect(buffer.waiting).to.equal(true)
    expect(buffer.take()).to.deep.equal({ version: 7n, message, lost: 0 })
    expect(buffer.take()?.version).to.equal(8n)
    expect(buffer.take()).to.equal(undefined)
  })

  it('drops the oldest past a thousand and counts them, once', () => {
    const buffer = new RawBuffer()
    for (let version = 1; version <= 1007; version++) expect(buffer.put(update(version))).to.equal(true)
    const seen: (readonly [bigint | undefined, number])[] = []
    for (let each = buffer.take(); each !== undefined; each = buffer.take()) seen.push([each.version, each.lost])
    expect(seen).to.have.lengthOf(1000)
    expect(seen[0]).to.deep.equal([8n, 7])
    expect(seen[1]).to.deep.equal([9n, 0])
    expect(seen.at(-1)).to.deep.equal([1007n, 0])
  })

  it('has nothing to hand out of what came without a message', () => {
    const buffer = new RawBuffer()
    expect(buffer.put({ version: 1n, value: 'decoded' })).to.equal(true)
    expect(buffer.waiting).to.equal(false)
  })
})
