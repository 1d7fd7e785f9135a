import type { MonClientState } from './session-state.js'

/** What became of a client's session. */
export type MonClientStatus =
  /** Looking for a monitor; `cause` is what ended the session before. */
  | { readonly state: 'hunting'; readonly cause?: Error }
  /** A session with a monitor, by its name in the monmap. */
  | { readonly state: 'have_session'; readonly monitor: string; readonly addr: string; readonly globalId: bigint }
  | { readonly state: 'closed' }

/** Changes that wait for one reader; a slow one loses the oldest. */
const MAX_WAITING = 256

/** Tells every reader of each change of state, in order. */
export class StatusStream {
  readonly #readers = new Set<{ readonly waiting: MonClientStatus[]; wake: (() => void) | undefined }>()
  #last: MonClientStatus = { state: 'hunting' }

  publish(status: MonClientStatus & { readonly state: MonClientState }): void {
    this.#last = status
    for (const reader of this.#readers) {
      reader.waiting.push(status)
      if (reader.waiting.length > MAX_WAITING) reader.waiting.shift()
      reader.wake?.()
    }
  }

  /** The present state, then each change; ends after `closed`. */
  async *read(): AsyncGenerator<MonClientStatus, void, undefined> {
    const reader: { readonly waiting: MonClientStatus[]; wake: (() => void) | undefined } = {
      waiting: [this.#last],
      wake: undefined
    }
    this.#readers.add(reader)
    try {
      for (;;) {
        const status = reader.waiting.shift()
        if (status === undefined) await new Promise<void>(resolve => (reader.wake = resolve))
        else {
          yield status
          if (status.state === 'closed') return
        }
      }
    } finally {
      this.#readers.delete(reader)
    }
  }
}
