import { applyIncremental, decodeOsdMap, decodeOsdMapIncremental, diffOsdMaps } from '@cephwire/maps'
import { OSDMapBuffer } from './osdmap-buffer.js'
import type { OSDMap, OSDMapDiff } from '@cephwire/maps'
import type { Update, WatchBuffer } from './feed.js'
import type { EncodedOSDMaps } from './map-feeds.js'

/** The osdmap as it has become. */
export interface OSDMapUpdate extends EncodedOSDMaps {
  readonly map: OSDMap
  /** What has changed since the update before; undefined for the first. Made when it is asked for. */
  readonly diff: OSDMapDiff | undefined
}

/**
 * Follows the osdmap: decodes full maps and applies increments, each with its checksums. Where an increment does not lead
 * to the map that it promises, a full map is asked for.
 */
export class OSDMapTracker implements WatchBuffer<EncodedOSDMaps, OSDMapUpdate> {
  readonly #bytes = new OSDMapBuffer(0)
  #map: OSDMap | undefined
  /** Which was handed out last. */
  #before: OSDMap | undefined

  /** @throws CodecError, MapError for a full map that is wrong: nothing better can be asked for */
  put(update: Update<EncodedOSDMaps>): boolean {
    if (!this.#bytes.put(update)) return false
    const { maps, incrementals } = update.value
    let map = this.#map
    for (const [epoch, bytes] of newest(maps)) if (epoch > (map?.epoch ?? 0)) map = decodeOsdMap(bytes)
    try {
      for (const [epoch, bytes] of ascending(incrementals)) {
        if (map !== undefined && epoch > map.epoch) map = applyIncremental(map, decodeOsdMapIncremental(bytes))
      }
    } catch {
      this.#bytes.startAnew()
      return false
    }
    this.#map = map
    return true
  }

  get waiting(): boolean {
    return this.#bytes.waiting
  }

  take(): OSDMapUpdate | undefined {
    const encoded = this.#bytes.take()
    const map = this.#map
    if (encoded === undefined || map === undefined) return undefined
    const before = this.#before
    this.#before = map
    return new TrackedOSDMap(encoded, map, before)
  }
}

/** Computes the difference when somebody wants it: with many placement groups it costs. */
class TrackedOSDMap implements OSDMapUpdate {
  readonly epoch: number
  readonly map: OSDMap
  readonly maps: EncodedOSDMaps['maps']
  readonly incrementals: EncodedOSDMaps['incrementals']
  readonly #before: OSDMap | undefined
  #diff: OSDMapDiff | undefined

  constructor({ epoch, maps, incrementals }: EncodedOSDMaps, map: OSDMap, before: OSDMap | undefined) {
    this.epoch = epoch
    this.map = map
    this.maps = maps
    this.incrementals = incrementals
    this.#before = before
  }

  get diff(): OSDMapDiff | undefined {
    if (this.#before !== undefined) this.#diff ??= diffOsdMaps(this.#before, this.map)
    return this.#diff
  }
}

const ascending = (maps: ReadonlyMap<number, Uint8Array>): readonly (readonly [number, Uint8Array])[] =>
  [...maps].sort(([a], [b]) => a - b)

const newest = (maps: ReadonlyMap<number, Uint8Array>): readonly (readonly [number, Uint8Array])[] =>
  ascending(maps).slice(-1)
