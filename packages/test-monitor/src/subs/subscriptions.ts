import { checkConfig } from './config.js'
import { checkFSMap, checkFSMapUser } from './fsmap.js'
import { checkKV } from './kv.js'
import { checkLog, logLevel } from './log.js'
import { checkMgrDigest, checkMgrMap } from './mgrmap.js'
import { checkMonMap } from './monmap.js'
import { checkOSDMap } from './osdmap.js'
import { checkServiceMap } from './servicemap.js'
import type { MonSession } from '../mon-session.js'
import type { Topic } from '../state/change-feed.js'

/** What a client wants to be told about. */
export interface Subscription {
  readonly name: string
  readonly onetime: boolean
  /** The first version that is wanted. */
  next: bigint
}

/**
 * Sends what there is from `sub.next` on.
 *
 * @returns the version that was sent, or undefined when there is nothing new
 */
export type CheckSub = (session: MonSession, sub: Subscription) => bigint | number | undefined

interface Kind {
  readonly matches: (name: string) => boolean
  readonly topic: Topic
  /** Whose `r` it needs besides that of `mon`. */
  readonly service: string | undefined
  readonly check: CheckSub
}

const named =
  (wanted: string): Kind['matches'] =>
  name =>
    name === wanted

/** In the order in which names are looked up. Everything else is kept, and nothing is ever sent for it. */
const kinds: readonly Kind[] = [
  { matches: named('monmap'), topic: 'monmap', service: undefined, check: checkMonMap },
  { matches: named('config'), topic: 'config', service: undefined, check: checkConfig },
  { matches: named('osdmap'), topic: 'osdmap', service: 'osd', check: checkOSDMap },
  { matches: named('mgrmap'), topic: 'mgrmap', service: 'mon', check: checkMgrMap },
  { matches: named('mgrdigest'), topic: 'health', service: 'mon', check: checkMgrDigest },
  { matches: named('fsmap'), topic: 'fsmap', service: 'mds', check: checkFSMap },
  { matches: named('fsmap.user'), topic: 'fsmap', service: 'mds', check: checkFSMapUser },
  { matches: named('servicemap'), topic: 'servicemap', service: 'mon', check: checkServiceMap },
  { matches: name => logLevel(name) !== undefined, topic: 'log', service: 'mon', check: checkLog },
  { matches: name => name.startsWith('kv:'), topic: 'config-key', service: 'config-key', check: checkKV }
]

/** The subscriptions of one session. */
export class Subscriptions {
  readonly #session: MonSession
  readonly #subs = new Map<string, Subscription>()

  constructor(session: MonSession) {
    this.#session = session
  }

  get names(): readonly string[] {
    return [...this.#subs.keys()]
  }

  has(name: string): boolean {
    return this.#subs.has(name)
  }

  /** Takes a subscription and sends what there is. Who may not have it is told nothing. */
  want(name: string, start: bigint, onetime: boolean): void {
    const { maxSubscriptions, maxSubscriptionName } = this.#session.monitor.cluster.limits
    if (name.length > maxSubscriptionName || (!this.has(name) && this.#subs.size >= maxSubscriptions)) return
    const kind = kinds.find(({ matches }) => matches(name))
    const anybody = kind !== undefined && kind.service === undefined
    if (!anybody && !this.#session.isCapable('mon', 'r')) return
    // A session sees one level of the log.
    if (logLevel(name) !== undefined) {
      for (const other of this.names) if (other !== name && logLevel(other) !== undefined) this.#subs.delete(other)
    }
    const sub = { name, onetime, next: start }
    this.#subs.set(name, sub)
    if (kind !== undefined) this.#check(kind, sub)
  }

  /** Sends what is new of a topic, or of all. */
  check(topic?: Topic): void {
    for (const sub of [...this.#subs.values()]) {
      const kind = kinds.find(({ matches }) => matches(sub.name))
      if (kind !== undefined && (topic === undefined || kind.topic === topic)) this.#check(kind, sub)
    }
  }

  #check({ service, check }: Kind, sub: Subscription): void {
    if (service !== undefined && !this.#session.isCapable(service, 'r')) return
    const sent = check(this.#session, sub)
    if (sent === undefined) return
    if (sub.onetime) this.#subs.delete(sub.name)
    else sub.next = BigInt(sent) + 1n
  }
}
