import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'

/** Tags of frames with a message: src/msg/async/frames_v2.h MESSAGE, src/include/msgr.h CEPH_MSGR_TAG_MSG */
const MESSAGE_TAGS: ReadonlySet<number> = new Set([17, 7])

interface Trip {
  sent: number | undefined
  millis: number | undefined
}

/**
 * Measures how long a question takes that has a connection of its own, without connecting and authenticating: from the
 * last message that goes out to the one that then comes in.
 */
export class RoundTrips {
  readonly #trips = new AsyncLocalStorage<Trip>()
  readonly #out = (frame: unknown): void => {
    const trip = this.#trips.getStore()
    if (trip === undefined || !isMessage(frame)) return
    trip.sent = performance.now()
  }
  readonly #in = (frame: unknown): void => {
    const trip = this.#trips.getStore()
    if (trip?.sent === undefined || !isMessage(frame)) return
    trip.millis = performance.now() - trip.sent
    trip.sent = undefined
  }

  constructor() {
    subscribe('ceph:msgr:frame:out', this.#out)
    subscribe('ceph:msgr:frame:in', this.#in)
  }

  /** @returns milliseconds, and what `ask` gives; of a question without frames, all of its time */
  async measure<T>(ask: () => Promise<T>): Promise<{ readonly answer: T; readonly millis: number }> {
    const trip: Trip = { sent: undefined, millis: undefined }
    const began = performance.now()
    const answer = await this.#trips.run(trip, ask)
    return { answer, millis: trip.millis ?? performance.now() - began }
  }

  close(): void {
    unsubscribe('ceph:msgr:frame:out', this.#out)
    unsubscribe('ceph:msgr:frame:in', this.#in)
  }
}

function isMessage(frame: unknown): boolean {
  return MESSAGE_TAGS.has((frame as { readonly tag: number }).tag)
}
