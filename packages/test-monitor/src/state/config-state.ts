import { formatAuthEntity } from '@cephwire/auth'
import { entityTypeName } from '@cephwire/codec'
import type { AuthEntity } from '@cephwire/auth'
import type { Notify } from './change-feed.js'

/** One value of the central configuration. */
export interface ConfigEntry {
  /** As `ceph config set` takes it: `global`, `mon`, `client.admin`, `osd/host:a`. */
  readonly who: string
  readonly name: string
  readonly value: string
}

/** The central configuration. Every change makes a new version. */
export class ConfigState {
  readonly #notify: Notify
  readonly #entries = new Map<string, ConfigEntry>()
  #version = 1

  constructor(notify: Notify) {
    this.#notify = notify
  }

  get version(): number {
    return this.#version
  }

  /** In the order of `who`, then `name`. */
  get entries(): readonly ConfigEntry[] {
    return [...this.#entries.keys()].sort().map(key => this.#entries.get(key)!)
  }

  get(who: string, name: string): string | undefined {
    return this.#entries.get(keyOf(who, name))?.value
  }

  set(who: string, name: string, value: string): void {
    this.#entries.set(keyOf(who, name), { who, name, value })
    this.#changed()
  }

  /** @returns whether there was such a value */
  remove(who: string, name: string): boolean {
    const removed = this.#entries.delete(keyOf(who, name))
    if (removed) this.#changed()
    return removed
  }

  /** What holds for an entity on a host: the more a section says, the more it counts. */
  effective(entity: AuthEntity, hostname = ''): Map<string, ConfigEntry> {
    const sections = sectionsOf(entity)
    const found = new Map<string, { readonly weight: number; readonly entry: ConfigEntry }>()
    for (const entry of this.entries) {
      const [section = '', ...masks] = entry.who.split('/')
      const weight = sections.indexOf(section)
      if (weight < 0 || masks.some(mask => mask !== `host:${hostname}`)) continue
      const better = 2 * weight + (masks.length > 0 ? 1 : 0)
      if (better >= (found.get(entry.name)?.weight ?? -1)) found.set(entry.name, { weight: better, entry })
    }
    return new Map([...found].map(([name, { entry }]) => [name, entry]))
  }

  #changed(): void {
    this.#version++
    this.#notify('config')
  }
}

const keyOf = (who: string, name: string): string => `${who}\0${name}`

/** `client.rgw.a` → global, client, client.rgw, client.rgw.a */
function sectionsOf(entity: AuthEntity): string[] {
  const words = formatAuthEntity(entity).split('.')
  return ['global', entityTypeName(entity.type), ...words.slice(1).map((_, i) => words.slice(0, i + 2).join('.'))]
}
