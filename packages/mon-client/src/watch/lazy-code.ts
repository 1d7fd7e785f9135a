/** Code that is loaded when it is first asked for, and once. */
export class LazyCode<T> {
  readonly #import: () => Promise<T>
  #loading: Promise<T> | undefined
  #code: T | undefined

  constructor(load: () => Promise<T>) {
    this.#import = load
  }

  /** Undefined until it is loaded. */
  get code(): T | undefined {
    return this.#code
  }

  /** @throws what loading throws; the next call tries again */
  load(): Promise<T> {
    this.#loading ??= this.#import().then(
      code => (this.#code = code),
      (error: unknown) => {
        this.#loading = undefined
        throw error
      }
    )
    return this.#loading
  }
}
