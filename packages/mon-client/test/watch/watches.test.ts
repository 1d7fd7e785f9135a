import { SubscribeFlag } from '@cephwire/messages'
import { expect } from 'chai'
import { Subscriptions } from '../../src/subscriptions.js'
import { KVBuffer, kvFeed } from '../../src/watch/kv.js'
import { LatestBuffer } from '../../src/watch/latest-buffer.js'
import { Watches } from '../../src/watch/watches.js'
import { received } from '../support/monmaps.js'
import type { Message } from '@cephwire/messenger'
import type { Feed, Update, WatchBuffer } from '../../src/watch/feed.js'
import type { WatchOptions, Watcher } from '../../src/watch/watcher.js'

const END = { value: undefined, done: true }
const TYPE = 50

/** A message of a map: its version. */
const map = (version: number, type = TYPE): Message => received({ type, front: Uint8Array.of(version) })
const feedOf = (init: Partial<Feed<number>> = {}): Feed<number> => ({
  type: TYPE,
  whole: true,
  read: ({ front }) => ({ version: BigInt(front[0]!), value: front[0]! }),
  ...init
})

/** Keeps everything; broken by a gap unless a multiple of ten, a full map, comes. */
class GapBuffer implements WatchBuffer<number, number> {
  readonly #waiting: number[] = []
  #have: number | undefined

  put({ value }: Update<number>): boolean {
    const whole = value % 10 === 0
    if (!whole && value !== (this.#have ?? NaN) + 1) {
      this.#have = undefined
      return false
    }
    this.#have = value
    this.#waiting.push(value)
    return true
  }

  get waiting(): boolean {
    return this.#waiting.length > 0
  }

  take(): number | undefined {
    return this.#waiting.shift()
  }
}

describe('Watches', () => {
  let subscriptions: Subscriptions
  let sent: string[]
  let watches: Watches

  beforeEach(() => {
    subscriptions = new Subscriptions()
    sent = []
    watches = new Watches(subscriptions, send)
  })

  /** What a client does: sends what is new at once. */
  function send(): void {
    for (const [name, { start, flags }] of subscriptions.take() ?? []) {
      sent.push(`${name} ${start}${flags === SubscribeFlag.Onetime ? ' once' : ''}`)
    }
  }
  const newest = (name: string, options?: WatchOptions, feed = feedOf()): Watcher<number, number> =>
    watches.open(name, feed, new LatestBuffer<number, number>(value => value), options)
  const every = (name: string, options?: WatchOptions): Watcher<number, number> =>
    watches.open(name, feedOf({ whole: false }), new GapBuffer(), options)
  const handle = (...versions: readonly number[]): void => {
    for (const version of versions) expect(watches.handle(map(version))).to.equal(true)
  }
  const value = async (watcher: Watcher<unknown, number>): Promise<number | undefined> => {
    const next = await watcher.next()
    return next.done === true ? undefined : next.value
  }

  it('subscribes when somebody watches, from the newest on unless told otherwise', () => {
    newest('fsmap')
    newest('osdmap', { start: 7 })
    newest('servicemap', { start: 8n, onetime: true })
    expect(sent).to.deep.equal(['fsmap 0', 'osdmap 7', 'servicemap 8 once'])
    expect(watches.names).to.deep.equal(['fsmap', 'osdmap', 'servicemap'])
  })

  it('subscribes once for two who want the same', () => {
    newest('fsmap')
    newest('fsmap')
    expect(sent).to.deep.equal(['fsmap 0'])
  })

  it('feeds all who watch, and nobody with what nobody watches', async () => {
    const [one, two] = [newest('fsmap'), newest('fsmap')]
    handle(5)
    expect([await value(one), await value(two)]).to.deep.equal([5, 5])
    expect(watches.handle(map(5, 51))).to.equal(false)
    expect(watches.have('fsmap')).to.equal(5n)
    expect(watches.have('osdmap')).to.equal(undefined)
  })

  it('asks for nothing again for who wants what comes from now on', () => {
    const feed = feedOf({ whole: false, fromNow: true })
    newest('log-info', { start: 3 }, feed)
    newest('log-info', {}, feed)
    handle(5)
    newest('log-info', {}, feed)
    expect(sent).to.deep.equal(['log-info 3'])
  })

  it('goes on behind the newest with the next session', () => {
    newest('fsmap')
    newest('osdmap', { start: 9, onetime: true })
    handle(5)
    sent = []
    subscriptions.sessionOpened()
    send()
    expect(sent).to.deep.equal(['fsmap 6', 'osdmap 9 once'])
  })

  it('asks for what has no version from the beginning or behind it, as monitors count for themselves', () => {
    newest('config', {}, feedOf({ read: () => ({ version: undefined, value: 1 }) }))
    handle(0, 0)
    sent = []
    subscriptions.sessionOpened()
    send()
    expect(sent).to.deep.equal(['config 1'])
    expect(watches.have('config')).to.equal(undefined)
  })

  describe('with two watchers of different starts', () => {
    it('asks from the lower, and gives each what it wants', async () => {
      const late = every('fsmap', { start: 12 })
      const early = every('fsmap', { start: 10 })
      expect(sent).to.deep.equal(['fsmap 12', 'fsmap 10'])
      handle(10, 11)
      expect([await value(early), await value(early)]).to.deep.equal([10, 11])
      handle(20)
      expect([await value(early), await value(late)]).to.deep.equal([20, 20])
    })

    it('asks from the start of the one that is left', async () => {
      every('fsmap', { start: 12 })
      await every('fsmap', { start: 10 }).return()
      expect(sent).to.deep.equal(['fsmap 12', 'fsmap 10', 'fsmap 12'])
    })

    it('does not go back for one that wants less than has come', async () => {
      const late = newest('fsmap')
      handle(30)
      const early = newest('fsmap', { start: 20 })
      expect(await value(early)).to.equal(30)
      expect(await value(late)).to.equal(30)
      expect(sent).to.deep.equal(['fsmap 0'])
    })

    it('keeps waiting the one that wants more than has come', async () => {
      newest('fsmap')
      handle(30)
      const next = newest('fsmap', { start: 32 }).next()
      handle(31, 32)
      expect(await next).to.deep.equal({ value: 32, done: false })
      expect(sent).to.deep.equal(['fsmap 0'])
    })
  })

  it('gives the last to one who comes later, where it says everything, without a question', async () => {
    newest('fsmap')
    handle(5)
    const later = newest('fsmap')
    expect(await value(later)).to.equal(5)
    expect(sent).to.deep.equal(['fsmap 0'])
  })

  it('asks again for one who comes later, where the last does not say everything', async () => {
    const first = every('fsmap')
    handle(10, 11)
    const later = every('fsmap')
    expect(sent).to.deep.equal(['fsmap 0', 'fsmap 0'])
    handle(20)
    expect([await value(first), await value(first), await value(first)]).to.deep.equal([10, 11, 20])
    expect(await value(later)).to.equal(20)
  })

  it('asks as the feed says for what is to come again', () => {
    const feed = feedOf({ whole: false, restart: (start, have) => (start > 0n && start === have ? start - 1n : start) })
    newest('fsmap', {}, feed)
    handle(7)
    newest('fsmap', { start: 7 }, feed)
    expect(sent).to.deep.equal(['fsmap 0', 'fsmap 6'])
  })

  describe('when something is missing', () => {
    it('asks once for everything, and goes on', async () => {
      const watcher = every('fsmap')
      handle(10, 11, 15)
      expect(sent).to.deep.equal(['fsmap 0', 'fsmap 0'])
      handle(20, 21)
      expect(sent).to.deep.equal(['fsmap 0', 'fsmap 0'])
      const seen = await Promise.all([10, 11, 20, 21].map(() => value(watcher)))
      expect(seen).to.deep.equal([10, 11, 20, 21])
      subscriptions.sessionOpened()
      send()
      expect(sent.at(-1)).to.equal('fsmap 22')
    })

    it('does not repeat itself for ever with a monitor that sends nothing whole', () => {
      every('fsmap')
      handle(11, 12, 13)
      expect(sent).to.deep.equal(['fsmap 0', 'fsmap 0', 'fsmap 0', 'fsmap 0'])
      expect(watches.names).to.deep.equal(['fsmap'])
    })

    it('lets the others go on', async () => {
      const careless = watches.open('fsmap', feedOf({ whole: false }), new LatestBuffer<number, number>(value => value))
      every('fsmap')
      handle(10, 15)
      expect(await value(careless)).to.equal(15)
      handle(20)
      expect(await value(careless)).to.equal(20)
    })
  })

  describe('once', () => {
    it('forgets the subscription when it has been answered', async () => {
      const watcher = newest('fsmap', { onetime: true })
      handle(5)
      expect(watches.names).to.deep.equal([])
      expect(await value(watcher)).to.equal(5)
      expect(await watcher.next()).to.deep.equal(END)
      subscriptions.sessionOpened()
      send()
      expect(sent).to.deep.equal(['fsmap 0 once'])
      expect(watches.handle(map(6))).to.equal(false)
    })

    it('is served by a subscription that others have, and does not end it', async () => {
      const always = newest('fsmap')
      const once = newest('fsmap', { onetime: true })
      handle(5)
      expect([await value(always), await value(once)]).to.deep.equal([5, 5])
      handle(6)
      expect(await value(always)).to.equal(6)
      expect(await once.next()).to.deep.equal(END)
      expect(sent).to.deep.equal(['fsmap 0'])
    })

    it('is served by what has come already', async () => {
      newest('fsmap')
      handle(5)
      const once = newest('fsmap', { onetime: true })
      expect([await once.next(), await once.next()]).to.deep.equal([{ value: 5, done: false }, END])
    })

    it('becomes a lasting subscription when somebody else wants that', () => {
      newest('fsmap', { onetime: true })
      newest('fsmap')
      expect(sent).to.deep.equal(['fsmap 0 once', 'fsmap 0'])
    })

    it('asks again for one of several that wants more than has come', async () => {
      const [now, later] = [newest('fsmap', { onetime: true }), newest('fsmap', { onetime: true, start: 9 })]
      handle(5)
      expect(await value(now)).to.equal(5)
      expect(sent).to.deep.equal(['fsmap 0 once', 'fsmap 9 once'])
      handle(9)
      expect(await value(later)).to.equal(9)
      expect(watches.names).to.deep.equal([])
    })

    it('is asked for until it comes, whatever happens to the session', () => {
      newest('fsmap', { onetime: true })
      subscriptions.sessionOpened()
      send()
      expect(sent).to.deep.equal(['fsmap 0 once', 'fsmap 0 once'])
    })
  })

  describe('when nobody watches any more', () => {
    it('ends the subscription with one that is answered once', async () => {
      const [one, two] = [newest('fsmap'), newest('fsmap')]
      handle(5)
      await one.return()
      expect(sent).to.deep.equal(['fsmap 0'])
      await two.return()
      expect(sent).to.deep.equal(['fsmap 0', 'fsmap 6 once'])
      expect(watches.handle(map(6))).to.equal(false)
      subscriptions.sessionOpened()
      send()
      expect(sent).to.deep.equal(['fsmap 0', 'fsmap 6 once'])
    })

    it('takes that back when somebody comes again', async () => {
      await newest('fsmap').return()
      const again = newest('fsmap')
      expect(sent).to.deep.equal(['fsmap 0', 'fsmap 0 once', 'fsmap 0'])
      handle(5)
      expect(await value(again)).to.equal(5)
    })

    it('says nothing of one that was to be answered once anyway', async () => {
      await newest('fsmap', { onetime: true }).return()
      expect(sent).to.deep.equal(['fsmap 0 once'])
      expect(watches.names).to.deep.equal([])
    })
  })

  describe('of which a session can have only one', () => {
    const levels = ['low', 'mid', 'high']
    const group = {
      key: 'level',
      choose: (names: readonly string[]) => levels[Math.min(...names.map(name => levels.indexOf(name)))]!
    }
    const level = (name: string): Watcher<number, number> => newest(name, {}, feedOf({ whole: false, group }))

    it('subscribes to the one that serves all', async () => {
      const mid = level('mid')
      const high = level('high')
      expect(sent).to.deep.equal(['mid 0'])
      const low = level('low')
      expect(sent).to.deep.equal(['mid 0', 'low 0'])
      expect(watches.names).to.deep.equal(['low'])
      handle(5)
      expect([await value(low), await value(mid), await value(high)]).to.deep.equal([5, 5, 5])
      await low.return()
      expect(sent.slice(2)).to.deep.equal(['mid 6'])
      await mid.return()
      expect(sent.slice(3)).to.deep.equal(['high 6'])
      await high.return()
      expect(sent.slice(4)).to.deep.equal(['high 0 once'])
    })

    it('has one subscription in the next session too', () => {
      for (const name of ['high', 'low', 'mid']) level(name)
      sent = []
      subscriptions.sessionOpened()
      send()
      expect(sent).to.deep.equal(['low 0'])
    })
  })

  it('leaves a message alone that the feed says is of another subscription', () => {
    watches.open('kv:a/', kvFeed, new KVBuffer(0))
    newest('osdmap', {}, feedOf({ read: () => undefined }))
    expect(watches.handle(map(5))).to.equal(false)
  })

  it('takes what the client has read itself', async () => {
    const watcher = newest('fsmap')
    watches.offer('fsmap', { version: 5n, value: 5 })
    watches.offer('osdmap', { version: 5n, value: 5 })
    expect(await value(watcher)).to.equal(5)
    expect(watches.have('fsmap')).to.equal(5n)
  })

  it('asks anew for one that finds what came wrong when it has loaded its code, also if it watches once', async () => {
    let loaded!: (complete: boolean) => void
    const loading = new Promise<boolean>(resolve => (loaded = resolve))
    const buffer = Object.assign(new GapBuffer(), { loading })
    const watcher = watches.open('x', feedOf({ whole: false }), buffer, { onetime: true })
    watches.handle(map(10))
    expect(watches.names).to.deep.equal([])
    loaded(false)
    await loading
    expect([watches.names, watcher.satisfied]).to.deep.equal([['x'], false])
    watches.handle(map(20))
    expect(await watcher.next()).to.deep.equal({ value: 10, done: false })
    expect(watches.names).to.deep.equal([])
  })

  it('does not subscribe for who has given up before', async () => {
    const watcher = newest('fsmap', { signal: AbortSignal.abort() })
    expect(await watcher.next()).to.deep.equal(END)
    expect(sent).to.deep.equal([])
    expect(watches.names).to.deep.equal([])
  })

  it('ends the subscription of who gives up', async () => {
    const controller = new AbortController()
    const next = newest('fsmap', { signal: controller.signal }).next()
    controller.abort()
    expect(await next).to.deep.equal(END)
    expect(sent).to.deep.equal(['fsmap 0', 'fsmap 0 once'])
  })

  it('ends all without an error, and begins nothing after that', async () => {
    const full = newest('fsmap')
    handle(10)
    const pending = [newest('fsmap', { start: 99 }), newest('osdmap', { onetime: true }), every('servicemap')].map(
      each => each.next()
    )
    watches.end()
    expect(await Promise.all(pending)).to.deep.equal([END, END, END])
    expect([await full.next(), await full.next()]).to.deep.equal([{ value: 10, done: false }, END])
    sent = []
    expect(await newest('fsmap').next()).to.deep.equal(END)
    expect(sent).to.deep.equal([])
    expect(watches.names).to.deep.equal([])
  })
})
