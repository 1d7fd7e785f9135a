import { decode } from '@cephwire/codec'
import { fsMapCodec, mgrMapCodec } from '@cephwire/maps'
import { MonClientClosedError } from '../errors.js'
import { versionRequest } from '../get-version.js'
import { onAbort } from '../on-abort.js'
import { LatestBuffer } from '../watch/latest-buffer.js'
import { fsMapFeed, mgrMapFeed, osdMapFeed } from '../watch/map-feeds.js'
import { OSDMapTracker } from '../watch/osdmap-tracker.js'
import { SharedFetch } from './shared-fetch.js'
import type { FSMap, MgrMap, OSDMap } from '@cephwire/maps'
import type { MapVersions } from '../client-types.js'
import type { Request } from '../requests.js'
import type { EncodedMap } from '../watch/map-feeds.js'
import type { WatchOptions, Watcher } from '../watch/watcher.js'
import type { Watches } from '../watch/watches.js'

/** What the maps are asked of. */
export interface DaemonMapsOwner {
  readonly watches: Pick<Watches, 'open'>
  run(request: Request<MapVersions>): Promise<MapVersions>
}

/** Where daemons are: maps that are asked for when somebody is to be told something, and not before. */
export class DaemonMaps {
  readonly #owner: DaemonMapsOwner
  /** The newest osdmap that was asked for: it may be large, and seldom changes. */
  #osdMap: OSDMap | undefined
  readonly #osdMaps = new SharedFetch(signal => this.#nextOsdMap(signal))

  constructor(owner: DaemonMapsOwner) {
    this.#owner = owner
  }

  /** The newest osdmap. @throws CodecError; MonClientClosedError; the signal's reason */
  async osdMap(signal: AbortSignal): Promise<OSDMap> {
    const { newest } = await this.#owner.run({ ...versionRequest('osdmap'), signal, timeout: 0 })
    if (this.#osdMap !== undefined && newest <= BigInt(this.#osdMap.epoch)) return this.#osdMap
    const joined = this.#osdMaps.underWay
    const map = await this.#osdMaps.get(signal)
    // One that was asked for earlier may be older than that.
    return joined && BigInt(map.epoch) < newest ? this.#osdMaps.get(signal) : map
  }

  async #nextOsdMap(signal: AbortSignal): Promise<OSDMap> {
    const watcher = this.#owner.watches.open('osdmap', osdMapFeed, new OSDMapTracker(), { onetime: true })
    const { map } = await nextOf(watcher, signal)
    this.#osdMap = map
    return map
  }

  /** The newest fsmap. @throws as osdMap() */
  async fsMap(signal: AbortSignal): Promise<FSMap> {
    const buffer = new LatestBuffer((map: EncodedMap) => map)
    const watcher = this.#owner.watches.open('fsmap', fsMapFeed, buffer, { onetime: true })
    const { bytes } = await nextOf(watcher, signal)
    return decode(fsMapCodec, bytes)
  }

  /** Each mgrmap from now on, the newest first, until it is ended. */
  mgrMaps(options: Pick<WatchOptions, 'onetime'> = {}): Watcher<EncodedMap, MgrMap> {
    const buffer = new LatestBuffer(({ bytes }: EncodedMap) => decode(mgrMapCodec, bytes))
    return this.#owner.watches.open('mgrmap', mgrMapFeed, buffer, options)
  }
}

/** The next that comes; a watcher that it does not come to is ended. */
export async function nextOf<T>(watcher: Watcher<never, T> | Watcher<unknown, T>, signal: AbortSignal): Promise<T> {
  const letGo = onAbort(signal, () => watcher.end(signal.reason as Error))
  try {
    signal.throwIfAborted()
    const next = await watcher.next()
    if (next.done === true) throw new MonClientClosedError()
    return next.value
  } catch (error) {
    watcher.end()
    throw error
  } finally {
    letGo()
  }
}
