import { expect } from 'chai'
import { OSDMapBuffer } from '../../src/watch/osdmap-buffer.js'
import type { Update } from '../../src/watch/feed.js'
import type { EncodedOSDMaps } from '../../src/watch/map-feeds.js'

const bytes = (epoch: number): Uint8Array => Uint8Array.of(epoch)
const mapsOf = (epochs: readonly number[]): Map<number, Uint8Array> =>
  new Map(epochs.map(epoch => [epoch, bytes(epoch)]))

function update(full: readonly number[], incremental: readonly number[]): Update<EncodedOSDMaps> {
  const epoch = Math.max(...full, ...incremental)
  return { version: BigInt(epoch), value: { epoch, maps: mapsOf(full), incrementals: mapsOf(incremental) } }
}

/** `full|incremental` epochs, to the newest. */
const shown = ({ epoch, maps, incrementals }: EncodedOSDMaps): string =>
  `${[...maps.keys()].join()}|${[...incrementals.keys()].join()} to ${epoch}`

describe('OSDMapBuffer', () => {
  const put = (buffer: OSDMapBuffer, full: readonly number[], incremental: readonly number[]): boolean =>
    buffer.put(update(full, incremental))
  const taken = (buffer: OSDMapBuffer): string | undefined => {
    const update = buffer.take()
    return update === undefined ? undefined : shown(update)
  }

  it('hands out a full map, then each increment once', () => {
    const buffer = new OSDMapBuffer(0)
    expect(buffer.waiting).to.equal(false)
    expect(put(buffer, [5], [])).to.equal(true)
    expect(taken(buffer)).to.equal('5| to 5')
    expect(put(buffer, [], [6])).to.equal(true)
    expect(taken(buffer)).to.equal('|6 to 6')
    expect(put(buffer, [], [6])).to.equal(true)
    expect(buffer.waiting).to.equal(false)
    expect(taken(buffer)).to.equal(undefined)
  })

  it('collects what comes while nobody takes', () => {
    const buffer = new OSDMapBuffer(0)
    put(buffer, [5], [])
    put(buffer, [], [7, 6])
    put(buffer, [], [7, 8])
    expect(taken(buffer)).to.equal('5|6,7,8 to 8')
  })

  it('takes the bytes as they came', () => {
    const buffer = new OSDMapBuffer(0)
    put(buffer, [5], [6])
    expect(buffer.take()).to.deep.equal({
      epoch: 6,
      maps: new Map([[5, Uint8Array.of(5)]]),
      incrementals: new Map([[6, Uint8Array.of(6)]])
    })
  })

  it('begins with increments where the first epoch is known', () => {
    const buffer = new OSDMapBuffer(6)
    expect(put(buffer, [], [6, 7])).to.equal(true)
    expect(taken(buffer)).to.equal('|6,7 to 7')
  })

  it('begins with a full map where the first epoch is forgotten', () => {
    const buffer = new OSDMapBuffer(6)
    expect(put(buffer, [9], [10])).to.equal(true)
    expect(taken(buffer)).to.equal('9|10 to 10')
  })

  it('takes a full map for all before it', () => {
    const buffer = new OSDMapBuffer(0)
    put(buffer, [5], [6, 7])
    expect(put(buffer, [9], [8, 9, 10])).to.equal(true)
    expect(taken(buffer)).to.equal('9|10 to 10')
  })

  it('passes over full maps of what it has, and keeps the newest of several', () => {
    const buffer = new OSDMapBuffer(0)
    put(buffer, [3, 5, 4], [])
    expect(taken(buffer)).to.equal('5| to 5')
    put(buffer, [4, 5], [])
    expect(taken(buffer)).to.equal(undefined)
  })

  it('asks for everything when an epoch is missing, and goes on with the next full map', () => {
    const buffer = new OSDMapBuffer(0)
    put(buffer, [5], [])
    expect(put(buffer, [], [7])).to.equal(false)
    expect(buffer.waiting).to.equal(false)
    expect(taken(buffer)).to.equal(undefined)
    expect(put(buffer, [9], [])).to.equal(true)
    expect(put(buffer, [], [10])).to.equal(true)
    expect(taken(buffer)).to.equal('9|10 to 10')
  })

  it('asks for everything when increments come first', () => {
    expect(put(new OSDMapBuffer(0), [], [7])).to.equal(false)
  })

  it('asks for everything rather than let more than a thousand increments wait', () => {
    const buffer = new OSDMapBuffer(1)
    for (let epoch = 1; epoch <= 1000; epoch++) expect(put(buffer, [], [epoch])).to.equal(true)
    expect(put(buffer, [], [1001])).to.equal(false)
    expect(buffer.waiting).to.equal(false)
    expect(put(buffer, [1001], [])).to.equal(true)
    expect(taken(buffer)).to.equal('1001| to 1001')
  })

  it('counts what waits, not what was taken', () => {
    const buffer = new OSDMapBuffer(1)
    for (let epoch = 1; epoch <= 3000; epoch++) {
      expect(put(buffer, [], [epoch]), `epoch ${epoch}`).to.equal(true)
      if (epoch % 900 === 0) buffer.take()
    }
  })

  it('asks for everything rather than let increments of more than 64 MiB wait', () => {
    const buffer = new OSDMapBuffer(1)
    const large = new Uint8Array(32 * 1024 * 1024)
    const putLarge = (epoch: number): boolean =>
      buffer.put({
        version: BigInt(epoch),
        value: { epoch, maps: new Map(), incrementals: new Map([[epoch, large]]) }
      })
    expect([putLarge(1), putLarge(2), putLarge(3)]).to.deep.equal([true, true, false])
    put(buffer, [3], [])
    expect([putLarge(4), putLarge(5)]).to.deep.equal([true, true])
  })

  it('keeps a full map of any size', () => {
    const buffer = new OSDMapBuffer(0)
    const large = new Uint8Array(65 * 1024 * 1024)
    expect(
      buffer.put({ version: 1n, value: { epoch: 1, maps: new Map([[1, large]]), incrementals: new Map() } })
    ).to.equal(true)
    expect(taken(buffer)).to.equal('1| to 1')
  })
})
