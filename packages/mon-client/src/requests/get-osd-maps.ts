import { encodeMessage, monGetOSDMap } from '@cephwire/messages'
import { ConfigError } from '../errors.js'
import type { MMonGetOSDMap, MOSDMap } from '@cephwire/messages'
import type { OutgoingMessage } from '@cephwire/messenger'

/** Which osdmaps of the past. */
export interface OSDMapRange {
  /** Epoch of the first. Epochs that are forgotten are left out. */
  readonly from: number
  /** Epoch of the last. Those that are yet to come are left out. */
  readonly to: number
  /** Whole maps, the differences between them, or both. Default: `both`. */
  readonly kind?: 'maps' | 'incrementals' | 'both'
}

/** Osdmaps by epoch, as the monitors have encoded them. */
export interface OSDMaps {
  readonly maps: ReadonlyMap<number, Uint8Array>
  /** By the epoch that they lead to. */
  readonly incrementals: ReadonlyMap<number, Uint8Array>
}

/** What one message asks for. */
export type OSDMapsQuestion = Pick<MMonGetOSDMap, 'fullFirst' | 'fullLast' | 'incFirst' | 'incLast'>

/**
 * Asks for osdmaps; needs no caps. A monitor answers a question with 40 maps at most (osd_map_message_max), and with
 * whole maps before incrementals.
 *
 * @param tid does not come back: what follows from an answer is OSDMapsCollector's to say
 */
export function encodeGetOsdMaps(question: OSDMapsQuestion, tid: bigint): OutgoingMessage {
  return { ...encodeMessage(monGetOSDMap, { version: 0n, ...question }), tid }
}

/** Maps of one range, and their bytes (docs/limits.md). */
const MAX_MAPS = 65_536
const MAX_BYTES = 1024 * 1024 * 1024
const MAX_EPOCH = 0xffffffff

/** The maps of one kind that are still to come. */
class Missing {
  readonly held = new Map<number, Uint8Array>()
  readonly #to: number
  #next: number

  constructor(from: number, to: number) {
    this.#next = from
    this.#to = to
  }

  /** The first epoch that has not come; undefined when all have. */
  get first(): number | undefined {
    while (this.held.has(this.#next)) this.#next++
    return this.#next <= this.#to ? this.#next : undefined
  }

  /** Epochs before `lowest` do not come any more. */
  forget(lowest: number): void {
    this.#next = Math.max(this.#next, lowest)
  }

  /** @returns the bytes that are new */
  take(maps: ReadonlyMap<number, Uint8Array>): number {
    let bytes = 0
    for (const [epoch, map] of maps) {
      if (epoch < this.#next || epoch > this.#to || this.held.has(epoch)) continue
      this.held.set(epoch, map)
      bytes += map.length
    }
    return bytes
  }
}

/**
 * Puts together what comes for one range. Ask `question`, give `take` every MOSDMap that comes meanwhile, whoever has
 * asked for it: what a subscription brings counts as well. After a lost session ask `question` again.
 */
export class OSDMapsCollector {
  readonly #fsid: string
  readonly #to: number
  readonly #maps: Missing
  readonly #incrementals: Missing
  #bytes = 0

  /** @throws ConfigError for what is no range */
  constructor(fsid: string, { from, to, kind = 'both' }: OSDMapRange) {
    if (!isEpoch(from) || !isEpoch(to) || from > to) {
      throw new ConfigError(`Osdmaps from ${from} to ${to}: expected epochs, the first not behind the last`)
    }
    this.#fsid = fsid
    this.#to = to
    this.#maps = new Missing(from, kind === 'incrementals' ? 0 : to)
    this.#incrementals = new Missing(from, kind === 'maps' ? 0 : to)
  }

  /** What is to be asked for next. */
  get question(): OSDMapsQuestion {
    const full = this.#maps.first
    const inc = this.#incrementals.first
    return {
      fullFirst: full ?? 0,
      fullLast: full === undefined ? 0 : this.#to,
      incFirst: inc ?? 0,
      incLast: inc === undefined ? 0 : this.#to
    }
  }

  /** What has come. Views of the messages that brought it. */
  get result(): OSDMaps {
    return { maps: this.#maps.held, incrementals: this.#incrementals.held }
  }

  /**
   * @returns `done` when the sender has no more; `ask` when `question` has become another; `wait` when the answer to it
   * is still to come: an answer begins with the first map that is missing
   * @throws ConfigError when the range has more maps or bytes than the client keeps
   */
  take(message: MOSDMap): 'done' | 'ask' | 'wait' {
    if (message.fsid !== this.#fsid) return 'wait'
    const kinds = [this.#maps, this.#incrementals]
    for (const kind of kinds) kind.forget(message.clusterOsdmapTrimLowerBound)
    const before = kinds.map(kind => kind.first)
    this.#bytes += this.#maps.take(message.maps) + this.#incrementals.take(message.incrementalMaps)
    if (this.#count > MAX_MAPS || this.#bytes > MAX_BYTES) {
      throw new ConfigError(`More than ${MAX_MAPS} osdmaps or ${MAX_BYTES} bytes of them: ask for fewer`)
    }
    const after = kinds.map(kind => kind.first)
    if (after.every(epoch => epoch === undefined)) return 'done'
    // Nothing at all: the sender has no more of what is missing.
    if (message.maps.size + message.incrementalMaps.size === 0) return 'done'
    // Maps that somebody else has asked for, or that were on their way before, say nothing of what is to come.
    return after.every((epoch, i) => epoch === before[i]) ? 'wait' : 'ask'
  }

  get #count(): number {
    return this.#maps.held.size + this.#incrementals.held.size
  }
}

const isEpoch = (epoch: number): boolean => Number.isInteger(epoch) && epoch >= 1 && epoch <= MAX_EPOCH
