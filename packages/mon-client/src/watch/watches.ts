import { publishMap } from '../diagnostics.js'
import { Watcher } from './watcher.js'
import type { Message } from '@cephwire/messenger'
import type { Subscriptions } from '../subscriptions.js'
import type { Feed, Update, WatchBuffer } from './feed.js'
import type { WatchOptions } from './watcher.js'

type AnyWatcher = Watcher<unknown, unknown>

/** All who watch one subscription. */
interface Topic {
  readonly feed: Feed<unknown>
  readonly watchers: Set<AnyWatcher>
  /** The name that is subscribed to. */
  name: string
  /** Of a feed whose last update says everything. */
  last: Update<unknown> | undefined
}

/** Who watches what: feeds watchers with what comes, and wants of Subscriptions what they together need. */
export class Watches {
  readonly #subscriptions: Subscriptions
  readonly #changed: () => void
  readonly #topics = new Map<string, Topic>()
  /** The newest version of each that has ever come. */
  readonly #have = new Map<string, bigint>()
  #ended = false

  /** @param changed called when there is something new to subscribe to */
  constructor(subscriptions: Subscriptions, changed: () => void) {
    this.#subscriptions = subscriptions
    this.#changed = changed
  }

  /** Names that are subscribed to. */
  get names(): readonly string[] {
    return [...this.#topics.values()].map(({ name }) => name)
  }

  /** The newest version that has come in the life of the client. */
  have(name: string): bigint | undefined {
    return this.#have.get(name)
  }

  open<U, T>(name: string, feed: Feed<U>, buffer: WatchBuffer<U, T>, options: WatchOptions = {}): Watcher<U, T> {
    const key = feed.group?.key ?? name
    const watcher: Watcher<U, T> = new Watcher({
      ...options,
      name,
      buffer,
      ended: () => this.#leave(key, watcher),
      incomplete: () => this.#join(key, feed, watcher)
    })
    if (this.#ended || options.signal?.aborted === true) watcher.end()
    else this.#join(key, feed, watcher)
    return watcher
  }

  #join<U, T>(key: string, feed: Feed<U>, watcher: Watcher<U, T>): void {
    let topic = this.#topics.get(key)
    if (topic === undefined) {
      this.#topics.set(key, (topic = { feed, name: watcher.name, watchers: new Set(), last: undefined }))
    }
    topic.watchers.add(watcher)
    if (topic.last !== undefined) watcher.feed(topic.last as Update<U>)
    if (watcher.satisfied) topic.watchers.delete(watcher)
    this.#want(key, topic)
  }

  #leave(key: string, watcher: unknown): void {
    const topic = this.#topics.get(key)
    if (topic?.watchers.delete(watcher as AnyWatcher) === true) this.#want(key, topic)
  }

  /** The least that serves all: once if that does for everybody, from the first version that somebody needs. */
  #want(key: string, topic: Topic): void {
    const watchers = [...topic.watchers]
    if (watchers.length === 0) {
      this.#topics.delete(key)
      this.#subscriptions.unwant(topic.name)
    } else {
      const name = topic.feed.group?.choose(watchers.map(({ name }) => name)) ?? topic.name
      if (name !== topic.name) this.#subscriptions.forget(topic.name)
      topic.name = name
      const wanted = leastWanted(topic)
      const start = topic.feed.restart?.(wanted, this.#have.get(name) ?? 0n) ?? wanted
      this.#subscriptions.want(name, { start, onetime: watchers.every(({ onetime }) => onetime) })
    }
    this.#changed()
  }

  /** @returns whether somebody watches what this message brings. @throws CodecError */
  handle(message: Message): boolean {
    let taken = false
    for (const [key, topic] of [...this.#topics]) {
      if (topic.feed.type !== message.type) continue
      const update = topic.feed.read(message, topic.name)
      if (update === undefined) continue
      taken = true
      this.#feed(key, topic, { ...update, message })
    }
    return taken
  }

  /** What the client has read itself. */
  offer(name: string, update: Update<unknown>): void {
    const topic = this.#topics.get(name)
    if (topic !== undefined) this.#feed(name, topic, update)
  }

  #feed(key: string, topic: Topic, update: Update<unknown>): void {
    publishMap(topic.name, update.version)
    const { version } = update
    if (version !== undefined && version > (this.#have.get(topic.name) ?? -1n)) this.#have.set(topic.name, version)
    if (topic.feed.whole) topic.last = update
    let complete = true
    for (const watcher of [...topic.watchers]) {
      if (!watcher.feed(update)) complete = false
      if (watcher.satisfied) topic.watchers.delete(watcher)
    }
    this.#subscriptions.got(topic.name, update.version ?? 0n)
    const unasked = topic.watchers.size > 0 && this.#subscriptions.next(topic.name) === undefined
    if (!complete || unasked || topic.watchers.size === 0) this.#want(key, topic)
  }

  /** Ends all. */
  end(): void {
    this.#ended = true
    for (const { watchers } of [...this.#topics.values()]) for (const watcher of [...watchers]) watcher.end()
  }
}

/** The first version that somebody needs. One who wants what comes from now on needs none. */
function leastWanted({ feed, watchers }: Topic): bigint {
  const wanted = [...watchers].map(watcher => watcher.wanted)
  const needed = feed.fromNow === true && wanted.some(version => version > 0n) ? wanted.filter(v => v > 0n) : wanted
  return needed.reduce((least, version) => (version < least ? version : least))
}
