import { CodecError, encode } from '@cephwire/codec'
import { monMapCodec } from '@cephwire/maps'
import {
  config,
  encodeMessage,
  fsMap,
  fsMapUser,
  mdsMap,
  mgrDigest,
  mgrMap,
  osdMap,
  serviceMap
} from '@cephwire/messages'
import { expect } from 'chai'
import * as feeds from '../../src/watch/map-feeds.js'
import { FSID, monMapMessage, monmapOf, received } from '../support/monmaps.js'
import type { OutgoingMessage } from '@cephwire/messenger'

/** ENCODE_START(9, 1) and an epoch of 0x01020304. */
const versioned = Uint8Array.of(9, 1, 4, 0, 0, 0, 4, 3, 2, 1)
const bytes = Uint8Array.of(1, 2, 3)

describe('the feeds of maps', () => {
  const message = (outgoing: OutgoingMessage): ReturnType<typeof received> => received(outgoing)

  it('read a monmap, with its bytes', () => {
    const monmap = monmapOf({ a: 1, b: 2 }, 9)
    const { version, value } = feeds.monMapFeed.read(monMapMessage(monmap), 'monmap')!
    expect(version).to.equal(9n)
    expect(value.epoch).to.equal(9)
    expect([...value.map.ranks]).to.deep.equal(['a', 'b'])
    expect(value.bytes).to.deep.equal(encode(monMapCodec, monmap))
  })

  it('read maps whose epoch stands beside them', () => {
    const epoch = 7
    for (const [feed, outgoing] of [
      [feeds.fsMapFeed, encodeMessage(fsMap, { epoch, fsmap: bytes })],
      [feeds.fsMapUserFeed, encodeMessage(fsMapUser, { epoch, fsmap: bytes })],
      [feeds.mdsMapFeed, encodeMessage(mdsMap, { fsid: FSID, epoch, encoded: bytes, mapFsName: 'cephfs' })]
    ] as const) {
      expect(feed.type).to.equal(outgoing.type)
      expect(feed.read(message(outgoing), 'any')).to.deep.equal({ version: 7n, value: { epoch, bytes } })
    }
  })

  it('read maps whose epoch is the first of their fields', () => {
    for (const [feed, outgoing] of [
      [feeds.mgrMapFeed, encodeMessage(mgrMap, { map: versioned })],
      [feeds.serviceMapFeed, encodeMessage(serviceMap, { serviceMap: versioned })]
    ] as const) {
      const epoch = 0x01020304
      expect(feed.read(message(outgoing), 'any')).to.deep.equal({
        version: BigInt(epoch),
        value: { epoch, bytes: versioned }
      })
    }
  })

  it('refuse a map that ends before its epoch, at each byte', () => {
    for (let length = 0; length < versioned.length; length++) {
      const cut = message(encodeMessage(mgrMap, { map: versioned.subarray(0, length) }))
      expect(() => feeds.mgrMapFeed.read(cut, 'mgrmap'), `${length} bytes`).to.throw(CodecError)
    }
  })

  describe('for osdmaps', () => {
    const read = (full: readonly number[], incremental: readonly number[]): unknown => {
      const mapsOf = (epochs: readonly number[]): Map<number, Uint8Array> =>
        new Map(epochs.map(epoch => [epoch, Uint8Array.of(epoch)]))
      const outgoing = encodeMessage(osdMap, {
        fsid: FSID,
        incrementalMaps: mapsOf(incremental),
        maps: mapsOf(full),
        clusterOsdmapTrimLowerBound: 1,
        newestMap: 99
      })
      return feeds.osdMapFeed.read(message(outgoing), 'osdmap')
    }

    it('tell the newest epoch of a message, full or incremental', () => {
      expect(read([3], [5, 4])).to.deep.equal({
        version: 5n,
        value: {
          epoch: 5,
          maps: new Map([[3, Uint8Array.of(3)]]),
          incrementals: new Map([
            [4, Uint8Array.of(4)],
            [5, Uint8Array.of(5)]
          ])
        }
      })
      expect(read([6], [5])).to.have.property('version', 6n)
    })

    it('pass over a message without a map', () => {
      expect(read([], [])).to.equal(undefined)
    })

    it('go back one epoch further when the newest is to come again', () => {
      const restart = feeds.osdMapFeed.restart!
      expect(restart(7n, 7n)).to.equal(6n)
      expect(restart(7n, 8n)).to.equal(7n)
      expect(restart(8n, 7n)).to.equal(8n)
      expect(restart(0n, 0n)).to.equal(0n)
      expect(restart(1n, 1n)).to.equal(1n)
    })
  })

  it('read options, which have no version', () => {
    const options = new Map([['debug_ms', '1/5']])
    expect(feeds.configFeed.read(message(encodeMessage(config, { config: options })), 'config')).to.deep.equal({
      version: undefined,
      value: options
    })
  })

  it('read health and the state of the monitor, which have no version', () => {
    const healthJson = '{"status":"HEALTH_OK","checks":{},"mutes":[]}'
    const digest = { monStatusJson: Buffer.from('{"name":"a"}'), healthJson: Buffer.from(healthJson) }
    expect(feeds.mgrDigestFeed.read(message(encodeMessage(mgrDigest, digest)), 'mgrdigest')).to.deep.equal({
      version: undefined,
      value: {
        health: { status: 'HEALTH_OK', checks: {}, mutes: [] },
        monStatus: { name: 'a' },
        healthJson
      }
    })
  })

  it('refuse a digest that is not JSON', () => {
    const digest = { monStatusJson: Buffer.from('{}'), healthJson: Buffer.from('HEALTH_OK') }
    expect(() => feeds.mgrDigestFeed.read(message(encodeMessage(mgrDigest, digest)), 'mgrdigest')).to.throw(SyntaxError)
  })

  it('say everything but those of osdmaps', () => {
    const whole = Object.entries(feeds).filter(([, feed]) => feed.whole)
    expect(whole.map(([name]) => name).sort()).to.deep.equal([
      'configFeed',
      'fsMapFeed',
      'fsMapUserFeed',
      'mdsMapFeed',
      'mgrDigestFeed',
      'mgrMapFeed',
      'monMapFeed',
      'serviceMapFeed'
    ])
  })
})
