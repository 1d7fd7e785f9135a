import { SubscribeFlag } from '@cephwire/messages'
import type { MonSubscribeItem } from '@cephwire/messages'

/** One thing to be subscribed to. */
export interface Want {
  /** The first version wanted; 0 for the newest. */
  readonly start: bigint
  /** Once, or with every change. Default: with every change. */
  readonly onetime?: boolean
}

/** What is subscribed to, by name: MonSub of Ceph. Decides what to ask for; sends nothing. */
export class Subscriptions {
  readonly #wanted = new Map<string, MonSubscribeItem>()
  readonly #unsent = new Set<string>()

  /** @returns whether there is something new to send */
  want(name: string, { start, onetime = false }: Want): boolean {
    const item = { start, flags: onetime ? SubscribeFlag.Onetime : 0 }
    const before = this.#wanted.get(name)
    if (before?.start === item.start && before.flags === item.flags) return false
    this.#wanted.set(name, item)
    this.#unsent.add(name)
    return true
  }

  unwant(name: string): void {
    this.#wanted.delete(name)
    this.#unsent.delete(name)
  }

  /** Version `version` has come: ask for the one behind it from now on, or for nothing more. */
  got(name: string, version: bigint): void {
    const item = this.#wanted.get(name)
    if (item === undefined || item.start > version) return
    if (item.flags === SubscribeFlag.Onetime) this.unwant(name)
    else this.#wanted.set(name, { ...item, start: version + 1n })
  }

  /** A new session knows of nothing: everything is to be sent again. */
  sessionOpened(): void {
    for (const name of this.#wanted.keys()) this.#unsent.add(name)
  }

  /** What is to be sent now, which counts as sent; undefined when there is nothing. */
  take(): ReadonlyMap<string, MonSubscribeItem> | undefined {
    if (this.#unsent.size === 0) return undefined
    const what = new Map([...this.#unsent].map(name => [name, this.#wanted.get(name)!]))
    this.#unsent.clear()
    return what
  }
}
