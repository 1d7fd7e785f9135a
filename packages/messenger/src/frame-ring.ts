import { tagName } from './constants.js'
import { countSegments } from './frame.js'
import { titleOf } from './frame-record.js'
import type { Clock } from './clock.js'
import type { FrameDirection, FrameRecord } from './frame-record.js'

/** What travels before there are tags, which are of one byte. */
export const Untagged = { Banner: 0x100, Connect: 0x101 } as const

const untaggedNames: ReadonlyMap<number, string> = new Map([
  [Untagged.Banner, 'BANNER'],
  [Untagged.Connect, 'CONNECT']
])

/** Words of one record. */
const Word = { Tag: 0, Out: 1, Segments: 2, Length: 3, IsMessage: 7, Type: 8 } as const
const WORDS = 9

const NONE = -1

/** What a {@link FrameRing} starts from. */
export interface FrameRingInit {
  readonly clock: Clock
  /** Frames to remember, at least 1. */
  readonly capacity: number
  /** Names of the protocol's tags. Default: of msgr2. */
  readonly tagName?: (tag: number) => string
}

/**
 * The last frames of a connection in both directions, for errors to carry: a peer that does not like what it gets
 * closes without saying so. Content is never looked at.
 *
 * A frame is noted as `begin()`, then `segment()` for each of up to four, then `message()` if it is one; nothing is
 * allocated for it.
 */
export class FrameRing {
  readonly #clock: Clock
  readonly #began: number
  readonly #capacity: number
  readonly #tagName: (tag: number) => string
  /** One slot more than is remembered: it keeps the last frame of a direction that the other one has overrun. */
  readonly #words: Uint32Array
  readonly #times: Float64Array
  readonly #tids: bigint[]
  /** The slot that is written next. */
  #next = 0
  #used = 0
  /** The one that was written last. */
  #slot = 0
  #lastIn = NONE
  #lastOut = NONE

  constructor({ clock, capacity, tagName: name = tagName }: FrameRingInit) {
    this.#clock = clock
    this.#began = clock.now()
    this.#capacity = Math.max(1, capacity)
    this.#tagName = name
    this.#words = new Uint32Array(WORDS * (this.#capacity + 1))
    this.#times = new Float64Array(this.#capacity + 1)
    this.#tids = Array.from({ length: this.#capacity + 1 }, () => 0n)
  }

  /** Milliseconds since the connection began. */
  get millis(): number {
    return this.#clock.now() - this.#began
  }

  /** Notes a frame of msgr2. */
  frame(direction: FrameDirection, tag: number, segments: readonly Uint8Array[]): void {
    this.begin(direction, tag)
    const count = countSegments(segments)
    for (let i = 0; i < count; i++) this.segment(segments[i]!.length)
  }

  begin(direction: FrameDirection, tag: number): this {
    const slot = this.#next
    this.#next = slot + 1 === this.#capacity ? 0 : slot + 1
    if (this.#used < this.#capacity) this.#used++
    if (direction === 'out') {
      if (slot === this.#lastIn) this.#lastIn = this.#keep(slot)
      this.#lastOut = slot
    } else {
      if (slot === this.#lastOut) this.#lastOut = this.#keep(slot)
      this.#lastIn = slot
    }
    const at = slot * WORDS
    const words = this.#words
    words[at + Word.Tag] = tag
    words[at + Word.Out] = direction === 'out' ? 1 : 0
    words[at + Word.Segments] = 0
    words[at + Word.IsMessage] = 0
    this.#times[slot] = this.#clock.now() - this.#began
    this.#slot = slot
    return this
  }

  segment(length: number): this {
    const words = this.#words
    const at = this.#slot * WORDS
    const segments = words[at + Word.Segments]!
    words[at + Word.Length + segments] = length
    words[at + Word.Segments] = segments + 1
    return this
  }

  /** The frame that was noted last is a message. */
  message(type: number, tid: bigint): void {
    const words = this.#words
    const at = this.#slot * WORDS
    words[at + Word.IsMessage] = 1
    words[at + Word.Type] = type
    this.#tids[this.#slot] = tid
  }

  /** The last frames, oldest first. */
  records(): readonly FrameRecord[] {
    const first = this.#next + this.#capacity - this.#used
    const records = Array.from({ length: this.#used }, (_, i) => this.#record((first + i) % this.#capacity))
    return Object.freeze(records)
  }

  /** `; last sent: MESSAGE type 50 tid 7, 2 ms before; nothing received` */
  lastWords(): string {
    return this.#lastWord('sent', this.#lastOut) + this.#lastWord('received', this.#lastIn)
  }

  #lastWord(done: string, slot: number): string {
    if (slot === NONE) return `; nothing ${done}`
    const record = this.#record(slot)
    return `; last ${done}: ${titleOf(record)}, ${Math.round(this.millis - record.at)} ms before`
  }

  #keep(slot: number): number {
    this.#words.copyWithin(this.#capacity * WORDS, slot * WORDS, (slot + 1) * WORDS)
    this.#times[this.#capacity] = this.#times[slot]!
    this.#tids[this.#capacity] = this.#tids[slot]!
    return this.#capacity
  }

  #record(slot: number): FrameRecord {
    const words = this.#words.subarray(slot * WORDS, (slot + 1) * WORDS)
    const tag = words[Word.Tag]!
    const untagged = untaggedNames.get(tag)
    const lengths = Array.from(words.subarray(Word.Length, Word.Length + words[Word.Segments]!))
    return Object.freeze({
      direction: words[Word.Out] === 1 ? 'out' : 'in',
      at: this.#times[slot]!,
      tag: untagged === undefined ? tag : 0,
      name: untagged ?? this.#tagName(tag),
      lengths: Object.freeze(lengths),
      ...(words[Word.IsMessage] === 1 && { messageType: words[Word.Type]!, tid: this.#tids[slot]! })
    })
  }
}
