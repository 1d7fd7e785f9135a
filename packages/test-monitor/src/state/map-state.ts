import type { Notify, Topic } from './change-feed.js'

/** Makes the bytes of an epoch. */
export type EncodeEpoch = (epoch: number) => Uint8Array

/** A map that is a number and bytes: mgrmap, fsmap, servicemap. A test sets other bytes or lets the number grow. */
export class MapState {
  readonly #topic: Topic
  readonly #notify: Notify
  readonly #encode: EncodeEpoch
  #given: Uint8Array | undefined
  #epoch = 1

  constructor(topic: Topic, encode: EncodeEpoch, notify: Notify) {
    this.#topic = topic
    this.#encode = encode
    this.#notify = notify
  }

  get epoch(): number {
    return this.#epoch
  }

  get firstCommitted(): number {
    return 1
  }

  /** The map as it is sent. */
  get bytes(): Uint8Array {
    return this.#given ?? this.#encode(this.#epoch)
  }

  /** The same map in a new epoch. */
  bump(): number {
    this.#given = undefined
    return this.#next(this.#epoch + 1)
  }

  /** Other bytes, which stand until the next change. @param epoch the one that is in them; default: the next */
  set(bytes: Uint8Array, epoch = this.#epoch + 1): number {
    this.#given = Uint8Array.from(bytes)
    return this.#next(epoch)
  }

  #next(epoch: number): number {
    this.#epoch = epoch
    this.#notify(this.#topic)
    return epoch
  }
}
