import { ConfigError } from '../errors.js'
import { kvFeed } from './kv.js'
import { logFeed } from './log-watch.js'
import * as maps from './map-feeds.js'
import type { Message } from '@cephwire/messenger'
import type { Feed, Update, WatchBuffer } from './feed.js'

/** A message of a subscription, as it came. */
export interface RawUpdate {
  /** Epoch or version, where this package knows how to tell. */
  readonly version: bigint | undefined
  readonly message: Message
  /** Messages before it that were dropped since more than 1000 waited for this watcher. Mostly 0. */
  readonly lost: number
}

const exact: Readonly<Record<string, Feed<unknown>>> = {
  monmap: maps.monMapFeed,
  osdmap: maps.osdMapFeed,
  fsmap: maps.fsMapFeed,
  'fsmap.user': maps.fsMapUserFeed,
  mdsmap: maps.mdsMapFeed,
  mgrmap: maps.mgrMapFeed,
  mgrdigest: maps.mgrDigestFeed,
  servicemap: maps.serviceMapFeed,
  config: maps.configFeed
}
const byPrefix: readonly (readonly [prefix: string, feed: Feed<unknown>])[] = [
  ['mdsmap.', maps.mdsMapFeed],
  ['kv:', kvFeed],
  ['log-', logFeed]
]

/** @throws ConfigError for a name that this package does not know, where no type is given either */
export function feedFor(name: string, type: number | undefined): Feed<unknown> {
  if (Object.hasOwn(exact, name)) return exact[name]!
  const feed = byPrefix.find(([prefix]) => name.startsWith(prefix))?.[1]
  if (feed !== undefined) return feed
  if (type !== undefined) return { type, whole: false, read: () => ({ version: undefined, value: undefined }) }
  throw new ConfigError(`Subscription ${name} is not known here: say the type of its messages`, { option: 'type' })
}

/** Messages that may wait for a slow reader (docs/limits.md). */
const MAX_WAITING = 1000

/** Keeps messages in order up to a bound; past it the oldest are dropped, and counted. */
export class RawBuffer implements WatchBuffer<unknown, RawUpdate> {
  readonly #waiting: Omit<RawUpdate, 'lost'>[] = []
  #lost = 0

  put({ version, message }: Update<unknown>): boolean {
    if (message === undefined) return true
    if (this.#waiting.push({ version, message }) > MAX_WAITING) {
      this.#waiting.shift()
      this.#lost++
    }
    return true
  }

  get waiting(): boolean {
    return this.#waiting.length > 0
  }

  take(): RawUpdate | undefined {
    const update = this.#waiting.shift()
    if (update === undefined) return undefined
    const lost = this.#lost
    this.#lost = 0
    return { ...update, lost }
  }
}
