import { expect } from 'chai'
import { LatestBuffer } from '../../src/watch/latest-buffer.js'
import { LoadingBuffer } from '../../src/watch/loading-buffer.js'
import { rejection } from '../support/canary.js'
import type { Update, WatchBuffer } from '../../src/watch/feed.js'

const update = (value: number): Update<number> => ({ version: BigInt(value), value })

/** Refuses odd numbers, and throws for 666. */
class Evens extends LatestBuffer<number, string> {
  constructor() {
    super(value => `v${value}`)
  }

  override put(update: Update<number>): boolean {
    if (update.value === 666) throw new Error('666')
    return update.value % 2 === 0 && super.put(update)
  }
}

describe('LoadingBuffer', () => {
  let load: () => void
  let buffer: WatchBuffer<number, string>

  beforeEach(() => {
    const loaded = new Promise<void>(resolve => (load = resolve))
    buffer = new LoadingBuffer(
      new LatestBuffer((value: number) => value),
      loaded.then(() => new Evens())
    )
  })

  it('keeps what comes before the code is there, and hands it over', async () => {
    expect([buffer.put(update(1)), buffer.put(update(2))]).to.deep.equal([true, true])
    expect([buffer.waiting, buffer.take()]).to.deep.equal([true, undefined])
    load()
    expect(await buffer.loading).to.equal(true)
    expect([buffer.waiting, buffer.take(), buffer.waiting]).to.deep.equal([true, 'v2', false])
    expect([buffer.put(update(3)), buffer.put(update(4)), buffer.take()]).to.deep.equal([false, true, 'v4'])
  })

  it('has nothing to take when nothing came', async () => {
    load()
    expect(await buffer.loading).to.equal(true)
    expect([buffer.waiting, buffer.take()]).to.deep.equal([false, undefined])
  })

  it('says whether what came was refused', async () => {
    buffer.put(update(3))
    load()
    expect(await buffer.loading).to.equal(false)
    expect(buffer.waiting).to.equal(false)
  })

  it('fails with what came, and with the code', async () => {
    buffer.put(update(666))
    load()
    expect((await rejection(buffer.loading!)).message).to.equal('666')
    const without = new LoadingBuffer<number, string>(
      new LatestBuffer(value => value),
      Promise.reject(new Error('no file'))
    )
    expect((await rejection(without.loading)).message).to.equal('no file')
  })
})
