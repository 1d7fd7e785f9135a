import { CEPH_FEATURES_ALL, CephFeature, CodecError, encode, LimitError } from '@cephwire/codec'
import { createRandom, toHex } from '@cephwire/codec/testing'
import {
  applyIncremental,
  createOsdMap,
  createOsdMapIncremental,
  createPgPool,
  decodeOsdMap,
  decodeOsdMapIncremental,
  MapCrcError,
  MapFsidError,
  MapGapError,
  OSD_IN,
  osdMapCodec,
  OSDMapFlag,
  OsdState
} from '@cephwire/maps'
import { expect } from 'chai'
import { chainAt, readChain, releases } from './support.js'
import type { EntityAddr } from '@cephwire/codec'
import type { OSDMap, OSDMapIncremental } from '@cephwire/maps'

const FSID = '00112233-4455-6677-8899-aabbccddeeff'
const time = { sec: 1_700_000_000, nsec: 0 }
const addr: EntityAddr = { type: 'legacy', nonce: 1, host: '10.0.0.1', port: 6800 }

const blankInfo = { lastCleanBegin: 0, lastCleanEnd: 0, upFrom: 0, upThru: 0, downAt: 0, lostAt: 0 }
const blankXinfo = {
  downStamp: { sec: 0, nsec: 0 },
  laggyProbability: 0,
  laggyInterval: 0,
  features: 0n,
  oldWeight: 0,
  lastPurgedSnapsScrub: { sec: 0, nsec: 0 },
  deadEpoch: 0
}

/** So many OSDs that are up and in. */
function mapOf(count: number, given: Partial<OSDMap> = {}): OSDMap {
  const each = <T>(value: T): T[] => Array.from({ length: count }, () => value)
  const addrs = each([addr])
  return createOsdMap({
    fsid: FSID,
    epoch: 1,
    osdState: each(OsdState.EXISTS | OsdState.UP),
    osdWeight: each(OSD_IN),
    clientAddrs: addrs,
    clusterAddrs: addrs,
    hbBackAddrs: addrs,
    hbFrontAddrs: addrs,
    osdInfo: each(blankInfo),
    osdXinfo: each(blankXinfo),
    osdUuid: each(FSID),
    requireOsdRelease: 18,
    flags: OSDMapFlag.RECOVERY_DELETES | OSDMapFlag.PGLOG_HARDLIMIT,
    ...given
  })
}

const incOf = (given: Partial<OSDMapIncremental>): OSDMapIncremental =>
  createOsdMapIncremental({ fsid: FSID, epoch: 2, modified: time, encodeFeatures: CEPH_FEATURES_ALL, ...given })

const applied = (map: OSDMap, given: Partial<OSDMapIncremental>): OSDMap => applyIncremental(map, incOf(given))

describe('applyIncremental()', () => {
  for (const release of releases) {
    it(`makes of each map of ${release} the next, as its monitor has it, byte for byte`, () => {
      const { base, incs } = readChain(release)
      const made = incs.reduce(
        (map, bytes) => applyIncremental(map, decodeOsdMapIncremental(bytes)),
        decodeOsdMap(base)
      )
      expect(made.epoch).to.equal(incs.length + 1)
      const again = decodeOsdMap(encode(osdMapCodec, made))
      expect(again.crc).to.equal(decodeOsdMapIncremental(incs.at(-1)!).fullCrc)
    })
  }

  it('leaves the map that it starts from as it is', () => {
    const { map, inc } = chainAt('18.2.7', 30)
    const before = toHex(encode(osdMapCodec, map))
    expect(applyIncremental(map, inc).epoch).to.equal(31)
    expect(toHex(encode(osdMapCodec, map))).to.equal(before)
  })

  it('refuses an increment that is not of the next epoch, or is of another cluster', () => {
    const map = mapOf(1)
    for (const epoch of [0, 1, 3]) {
      expect(() => applied(map, { epoch }))
        .to.throw(MapGapError, `epoch ${epoch}`)
        .that.includes({ have: 1, got: epoch })
    }
    const fsid = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
    expect(() => applied(map, { fsid }))
      .to.throw(MapFsidError)
      .that.includes({ expected: FSID, actual: fsid })
  })

  it('refuses what comes of it when the checksum is another, unless that is not asked for', () => {
    const { map, inc } = chainAt('20.2.4', 20)
    const other = { ...inc, newWeight: new Map([[0, 1]]) }
    expect(() => applyIncremental(map, other))
      .to.throw(MapCrcError)
      .that.includes({ expected: inc.fullCrc })
    expect(applyIncremental(map, other, { verifyCrc: false }).osdWeight.at(0)).to.equal(1)
  })

  it('takes a whole map instead', () => {
    const fullmap = encode(osdMapCodec, mapOf(3, { epoch: 2 }))
    expect(applied(mapOf(1), { fullmap }).maxOsd).to.equal(3)
  })

  it('refuses an OSD that the map has no place for', () => {
    for (const osd of [-1, 2, 0x7fffffff]) {
      expect(() => applied(mapOf(2), { newWeight: new Map([[osd, 0]]) })).to.throw(CodecError, `osd.${osd}`)
    }
  })

  it('turns bits of a state over; 0 stands for up', () => {
    const map = applied(mapOf(3), {
      newState: new Map([
        [0, 0],
        [1, OsdState.NOOUT]
      ])
    })
    expect([...map.osdState]).to.deep.equal([
      OsdState.EXISTS,
      OsdState.EXISTS | OsdState.UP | OsdState.NOOUT,
      OsdState.EXISTS | OsdState.UP
    ])
    expect(map.osdInfo.at(0)?.downAt).to.equal(2)
    expect(map.osdXinfo.at(0)?.downStamp).to.deep.equal(time)
  })

  it('forgets an OSD that is no more', () => {
    const map = applied(mapOf(2), { newState: new Map([[1, OsdState.EXISTS]]) })
    expect([map.osdState.at(1), map.clientAddrs.at(1), map.osdUuid.at(1)]).to.deep.equal([
      0,
      [],
      '00000000-0000-0000-0000-000000000000'
    ])
    expect([...map.osdPrimaryAffinity]).to.deep.equal([OSD_IN, OSD_IN])
  })

  it('marks in: no longer out by itself, no longer new', () => {
    const state = OsdState.EXISTS | OsdState.AUTOOUT | OsdState.NEW
    const base = mapOf(1, { osdState: [state], osdXinfo: [{ ...blankXinfo, oldWeight: 5 }] })
    const map = applied(base, { newWeight: new Map([[0, 0x8000]]) })
    expect([map.osdState.at(0), map.osdWeight.at(0), map.osdXinfo.at(0)?.oldWeight]).to.deep.equal([1, 0x8000, 0])
    expect(applied(base, { newWeight: new Map([[0, 0]]) }).osdState.at(0)).to.equal(state)
  })

  it('brings an OSD up with its addresses', () => {
    const state = OsdState.EXISTS | OsdState.STOP
    const at = (port: number): EntityAddr[] => [{ ...addr, port }]
    const map = applied(mapOf(1, { osdState: [state] }), {
      newUpClient: new Map([[0, at(1)]]),
      newHbBackUp: new Map([[0, at(2)]]),
      newHbFrontUp: new Map([[0, at(3)]]),
      newUpCluster: new Map([[0, at(4)]]),
      newUpThru: new Map([[0, 9]]),
      newLastCleanInterval: new Map([[0, [3, 4]]]),
      newLost: new Map([[0, 8]])
    })
    const vectors = [map.clientAddrs, map.hbBackAddrs, map.hbFrontAddrs, map.clusterAddrs]
    expect(vectors.map(vector => vector.at(0)?.[0]?.port)).to.deep.equal([1, 2, 3, 4])
    expect(map.osdState.at(0)).to.equal(OsdState.EXISTS | OsdState.UP)
    expect(map.osdInfo.at(0)).to.deep.equal({
      lastCleanBegin: 3,
      lastCleanEnd: 4,
      upFrom: 2,
      upThru: 9,
      downAt: 0,
      lostAt: 8
    })
  })

  it('makes room for more OSDs, and less', () => {
    const large = applied(mapOf(70), { newMaxOsd: 200, newWeight: new Map([[199, 7]]) })
    expect([large.maxOsd, large.osdState.length, large.clientAddrs.length]).to.deep.equal([200, 200, 200])
    expect([large.clientAddrs.at(69), large.clientAddrs.at(70), large.osdWeight.at(199)]).to.deep.equal([[addr], [], 7])
    const small = applyIncremental(large, incOf({ epoch: 3, newMaxOsd: 3 }))
    expect([...small.clientAddrs]).to.deep.equal([[addr], [addr], [addr]])
    expect(decodeOsdMap(encode(osdMapCodec, small)).maxOsd).to.equal(3)
  })

  it('refuses room for more OSDs than any cluster has', () => {
    for (const newMaxOsd of [250_001, 0x7fffffff]) {
      expect(() => applied(mapOf(1), { newMaxOsd })).to.throw(LimitError, `${newMaxOsd} OSDs`)
    }
  })

  it('sets the first primary affinity for all', () => {
    const map = applied(mapOf(2), { newPrimaryAffinity: new Map([[1, 5]]) })
    expect([...map.osdPrimaryAffinity]).to.deep.equal([OSD_IN, 5])
  })

  it('dates a pool that changed, renames and removes pools', () => {
    const base = mapOf(1, {
      pools: new Map([1n, 2n, 3n].map(id => [id, createPgPool({ pgNum: 1 })])),
      poolNames: new Map([
        [1n, 'a'],
        [2n, 'b'],
        [3n, 'c']
      ])
    })
    const map = applied(base, {
      newPools: new Map([[2n, createPgPool({ pgNum: 4 })]]),
      newPoolNames: new Map([[1n, 'x']]),
      oldPools: new Set([3n]),
      newPoolMax: 3n
    })
    expect([...map.pools].map(([id, { pgNum, lastChange }]) => [id, pgNum, lastChange])).to.deep.equal([
      [1n, 1, 0],
      [2n, 4, 2]
    ])
    expect([...map.poolNames]).to.deep.equal([
      [1n, 'x'],
      [2n, 'b']
    ])
    expect(map.poolMax).to.equal(3)
  })

  it('queues snapshots that are removed until they are purged', () => {
    const removed = applied(mapOf(1), { newRemovedSnaps: new Map([[1n, [{ start: 4n, length: 2n }]]]) })
    const more = applyIncremental(
      removed,
      incOf({ epoch: 3, newRemovedSnaps: new Map([[1n, [{ start: 6n, length: 4n }]]]) })
    )
    expect(more.removedSnapsQueue.get(1n)).to.deep.equal([{ start: 4n, length: 6n }])
    const hole = applyIncremental(
      more,
      incOf({ epoch: 4, newPurgedSnaps: new Map([[1n, [{ start: 5n, length: 2n }]]]) })
    )
    expect(hole.removedSnapsQueue.get(1n)).to.deep.equal([
      { start: 4n, length: 1n },
      { start: 7n, length: 3n }
    ])
    expect(hole.newRemovedSnaps.size).to.equal(0)
    const none = applyIncremental(
      hole,
      incOf({ epoch: 5, newPurgedSnaps: new Map([[1n, [{ start: 0n, length: 99n }]]]) })
    )
    expect(none.removedSnapsQueue.size).to.equal(0)
  })

  it('changes the release, and the flags with it', () => {
    const old = mapOf(1, { requireOsdRelease: 10, flags: OSDMapFlag.REQUIRE_JEWEL | OSDMapFlag.NOOUT })
    const map = applied(old, { newRequireOsdRelease: 14, newRequireMinCompatClient: 12 })
    expect([map.requireOsdRelease, map.requireMinCompatClient]).to.deep.equal([14, 12])
    expect(map.flags).to.equal(OSDMapFlag.NOOUT | OSDMapFlag.RECOVERY_DELETES | OSDMapFlag.PGLOG_HARDLIMIT)
    expect(applied(old, { newFlags: OSDMapFlag.REQUIRE_KRAKEN }).requireOsdRelease).to.equal(11)
  })

  it('counts CRUSH maps, and drops a snapshot of the cluster that is not named again', () => {
    const base = mapOf(1, { crushVersion: 5, clusterSnapshot: 'x', clusterSnapshotEpoch: 1 })
    const map = applied(base, { crush: Uint8Array.of(9) })
    expect([map.crush, map.crushVersion, map.clusterSnapshot]).to.deep.equal([Uint8Array.of(9), 6, ''])
    expect(applied(base, { clusterSnapshot: 'y' })).to.include({ clusterSnapshot: 'y', clusterSnapshotEpoch: 2 })
  })

  it('sets flags of nodes and classes, the stretch mode, ratios and blocklists', () => {
    const range: EntityAddr = { type: 'cidr', nonce: 24, host: '10.1.0.0', port: 0 }
    const base = mapOf(1, { crushNodeFlags: new Map([[-1, 4]]), blocklist: new Map([[addr, time]]) })
    const map = applied(base, {
      newCrushNodeFlags: new Map([
        [-1, 0],
        [-2, 8]
      ]),
      newDeviceClassFlags: new Map([[0, 16]]),
      changeStretchMode: true,
      stretchModeEnabled: true,
      newStretchBucketCount: 2,
      newNearfullRatio: 0.5,
      newRangeBlocklist: new Map([[range, time]]),
      oldBlocklist: [{ ...addr }],
      mutateAllowCrimson: 1
    })
    expect([map.crushNodeFlags, map.deviceClassFlags]).to.deep.equal([new Map([[-2, 8]]), new Map([[0, 16]])])
    expect(map).to.include({ stretchModeEnabled: true, stretchBucketCount: 2, nearfullRatio: 0.5, allowCrimson: true })
    expect([map.blocklist.size, map.rangeBlocklist.size]).to.deep.equal([0, 1])
    const again = decodeOsdMap(encode(osdMapCodec, map))
    expect([again.encoding?.osdV, again.rangeBlocklist.get(range)]).to.deep.equal([12, time])
  })

  it('writes the map anew when the features of its increments change', () => {
    const reef = CEPH_FEATURES_ALL & ~(1n << 50n)
    const old = applied(mapOf(1, { pools: new Map([[1n, createPgPool()]]) }), { encodeFeatures: reef })
    expect(old.pools.get(1n)?.encoding?.structV).to.equal(29)
    const map = applyIncremental(old, incOf({ epoch: 3 }))
    expect(map.pools.get(1n)?.encoding?.structV).to.equal(32)
    const nautilus = CEPH_FEATURES_ALL & ~(CephFeature.SERVER_REEF & ~CephFeature.SERVER_NAUTILUS)
    const older = applyIncremental(map, incOf({ epoch: 4, encodeFeatures: nautilus }))
    expect(decodeOsdMap(encode(osdMapCodec, older)).encoding?.clientV).to.equal(9)
  })

  it('does to maps by placement group what it would do to a Map, however many there are', () => {
    const random = createRandom(0x05d)
    const model = new Map<string, number[]>()
    let map = mapOf(1)
    for (let epoch = 2; epoch < 80; epoch++) {
      const changes = new Map<string, number[]>()
      for (let i = random.below(60); i > 0; i--) {
        const pg = `${1 + random.below(3)}.${random.below(300).toString(16)}`
        changes.set(pg, random.below(4) === 0 ? [] : [random.below(100), random.below(100)])
      }
      for (const [pg, osds] of changes) {
        if (osds.length === 0) model.delete(pg)
        else model.set(pg, osds)
      }
      map = applyIncremental(map, incOf({ epoch, newPgTemp: changes }))
    }
    expect(model.size).to.be.greaterThan(400)
    expect(map.pgTemp.size).to.equal(model.size)
    for (const [pg, osds] of model) expect(map.pgTemp.get(pg), pg).to.deep.equal(osds)
    expect(map.pgTemp.has('1.fff')).to.equal(false)
    const again = decodeOsdMap(encode(osdMapCodec, map))
    expect([...again.pgTemp]).to.deep.equal([...map.pgTemp])
    expect(new Map(again.pgTemp)).to.deep.equal(model)
  })

  it('does to vectors what it would do to an array, however long they are', () => {
    const random = createRandom(0x05e)
    const model = Array.from({ length: 400 }, () => OSD_IN)
    let map = mapOf(400)
    for (let epoch = 2; epoch < 60; epoch++) {
      const newWeight = new Map([...random.bytes(5)].map(byte => [byte, random.below(OSD_IN)]))
      for (const [osd, weight] of newWeight) model[osd] = weight
      const newUuid = new Map([[epoch, 'ffffffff-ffff-ffff-ffff-ffffffffffff']])
      map = applyIncremental(map, incOf({ epoch, newWeight, newUuid }))
    }
    expect([...map.osdWeight]).to.deep.equal(model)
    const again = decodeOsdMap(encode(osdMapCodec, map))
    expect([...again.osdWeight]).to.deep.equal(model)
    expect([1, 2, 59, 60].map(osd => again.osdUuid.at(osd)?.slice(0, 2))).to.deep.equal(['00', 'ff', 'ff', '00'])
  })
})
