import { expect } from 'chai'
import { Watcher } from '../../src/watch/watcher.js'
import { rejection } from '../support/canary.js'
import type { Update, WatchBuffer } from '../../src/watch/feed.js'
import type { WatcherInit } from '../../src/watch/watcher.js'

/** Keeps everything but odd numbers, and is broken by 666. */
class Evens implements WatchBuffer<number, number> {
  readonly #waiting: number[] = []

  put({ value }: Update<number>): boolean {
    if (value === 666) return false
    if (value % 2 === 0) this.#waiting.push(value)
    return true
  }

  get waiting(): boolean {
    return this.#waiting.length > 0
  }

  take(): number | undefined {
    return this.#waiting.shift()
  }
}

const END = { value: undefined, done: true }
const given = (value: number): IteratorResult<number> => ({ value, done: false })

describe('Watcher', () => {
  let ended: number
  let incomplete: number

  beforeEach(() => {
    ended = 0
    incomplete = 0
  })

  const watcherOf = (init: Partial<WatcherInit<number, number>> = {}): Watcher<number, number> =>
    new Watcher({ name: 'x', buffer: new Evens(), ended: () => ended++, incomplete: () => incomplete++, ...init })
  const feed = (watcher: Watcher<number, number>, value: number, version?: bigint): boolean =>
    watcher.feed({ value, version })

  it('hands out in order what came before and what comes after it was asked', async () => {
    const watcher = watcherOf()
    feed(watcher, 2)
    const results = [watcher.next(), watcher.next(), watcher.next()]
    feed(watcher, 4)
    feed(watcher, 6)
    expect(await Promise.all(results)).to.deep.equal([given(2), given(4), given(6)])
    expect(ended).to.equal(0)
  })

  it('wants the version behind the last, and passes over those before', async () => {
    const watcher = watcherOf({ start: 5 })
    expect(watcher.wanted).to.equal(5n)
    feed(watcher, 2, 4n)
    feed(watcher, 4, 7n)
    feed(watcher, 6, 7n)
    expect(watcher.wanted).to.equal(8n)
    await watcher.return()
    expect(await watcher.next()).to.deep.equal(END)
  })

  it('takes whatever has no version', async () => {
    const watcher = watcherOf({ start: 0 })
    feed(watcher, 2)
    feed(watcher, 4)
    expect([await watcher.next(), await watcher.next()]).to.deep.equal([given(2), given(4)])
  })

  it('wants everything anew when its buffer is broken, and says so', () => {
    const watcher = watcherOf()
    expect(feed(watcher, 2, 8n)).to.equal(true)
    expect(feed(watcher, 666, 9n)).to.equal(false)
    expect(watcher.wanted).to.equal(0n)
    expect(feed(watcher, 4, 3n)).to.equal(true)
    expect(watcher.wanted).to.equal(4n)
  })

  it('ends every next() that pends when it is returned, and tells it once', async () => {
    const watcher = watcherOf()
    const pending = [watcher.next(), watcher.next()]
    expect(await watcher.return()).to.deep.equal(END)
    expect(await Promise.all(pending)).to.deep.equal([END, END])
    await watcher.return()
    expect(await watcher.next()).to.deep.equal(END)
    expect(ended).to.equal(1)
  })

  it('drops what waits when it is returned', async () => {
    const watcher = watcherOf()
    feed(watcher, 2)
    await watcher.return()
    expect(await watcher.next()).to.deep.equal(END)
    expect(watcher.satisfied).to.equal(true)
    expect(feed(watcher, 4)).to.equal(true)
    expect(await watcher.next()).to.deep.equal(END)
  })

  it('hands out what waits before it ends', async () => {
    const watcher = watcherOf()
    feed(watcher, 2)
    feed(watcher, 4)
    watcher.end()
    expect([await watcher.next(), await watcher.next(), await watcher.next()]).to.deep.equal([given(2), given(4), END])
  })

  it('ends with an error behind what waits', async () => {
    const watcher = watcherOf()
    feed(watcher, 2)
    watcher.end(new Error('enough'))
    expect(await watcher.next()).to.deep.equal(given(2))
    expect((await rejection(watcher.next())).message).to.equal('enough')
    const pending = watcherOf()
    const next = rejection(pending.next())
    pending.end(new Error('enough'))
    expect((await next).message).to.equal('enough')
  })

  it('ends with its signal, also while next() pends, and lets go of the signal when it ends first', async () => {
    const controller = new AbortController()
    const { signal } = controller
    const listeners = new Set<unknown>()
    const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)]
    signal.addEventListener = (type: string, listener: never) => (listeners.add(listener), add(type, listener))
    signal.removeEventListener = (type: string, listener: never) => (listeners.delete(listener), remove(type, listener))
    await watcherOf({ signal }).return()
    expect(listeners.size).to.equal(0)
    const next = watcherOf({ signal }).next()
    controller.abort(new Error('enough'))
    expect(await next).to.deep.equal(END)
    expect(listeners.size).to.equal(0)
    expect(ended).to.equal(2)
  })

  describe('that watches once', () => {
    it('ends behind the first', async () => {
      const watcher = watcherOf({ onetime: true })
      const results = [watcher.next(), watcher.next()]
      feed(watcher, 2)
      expect(watcher.satisfied).to.equal(true)
      feed(watcher, 4)
      expect(await Promise.all(results)).to.deep.equal([given(2), END])
      expect(ended).to.equal(1)
    })

    it('waits on when nothing is left of what came', async () => {
      const watcher = watcherOf({ onetime: true })
      feed(watcher, 1)
      expect(watcher.satisfied).to.equal(false)
      feed(watcher, 2)
      expect(watcher.satisfied).to.equal(true)
      expect([await watcher.next(), await watcher.next()]).to.deep.equal([given(2), END])
    })

    it('waits on when its buffer is broken', async () => {
      const watcher = watcherOf({ onetime: true })
      expect(feed(watcher, 666, 3n)).to.equal(false)
      expect(watcher.satisfied).to.equal(false)
      feed(watcher, 2, 3n)
      expect(await watcher.next()).to.deep.equal(given(2))
    })
  })

  describe('whose buffer has to load code', () => {
    class LoadingEvens extends Evens {
      #complete: boolean | undefined
      loaded!: (complete: boolean) => void
      failed!: (error: Error) => void
      readonly loading = new Promise<boolean>((resolve, reject) => {
        this.loaded = complete => resolve((this.#complete = complete))
        this.failed = reject
      })

      override take(): number | undefined {
        return this.#complete === true ? super.take() : undefined
      }
    }

    let loaded: (complete: boolean) => void
    let failed: (error: Error) => void

    const loading = (init: Partial<WatcherInit<number, number>> = {}): Watcher<number, number> => {
      const buffer = new LoadingEvens()
      ;({ loaded, failed } = buffer)
      return watcherOf({ buffer, ...init })
    }
    /** Whether a promise is still open after whatever is due has run. */
    const pends = async (promise: Promise<unknown>): Promise<boolean> => {
      const turn = new Promise(resolve => setImmediate(resolve, 'open'))
      return (await Promise.race([promise, turn])) === 'open'
    }

    it('hands out what came meanwhile when it is there', async () => {
      const watcher = loading()
      const results = [watcher.next(), watcher.next()]
      feed(watcher, 2, 1n)
      feed(watcher, 4, 2n)
      expect(watcher.wanted).to.equal(3n)
      expect(await pends(results[0]!)).to.equal(true)
      loaded(true)
      expect(await Promise.all(results)).to.deep.equal([given(2), given(4)])
      expect([ended, incomplete]).to.deep.equal([0, 0])
    })

    it('hands out what waits before it ends', async () => {
      const watcher = loading()
      feed(watcher, 2)
      watcher.end()
      const results = [watcher.next(), watcher.next()]
      expect(await pends(results[0]!)).to.equal(true)
      loaded(true)
      expect(await Promise.all(results)).to.deep.equal([given(2), END])
    })

    it('is satisfied by the first when it watches once', async () => {
      const watcher = loading({ onetime: true })
      feed(watcher, 2)
      expect(watcher.satisfied).to.equal(true)
      loaded(true)
      expect([await watcher.next(), await watcher.next()]).to.deep.equal([given(2), END])
    })

    it('wants everything anew when what came does not do, and says so', async () => {
      const watcher = loading({ onetime: true })
      feed(watcher, 2, 7n)
      loaded(false)
      expect(await pends(new Promise(() => undefined))).to.equal(true)
      expect([watcher.wanted, watcher.satisfied, incomplete]).to.deep.equal([0n, false, 1])
    })

    it('ends at once when it is returned, or ended with nothing waiting', async () => {
      const watcher = loading()
      feed(watcher, 2)
      const next = watcher.next()
      await watcher.return()
      expect(await next).to.deep.equal(END)
      loaded(false)
      const idle = loading()
      idle.end()
      expect(await idle.next()).to.deep.equal(END)
      loaded(false)
      expect(await pends(new Promise(() => undefined))).to.equal(true)
      expect(incomplete).to.equal(0)
    })

    it('ends with the error of loading', async () => {
      const watcher = loading()
      feed(watcher, 2)
      const next = rejection(watcher.next())
      failed(new Error('no file'))
      expect((await next).message).to.equal('no file')
      expect(ended).to.equal(1)
    })
  })

  it('is iterated, and ended by break', async () => {
    const watcher = watcherOf()
    for (const value of [2, 4, 6]) feed(watcher, value)
    const seen: number[] = []
    for await (const value of watcher) {
      seen.push(value)
      if (value === 4) break
    }
    expect(seen).to.deep.equal([2, 4])
    expect(ended).to.equal(1)
  })

  it('is disposed of', async () => {
    const watcher = watcherOf()
    const next = watcher.next()
    await watcher[Symbol.asyncDispose]()
    expect(await next).to.deep.equal(END)
  })
})
