import type { Update, WatchBuffer } from './feed.js'

/** Keeps the newest: what is overtaken before it is taken is never seen, what has not changed neither. */
export class LatestBuffer<U, T> implements WatchBuffer<U, T> {
  readonly #project: (value: U) => T
  readonly #same: (a: U, b: U) => boolean
  #last: { readonly value: U } | undefined
  #waiting = false

  /**
   * @param project what to hand out
   * @param same whether two values differ in nothing that is handed out
   */
  constructor(project: (value: U) => T, same: (a: U, b: U) => boolean = () => false) {
    this.#project = project
    this.#same = same
  }

  put({ value }: Update<U>): boolean {
    if (this.#last !== undefined && !this.#waiting && this.#same(this.#last.value, value)) return true
    this.#last = { value }
    this.#waiting = true
    return true
  }

  get waiting(): boolean {
    return this.#waiting
  }

  take(): T | undefined {
    if (!this.#waiting) return undefined
    this.#waiting = false
    return this.#project(this.#last!.value)
  }
}
