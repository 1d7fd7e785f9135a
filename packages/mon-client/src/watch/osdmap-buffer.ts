import type { EncodedOSDMaps } from './map-feeds.js'
import type { Update, WatchBuffer } from './feed.js'

/** What may wait for a slow reader before increments are given up for a full map (docs/limits.md). */
const MAX_WAITING_BYTES = 64 * 1024 * 1024
const MAX_WAITING_MAPS = 1000

/**
 * Osdmaps without a gap: each epoch once, in order, as what waits for a reader grows. A full map makes those before it
 * superfluous; where increments are missing, or too many wait, a full map is asked for.
 */
export class OSDMapBuffer implements WatchBuffer<EncodedOSDMaps, EncodedOSDMaps> {
  /** The last epoch that was put in; undefined before the first and where a full map has to come. */
  #have: number | undefined
  #maps = new Map<number, Uint8Array>()
  #incrementals = new Map<number, Uint8Array>()
  #bytes = 0

  /** @param start the first epoch wanted: increments from there on will do; 0 for a full map */
  constructor(start: number) {
    this.#have = start === 0 ? undefined : start - 1
  }

  put({ value: { maps, incrementals } }: Update<EncodedOSDMaps>): boolean {
    let base = this.#have ?? 0
    for (const epoch of maps.keys()) if (epoch > base) base = epoch
    if (base > (this.#have ?? 0)) this.#rebase(base, maps.get(base)!)
    for (const [epoch, bytes] of [...incrementals].sort(([a], [b]) => a - b)) {
      if (this.#have === undefined || epoch > this.#have + 1) return this.startAnew()
      if (epoch === this.#have + 1) this.#add(epoch, bytes)
    }
    return this.#incrementals.size > MAX_WAITING_MAPS || this.#bytes > MAX_WAITING_BYTES ? this.startAnew() : true
  }

  #add(epoch: number, bytes: Uint8Array): void {
    this.#incrementals.set(epoch, bytes)
    this.#bytes += bytes.length
    this.#have = epoch
  }

  #rebase(epoch: number, bytes: Uint8Array): void {
    this.#maps = new Map([[epoch, bytes]])
    this.#incrementals = new Map()
    this.#bytes = 0
    this.#have = epoch
  }

  /** Forgets what waits: a full map has to come. */
  startAnew(): false {
    this.#maps = new Map()
    this.#incrementals = new Map()
    this.#bytes = 0
    this.#have = undefined
    return false
  }

  get waiting(): boolean {
    return this.#have !== undefined && this.#maps.size + this.#incrementals.size > 0
  }

  take(): EncodedOSDMaps | undefined {
    if (this.#have === undefined || !this.waiting) return undefined
    const update = { epoch: this.#have, maps: this.#maps, incrementals: this.#incrementals }
    this.#maps = new Map()
    this.#incrementals = new Map()
    this.#bytes = 0
    return update
  }
}
