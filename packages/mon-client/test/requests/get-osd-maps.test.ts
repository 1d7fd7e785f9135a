import { decodeFront, monGetOSDMap } from '@cephwire/messages'
import { expect } from 'chai'
import { ConfigError } from '../../src/errors.js'
import { OSDMapsCollector, encodeGetOsdMaps } from '../../src/requests/get-osd-maps.js'
import { FSID, received } from '../support/monmaps.js'
import type { MOSDMap } from '@cephwire/messages'
import type { OSDMapRange, OSDMapsQuestion } from '../../src/requests/get-osd-maps.js'

const bytesOf = (epoch: number): Uint8Array => Uint8Array.of(epoch & 0xff)

const mapsOf = (from: number, to: number): Map<number, Uint8Array> =>
  new Map(Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => [from + i, bytesOf(from + i)]))

const epochs = (maps: ReadonlyMap<number, unknown>): string => {
  const sorted = [...maps.keys()].sort((a, b) => a - b)
  return sorted.length === 0 ? '' : `${sorted[0]}..${sorted.at(-1)} (${sorted.length})`
}

/** What OSDMonitor has to say. */
class Monitor {
  lowest = 1
  newest = 110
  asked = 0

  answer({ fullFirst, fullLast, incFirst, incLast }: OSDMapsQuestion): MOSDMap {
    this.asked++
    const maps = this.#some(fullFirst, fullLast, 40)
    return this.message(maps, this.#some(incFirst, incLast, 40 - maps.size))
  }

  #some(first: number, last: number, limit: number): Map<number, Uint8Array> {
    const from = Math.max(first, this.lowest)
    return mapsOf(from, Math.min(last, this.newest, from + limit - 1))
  }

  message(maps: Map<number, Uint8Array>, incrementalMaps: Map<number, Uint8Array>): MOSDMap {
    const bounds = { clusterOsdmapTrimLowerBound: this.lowest, newestMap: this.newest }
    return { fsid: FSID, maps, incrementalMaps, ...bounds }
  }
}

const NONE = new Map<number, Uint8Array>()

/** Asks until there is nothing more to ask. */
function collect(range: OSDMapRange, monitor = new Monitor()): { maps: string; incrementals: string; asked: number } {
  const collector = new OSDMapsCollector(FSID, range)
  while (collector.take(monitor.answer(collector.question)) === 'ask');
  const { maps, incrementals } = collector.result
  return { maps: epochs(maps), incrementals: epochs(incrementals), asked: monitor.asked }
}

describe('encodeGetOsdMaps()', () => {
  it('asks for what is in question', () => {
    const question = { fullFirst: 1, fullLast: 2, incFirst: 3, incLast: 0xffffffff }
    const message = encodeGetOsdMaps(question, 9n)
    expect(message.tid).to.equal(9n)
    expect(decodeFront(monGetOSDMap, received(message))).to.deep.equal({ version: 0n, ...question })
  })
})

describe('OSDMapsCollector', () => {
  it('asks for both kinds, or for one', () => {
    const question = (kind?: 'maps' | 'incrementals'): OSDMapsQuestion =>
      new OSDMapsCollector(FSID, { from: 3, to: 5, ...(kind === undefined ? {} : { kind }) }).question
    expect(question()).to.deep.equal({ fullFirst: 3, fullLast: 5, incFirst: 3, incLast: 5 })
    expect(question('maps')).to.deep.equal({ fullFirst: 3, fullLast: 5, incFirst: 0, incLast: 0 })
    expect(question('incrementals')).to.deep.equal({ fullFirst: 0, fullLast: 0, incFirst: 3, incLast: 5 })
  })

  it('hands out the bytes that came', () => {
    const monitor = new Monitor()
    const collector = new OSDMapsCollector(FSID, { from: 3, to: 4 })
    expect(collector.take(monitor.answer(collector.question))).to.equal('done')
    expect(collector.result).to.deep.equal({ maps: mapsOf(3, 4), incrementals: mapsOf(3, 4) })
  })

  it('asks until a range that does not fit into one message is complete', () => {
    expect(collect({ from: 1, to: 100, kind: 'maps' })).to.deep.equal({
      maps: '1..100 (100)',
      incrementals: '',
      asked: 3
    })
    expect(collect({ from: 11, to: 60 })).to.deep.equal({ maps: '11..60 (50)', incrementals: '11..60 (50)', asked: 3 })
  })

  it('leaves out what is forgotten and what is yet to come', () => {
    const monitor = Object.assign(new Monitor(), { lowest: 50, newest: 60 })
    const incrementals = '50..60 (11)'
    expect(collect({ from: 1, to: 0xffffffff, kind: 'incrementals' }, monitor)).to.include({ incrementals, asked: 2 })
  })

  it('is done at once where there is nothing', () => {
    const nothing = { maps: '', incrementals: '', asked: 1 }
    expect(collect({ from: 111, to: 120 })).to.deep.equal(nothing)
    expect(collect({ from: 1, to: 49 }, Object.assign(new Monitor(), { lowest: 50 }))).to.deep.equal(nothing)
  })

  it('goes on where epochs are forgotten meanwhile', () => {
    const monitor = new Monitor()
    const collector = new OSDMapsCollector(FSID, { from: 1, to: 70, kind: 'maps' })
    expect(collector.take(monitor.answer(collector.question))).to.equal('ask')
    monitor.lowest = 61
    expect(collector.take(monitor.answer(collector.question))).to.equal('done')
    expect([...collector.result.maps.keys()]).to.deep.equal([...mapsOf(1, 40).keys(), ...mapsOf(61, 70).keys()])
  })

  it('asks for the rest after a lost session', () => {
    const monitor = new Monitor()
    const collector = new OSDMapsCollector(FSID, { from: 1, to: 70, kind: 'maps' })
    collector.take(monitor.answer(collector.question))
    expect(collector.question).to.deep.equal({ fullFirst: 41, fullLast: 70, incFirst: 0, incLast: 0 })
  })

  it('waits on when a subscription brings what is not in the range', () => {
    const monitor = new Monitor()
    const collector = new OSDMapsCollector(FSID, { from: 1, to: 70, kind: 'maps' })
    for (const pushed of [monitor.message(NONE, mapsOf(111, 111)), monitor.message(mapsOf(71, 71), mapsOf(1, 40))]) {
      expect(collector.take(pushed)).to.equal('wait')
    }
    expect(collector.result).to.deep.equal({ maps: NONE, incrementals: NONE })
  })

  it('takes what a subscription brings of the range, and asks no more for it', () => {
    const monitor = new Monitor()
    const collector = new OSDMapsCollector(FSID, { from: 109, to: 112, kind: 'incrementals' })
    const answer = monitor.answer(collector.question)
    monitor.newest = 111
    expect(collector.take(monitor.message(NONE, mapsOf(111, 111)))).to.equal('wait')
    expect(collector.take(answer)).to.equal('ask')
    expect(collector.question).to.deep.equal({ fullFirst: 0, fullLast: 0, incFirst: 112, incLast: 112 })
    expect(collector.take(monitor.answer(collector.question))).to.equal('done')
    expect(epochs(collector.result.incrementals)).to.equal('109..111 (3)')
  })

  it('does not take what an older message says of the newest epoch for the end', () => {
    const monitor = Object.assign(new Monitor(), { newest: 70 })
    const older = monitor.message(NONE, mapsOf(70, 70))
    monitor.newest = 72
    const collector = new OSDMapsCollector(FSID, { from: 71, to: 72, kind: 'incrementals' })
    expect(collector.take(older)).to.equal('wait')
    expect(collector.take(monitor.answer(collector.question))).to.equal('done')
    expect(epochs(collector.result.incrementals)).to.equal('71..72 (2)')
  })

  it('asks anew when a subscription brings what the answer begins with', () => {
    const monitor = new Monitor()
    const collector = new OSDMapsCollector(FSID, { from: 30, to: 110 })
    const answer = monitor.answer(collector.question)
    expect(collector.take(monitor.message(NONE, mapsOf(30, 69)))).to.equal('ask')
    expect(collector.question).to.deep.equal({ fullFirst: 30, fullLast: 110, incFirst: 70, incLast: 110 })
    expect(collector.take(answer)).to.equal('ask')
    expect(collector.question).to.deep.equal({ fullFirst: 70, fullLast: 110, incFirst: 70, incLast: 110 })
  })

  it('takes each map once, and nothing of another cluster', () => {
    const monitor = new Monitor()
    const collector = new OSDMapsCollector(FSID, { from: 1, to: 50, kind: 'maps' })
    const answer = monitor.answer(collector.question)
    const elsewhere = { ...answer, fsid: '00000000-0000-4000-8000-000000000001' }
    expect(collector.take(elsewhere)).to.equal('wait')
    expect(collector.take(answer)).to.equal('ask')
    const again = { ...answer, maps: new Map([[1, bytesOf(99)]]) }
    expect(collector.take(again)).to.equal('wait')
    expect(collector.result.maps.get(1)).to.deep.equal(bytesOf(1))
  })

  it('refuses more maps or bytes than a client keeps', () => {
    const everything = { from: 1, to: 0xffffffff, kind: 'maps' } as const
    const monitor = Object.assign(new Monitor(), { newest: 0xffffffff })
    const many = new OSDMapsCollector(FSID, everything)
    expect(many.take(monitor.message(mapsOf(1, 65_536), NONE))).to.equal('ask')
    expect(() => many.take(monitor.message(mapsOf(65_537, 65_537), NONE))).to.throw(ConfigError, 'ask for fewer')
    const large = new OSDMapsCollector(FSID, everything)
    const mebibytes = new Uint8Array(1024 * 1024)
    for (let epoch = 1; epoch <= 1024; epoch++) large.take(monitor.message(new Map([[epoch, mebibytes]]), NONE))
    expect(() => large.take(monitor.message(mapsOf(1025, 1025), NONE))).to.throw(ConfigError, 'ask for fewer')
  })

  for (const [from, to] of [
    [0, 1],
    [-1, 1],
    [2, 1],
    [1, 2 ** 32],
    [1.5, 2],
    [1, NaN]
  ] as const) {
    it(`takes no range from ${from} to ${to}`, () => {
      expect(() => new OSDMapsCollector(FSID, { from, to })).to.throw(ConfigError, `from ${from} to ${to}`)
    })
  }
})
