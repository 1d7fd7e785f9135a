/** A value that changes, for watchers that want the newest: what is overtaken before it is taken is never seen. */
export class Latest<T> {
  #value: { readonly value: T; readonly version: number } | undefined
  #end: { readonly error: Error | undefined } | undefined
  readonly #waiters = new Set<() => void>()

  set(value: T): void {
    this.#value = { value, version: (this.#value?.version ?? 0) + 1 }
    this.#wake()
  }

  /** Ends all watchers: with an error, or normally. */
  end(error?: Error): void {
    this.#end ??= { error }
    this.#wake()
  }

  #wake(): void {
    for (const wake of [...this.#waiters]) wake()
  }

  /** The value there is, then each newest. Ends with the signal or the source. */
  async *watch(signal?: AbortSignal): AsyncGenerator<T, void, undefined> {
    for (let seen = 0; signal?.aborted !== true;) {
      if (this.#value !== undefined && this.#value.version > seen) {
        seen = this.#value.version
        yield this.#value.value
      } else if (this.#end !== undefined) {
        if (this.#end.error !== undefined) throw this.#end.error
        return
      } else await this.#change(signal)
    }
  }

  #change(signal: AbortSignal | undefined): Promise<void> {
    return new Promise(resolve => {
      const wake = (): void => {
        this.#waiters.delete(wake)
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      this.#waiters.add(wake)
      signal?.addEventListener('abort', wake, { once: true })
    })
  }
}
