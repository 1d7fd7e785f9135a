import { TruncatedError } from '@cephwire/codec'
import { MapCrcError } from '@cephwire/maps'
import { expect } from 'chai'
import { OSDMapTracker } from '../../src/watch/osdmap-tracker.js'
import { fullOSDMap, incrementalOSDMap } from '../support/osdmaps.js'
import { thrown } from '../support/canary.js'
import type { Update } from '../../src/watch/feed.js'
import type { EncodedOSDMaps } from '../../src/watch/map-feeds.js'

type Maps = readonly (readonly [number, Uint8Array])[]

/** What a message brings. */
function update(full: Maps, incremental: Maps = []): Update<EncodedOSDMaps> {
  const [maps, incrementals] = [new Map(full), new Map(incremental)]
  const epoch = Math.max(...maps.keys(), ...incrementals.keys())
  return { version: BigInt(epoch), value: { epoch, maps, incrementals } }
}

const full = (epoch: number): readonly [number, Uint8Array] => [epoch, fullOSDMap(epoch)]
const inc = (epoch: number): readonly [number, Uint8Array] => [epoch, incrementalOSDMap(epoch)]

/** With a bit of its last byte changed, which belongs to the checksum of the map that comes of it. */
function spoilt([epoch, bytes]: readonly [number, Uint8Array]): readonly [number, Uint8Array] {
  const copy = Uint8Array.from(bytes)
  copy[copy.length - 1]! ^= 1
  return [epoch, copy]
}

describe('OSDMapTracker', () => {
  let tracker: OSDMapTracker

  beforeEach(() => {
    tracker = new OSDMapTracker()
  })

  it('has nothing before a full map', () => {
    expect(tracker.put(update([], [inc(8)]))).to.equal(false)
    expect([tracker.waiting, tracker.take()]).to.deep.equal([false, undefined])
  })

  it('applies increments in order, and says what they changed since it was last asked', () => {
    expect(tracker.put(update([full(6)], [inc(8), inc(7)]))).to.equal(true)
    expect(tracker.take()).to.include({ epoch: 8, diff: undefined })
    tracker.put(update([], [inc(9)]))
    tracker.put(update([], [inc(10)]))
    const { epoch, map, diff } = tracker.take()!
    expect([epoch, map.epoch]).to.deep.equal([10, 10])
    expect(diff).to.deep.include({ from: 8, to: 10, changes: [] })
  })

  it('asks for a full map where an increment does not lead to what it promises, and goes on with that', () => {
    tracker.put(update([full(6)]))
    expect(tracker.put(update([], [spoilt(inc(7))]))).to.equal(false)
    expect(tracker.waiting).to.equal(false)
    expect(tracker.put(update([full(7)]))).to.equal(true)
    tracker.put(update([], [inc(8)]))
    expect(tracker.take()!.map.epoch).to.equal(8)
  })

  it('ends with the error of a full map that is wrong', () => {
    thrown(() => tracker.put(update([spoilt(full(6))])), MapCrcError)
    thrown(() => new OSDMapTracker().put(update([[6, fullOSDMap(6).subarray(0, 40)]])), TruncatedError)
  })

  it('takes no map twice, and none that is older', () => {
    tracker.put(update([full(6)], [inc(7)]))
    tracker.take()
    tracker.put(update([full(6)], [inc(7)]))
    expect(tracker.take()).to.equal(undefined)
  })
})
