import { onAbort } from '../on-abort.js'

interface UnderWay<T> {
  readonly result: Promise<T>
  readonly over: AbortController
  waiting: number
}

/** Something that is fetched once for all who want it at the same time. */
export class SharedFetch<T> {
  readonly #fetch: (signal: AbortSignal) => Promise<T>
  #underWay: UnderWay<T> | undefined

  /** @param fetch its signal is aborted when nobody waits any more */
  constructor(fetch: (signal: AbortSignal) => Promise<T>) {
    this.#fetch = fetch
  }

  get underWay(): boolean {
    return this.#underWay !== undefined
  }

  /** @throws what the fetch throws; the signal's reason */
  async get(signal: AbortSignal): Promise<T> {
    signal.throwIfAborted()
    const underWay = this.#underWay ?? this.#begin()
    underWay.waiting++
    try {
      return await within(underWay.result, signal)
    } finally {
      if (--underWay.waiting === 0) {
        this.#ended(underWay)
        underWay.over.abort(signal.reason)
      }
    }
  }

  #begin(): UnderWay<T> {
    const over = new AbortController()
    const underWay = { result: this.#fetch(over.signal), over, waiting: 0 }
    this.#underWay = underWay
    const ended = (): void => this.#ended(underWay)
    underWay.result.then(ended, ended)
    return underWay
  }

  #ended(underWay: UnderWay<T>): void {
    if (this.#underWay === underWay) this.#underWay = undefined
  }
}

/** @throws the signal's reason, whatever comes of the promise */
function within<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const letGo = onAbort(signal, () => reject(signal.reason as Error))
    void promise.then(resolve, reject).finally(letGo)
  })
}
