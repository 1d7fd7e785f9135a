import { ConfigError } from '../errors.js'
import { KVBuffer, kvFeed } from './kv.js'
import { LatestBuffer } from './latest-buffer.js'
import { LazyCode } from './lazy-code.js'
import { LoadingBuffer } from './loading-buffer.js'
import { LogBuffer, logFeed } from './log-watch.js'
import * as maps from './map-feeds.js'
import { OSDMapBuffer } from './osdmap-buffer.js'
import { RawBuffer, feedFor } from './raw-watch.js'
import type { FSMap, FSMapUser, MDSMap, MgrMap, ServiceMap } from '@cephwire/maps'
import type { WatchBuffer } from './feed.js'
import type { KVUpdate } from './kv.js'
import type { LogLevel, WatchedLogEntry } from './log-watch.js'
import type { mapBuffers } from './map-buffers.js'
import type { Digest, EncodedMap, EncodedOSDMaps, HealthUpdate, MapUpdate, MonMapUpdate } from './map-feeds.js'
import type { OSDMapUpdate } from './osdmap-tracker.js'
import type { RawUpdate } from './raw-watch.js'
import type { WatchOptions } from './watcher.js'
import type { Watches } from './watches.js'

export interface MDSMapWatchOptions extends WatchOptions {
  /** Number of the file system. Default: the one for clients that name none. */
  readonly fscid?: number | undefined
}

export interface LogWatchOptions extends WatchOptions {
  /** `cluster` or `audit`. Default: both. */
  readonly channel?: string | undefined
  /** Entries that may wait for a slow reader. Default: 10 000. */
  readonly maxWaiting?: number | undefined
}

export interface RawWatchOptions extends WatchOptions {
  /** Of the messages, for a name that this package does not know. */
  readonly type?: number | undefined
}

/** What iterations over subscriptions are: they watch from the call on, until their signal, their end, or the client's. */
export type Watched<T> = AsyncIterableIterator<T, undefined>

/**
 * What monitors push. Each method begins to watch when it is called; every iteration has its own place, and goes on behind
 * it when the session moves. They end with the client, without an error. A monitor is silent to a client whose caps do not
 * let it read what it asks for.
 */
export interface Watch {
  /** The monitors. Of several changes that come faster than they are taken, the newest. */
  monmap(options?: WatchOptions): Watched<MonMapUpdate>
  /**
   * The osdmap, and what has changed since the update before; of epochs that come faster than they are taken, the newest.
   * Increments are applied, and their checksums checked; a full map is asked for where one is missing or wrong. Needs
   * `osd r`.
   */
  osdmap(options?: WatchOptions): Watched<OSDMapUpdate>
  /** The managers; the newest. */
  mgrmap(options?: WatchOptions): Watched<MapUpdate<MgrMap>>
  /** All file systems; the newest. Needs `mds r`. */
  fsmap(options?: WatchOptions): Watched<MapUpdate<FSMap>>
  /** Names and numbers of the file systems; the newest. Needs `mds r`. */
  fsmapUser(options?: WatchOptions): Watched<MapUpdate<FSMapUser>>
  /**
   * One file system, another than the present one only when that is no longer watched; the newest. Needs `mds r`.
   *
   * @throws ConfigError for a second file system
   */
  mdsmap(options?: MDSMapWatchOptions): Watched<MapUpdate<MDSMap>>
  /** Gateways and other daemons that have registered themselves; the newest. */
  servicemap(options?: WatchOptions): Watched<MapUpdate<ServiceMap>>
  /** The options that the monitors have for this client, when they change. */
  config(options?: WatchOptions): Watched<ReadonlyMap<string, string>>
  /** Health and the state of the monitors, every few seconds; the newest. */
  health(options?: WatchOptions): Watched<HealthUpdate>
  /** Entries of the config-key store under a prefix; changes that wait are merged, none is lost. Needs `config-key r`. */
  kv(prefix: string, options?: WatchOptions): Watched<KVUpdate>
  /**
   * Lines of the cluster log from this level on, `info` unless said, from now on. None is lost while fewer than
   * `maxWaiting` wait for the reader; what was dropped is counted in the next entry's `lost`.
   *
   * @throws ConfigError for another level
   */
  log(level?: LogLevel, options?: LogWatchOptions): Watched<WatchedLogEntry>
  /**
   * Messages of any subscription, by its name at the monitors: `osdmap`, `kv:app/`, `NVMeofGw`.
   *
   * @throws ConfigError for a name that is not known here without the type of its messages
   */
  raw(name: string, options?: RawWatchOptions): Watched<RawUpdate>
}

const MAX_WAITING_ENTRIES = 10_000

/** Loaded when a map is first watched. */
export const lazyMapBuffers = new LazyCode(async () => (await import('./map-buffers.js')).mapBuffers)

/** The buffer that decodes, or one that keeps the bytes until it is there. */
function decoding<U, T>(
  choose: (buffers: typeof mapBuffers) => () => WatchBuffer<U, T>,
  early: () => WatchBuffer<U, U>
): WatchBuffer<U, T> {
  const { code } = lazyMapBuffers
  if (code !== undefined) return choose(code)()
  return new LoadingBuffer(
    early(),
    lazyMapBuffers.load().then(buffers => choose(buffers)())
  )
}

function newest<T>(
  choose: (buffers: typeof mapBuffers) => () => WatchBuffer<EncodedMap, MapUpdate<T>>
): WatchBuffer<EncodedMap, MapUpdate<T>> {
  return decoding(choose, () => new LatestBuffer(map => map))
}

function osdMaps(): WatchBuffer<EncodedOSDMaps, OSDMapUpdate> {
  return decoding(
    buffers => buffers.osdmap,
    () => new OSDMapBuffer(0)
  )
}

export function createWatch(watches: Watches): Watch {
  return {
    monmap: options =>
      watches.open('monmap', maps.monMapFeed, new LatestBuffer<MonMapUpdate, MonMapUpdate>(map => map), options),
    osdmap: options => watches.open('osdmap', maps.osdMapFeed, osdMaps(), options),
    mgrmap: options =>
      watches.open(
        'mgrmap',
        maps.mgrMapFeed,
        newest(buffers => buffers.mgrmap),
        options
      ),
    fsmap: options =>
      watches.open(
        'fsmap',
        maps.fsMapFeed,
        newest(buffers => buffers.fsmap),
        options
      ),
    fsmapUser: options =>
      watches.open(
        'fsmap.user',
        maps.fsMapUserFeed,
        newest(buffers => buffers.fsmapUser),
        options
      ),
    mdsmap({ fscid, ...options } = {}) {
      const name = fscid === undefined ? 'mdsmap' : `mdsmap.${fscid}`
      const other = watches.names.find(watched => watched.startsWith('mdsmap') && watched !== name)
      if (other === undefined)
        return watches.open(
          name,
          maps.mdsMapFeed,
          newest(buffers => buffers.mdsmap),
          options
        )
      throw new ConfigError(`${other} is watched: messages of ${name} could not be told from its own`)
    },
    servicemap: options =>
      watches.open(
        'servicemap',
        maps.serviceMapFeed,
        newest(buffers => buffers.servicemap),
        options
      ),
    config: options => watches.open('config', maps.configFeed, new LatestBuffer(config => config, sameMap), options),
    health(options) {
      let before: string | undefined
      const buffer = new LatestBuffer(({ health, monStatus, healthJson }: Digest): HealthUpdate => {
        const changed = healthJson !== before
        before = healthJson
        return { health, monStatus, changed }
      })
      return watches.open('mgrdigest', maps.mgrDigestFeed, buffer, options)
    },
    kv: (prefix, options) => watches.open(`kv:${prefix}`, kvFeed, new KVBuffer(Number(options?.start ?? 0)), options),
    log(level = 'info', { channel, maxWaiting = MAX_WAITING_ENTRIES, ...options } = {}) {
      return watches.open(`log-${level}`, logFeed, new LogBuffer({ level, channel, maxWaiting }), options)
    },
    raw: (name, { type, ...options } = {}) => watches.open(name, feedFor(name, type), new RawBuffer(), options)
  }
}

function sameMap(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value)
}
