import { SubscribeFlag } from '@cephwire/messages'
import type { MonSubscribeItem } from '@cephwire/messages'

/** One thing to be subscribed to. */
export interface Want {
  /** The first version wanted; 0 for the newest. */
  readonly start: bigint
  /** Once, or with every change. Default: with every change. */
  readonly onetime?: boolean
}

/**
 * What monitors may be asked to send once, later. The others end with an assertion when they drop such a subscription
 * while they go through all that wait for a change (MgrMonitor, MonmapMonitor, LogMonitor: check_subs), or do not drop it
 * then (KVMonitor).
 */
const ONCE_LATER = /^(osdmap|servicemap|fsmap|fsmap\.user|mdsmap(\.\d+)?)$/
/** What they send at once when they are asked for the newest, once. */
const ONCE_NOW = /^(monmap|mgrmap|config|kv:.*)$/s

/** What they send for as long as the session lasts: MgrMonitor::send_digests. */
const NEVER_FORGOTTEN = 'mgrdigest'

const mayBeOnce = (name: string, start: bigint): boolean =>
  ONCE_LATER.test(name) || (start === 0n && ONCE_NOW.test(name))

/** What is subscribed to, by name: MonSub of Ceph. Decides what to ask for; sends nothing. */
export class Subscriptions {
  readonly #wanted = new Map<string, MonSubscribeItem>()
  readonly #unsent = new Set<string>()
  /** What the monitor is to forget: there is no other way to say so than to ask for one more. */
  readonly #cancelled = new Map<string, MonSubscribeItem>()

  /** @returns whether there is something new to send */
  want(name: string, { start, onetime = false }: Want): boolean {
    const item = { start, flags: onetime && mayBeOnce(name, start) ? SubscribeFlag.Onetime : 0 }
    const before = this.#wanted.get(name)
    if (before?.start === item.start && before.flags === item.flags) return false
    this.#wanted.set(name, item)
    this.#unsent.add(name)
    this.#cancelled.delete(name)
    return true
  }

  /** The version that is asked for next; undefined for what is not wanted. */
  next(name: string): bigint | undefined {
    return this.#wanted.get(name)?.start
  }

  /** Wants nothing more; the monitor is made to forget what is subscribed to continuously. */
  unwant(name: string): void {
    const item = this.#wanted.get(name)
    if (item?.flags === 0 && !this.#unsent.has(name) && name !== NEVER_FORGOTTEN) {
      this.#cancelled.set(name, { start: lastStart(name, item.start), flags: SubscribeFlag.Onetime })
    }
    this.forget(name)
  }

  /** Wants nothing more, and takes for granted that nothing more comes. */
  forget(name: string): void {
    this.#wanted.delete(name)
    this.#unsent.delete(name)
  }

  /** Version `version` has come: ask for the one behind it from now on, or for nothing more. */
  got(name: string, version: bigint): void {
    const item = this.#wanted.get(name)
    if (item === undefined || item.start > version) return
    if (item.flags === SubscribeFlag.Onetime) this.forget(name)
    else this.#wanted.set(name, { ...item, start: version + 1n })
  }

  /** A new session knows of nothing, an old one may have forgotten: everything is to be sent again. */
  sessionOpened(): void {
    this.#cancelled.clear()
    for (const name of this.#wanted.keys()) this.#unsent.add(name)
  }

  /** What is to be sent now, which counts as sent; undefined when there is nothing. */
  take(): ReadonlyMap<string, MonSubscribeItem> | undefined {
    if (this.#unsent.size === 0 && this.#cancelled.size === 0) return undefined
    const what = new Map(this.#cancelled)
    for (const name of this.#unsent) what.set(name, this.#wanted.get(name)!)
    this.#cancelled.clear()
    this.#unsent.clear()
    return what
  }
}

/** From where to ask for one more, the last. Where it must not come later: from where it comes at once. */
function lastStart(name: string, next: bigint): bigint {
  if (ONCE_LATER.test(name)) return next
  return name.startsWith('kv:') && next > 0n ? next - 1n : 0n
}
