import type { Notify } from './change-feed.js'

/** The config-key store: bytes by key. Every change makes a new version. */
export class ConfigKeyState {
  readonly #notify: Notify
  readonly #values = new Map<string, Uint8Array>()
  /** The version in which a key was last set or removed. */
  readonly #changedIn = new Map<string, number>()
  #version = 1

  constructor(notify: Notify) {
    this.#notify = notify
  }

  get version(): number {
    return this.#version
  }

  get size(): number {
    return this.#values.size
  }

  get(key: string): Uint8Array | undefined {
    return this.#values.get(key)
  }

  has(key: string): boolean {
    return this.#values.has(key)
  }

  /** Keys and values in the order of the keys. */
  entries(prefix = ''): [string, Uint8Array][] {
    return [...this.#values].filter(([key]) => key.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1))
  }

  set(key: string, value: Uint8Array | string): void {
    this.#values.set(key, typeof value === 'string' ? new TextEncoder().encode(value) : Uint8Array.from(value))
    this.#changed(key)
  }

  /** @returns whether there was such a key */
  delete(key: string): boolean {
    const deleted = this.#values.delete(key)
    if (deleted) this.#changed(key)
    return deleted
  }

  /** What changed after a version; undefined: the key is gone. */
  changesSince(version: number, prefix: string): Map<string, Uint8Array | undefined> {
    const keys = [...this.#changedIn].filter(([key, changedIn]) => changedIn > version && key.startsWith(prefix))
    return new Map(keys.map(([key]) => [key, this.#values.get(key)]))
  }

  #changed(key: string): void {
    this.#version++
    this.#changedIn.set(key, this.#version)
    this.#notify('config-key')
  }
}
