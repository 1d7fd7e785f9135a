import { CryptoKey, formatAuthEntity, parseAuthEntity } from '@cephwire/auth'
import type { AuthEntity, CryptoKeyType, RandomBytes } from '@cephwire/auth'
import type { Notify } from './change-feed.js'
import type { Timekeeper } from './timekeeper.js'

/** Somebody who may log in. */
export interface AuthEntry {
  readonly entity: AuthEntity
  readonly key: CryptoKey
  /** What it may do, by service: `mon` → `allow r`. */
  readonly caps: ReadonlyMap<string, string>
}

/** What `set` replaces; what is left out stays, or is a fresh key and no caps. */
export interface AuthChange {
  readonly key?: CryptoKey
  readonly caps?: ReadonlyMap<string, string> | Readonly<Record<string, string>>
}

/** The first global_id that is given away: Ceph's start there too. */
const FIRST_GLOBAL_ID = 4100n

/** The keyring of the cluster: who may log in, with which key, and do what. */
export class AuthState {
  /** Type of the keys that are made here. */
  readonly keyType: CryptoKeyType
  readonly #random: RandomBytes
  readonly #time: Timekeeper
  readonly #notify: Notify
  readonly #entries = new Map<string, AuthEntry>()
  #version = 1
  #lastGlobalId = FIRST_GLOBAL_ID

  constructor(keyType: CryptoKeyType, random: RandomBytes, time: Timekeeper, notify: Notify) {
    this.keyType = keyType
    this.#random = random
    this.#time = time
    this.#notify = notify
  }

  get version(): number {
    return this.#version
  }

  /** In the order of their names. */
  get entries(): readonly AuthEntry[] {
    return [...this.#entries.keys()].sort().map(name => this.#entries.get(name)!)
  }

  /** @param entity `client.admin`, or in parts */
  get(entity: AuthEntity | string): AuthEntry | undefined {
    return this.#entries.get(typeof entity === 'string' ? entity : formatAuthEntity(entity))
  }

  /**
   * Adds somebody, or changes their key or caps.
   *
   * @throws AuthError when the text is no name of an entity
   */
  set(entity: AuthEntity | string, { key, caps }: AuthChange = {}): AuthEntry {
    const who = typeof entity === 'string' ? parseAuthEntity(entity) : entity
    const name = formatAuthEntity(who)
    const old = this.#entries.get(name)
    const entry: AuthEntry = {
      entity: who,
      key: key ?? old?.key ?? this.generateKey(),
      caps: caps === undefined ? (old?.caps ?? new Map()) : new Map(caps instanceof Map ? caps : Object.entries(caps))
    }
    this.#entries.set(name, entry)
    this.#changed()
    return entry
  }

  /** @returns whether there was such an entity */
  remove(entity: AuthEntity | string): boolean {
    const removed = this.#entries.delete(typeof entity === 'string' ? entity : formatAuthEntity(entity))
    if (removed) this.#changed()
    return removed
  }

  /** A fresh key that belongs to nobody yet. */
  generateKey(type: CryptoKeyType = this.keyType): CryptoKey {
    return CryptoKey.generate(type, { random: this.#random, created: this.#time.now() })
  }

  /** A global_id that nobody had before. */
  nextGlobalId(): bigint {
    this.#lastGlobalId++
    return this.#lastGlobalId
  }

  #changed(): void {
    this.#version++
    this.#notify('auth')
  }
}
