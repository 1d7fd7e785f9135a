import { cephReleaseName } from '@cephwire/maps'
import { formatEntityAddr } from '@cephwire/codec'
import { checksOf } from '../watch/health-checks.js'
import { STALE } from './stale.js'
import type { Health, MonClientStatus } from '@cephwire/mon-client'
import type { MgrMap, MonMap } from '@cephwire/maps'
import type { HealthView, LogView, MgrView, MonitorView, OsdsView, SessionView, TopModel, UsageView } from './model.js'

/** Lines of the log that are kept: more than any screen has. */
const MAX_LOG = 500

/** What one monitor has said of itself, or why it did not. */
interface Heard {
  at: number
  state: string | undefined
  roundTrip: number | undefined
  silent: { readonly since: number; readonly why: string } | undefined
}

/** What has been learnt of a cluster so far. */
export class Known {
  readonly #now: () => number
  #monmap: MonMap
  #release: string | undefined
  #session: SessionView
  #health: HealthView | undefined
  #quorum: { readonly at: number; readonly ranks: readonly number[] } | undefined
  readonly #heard = new Map<string, Heard>()
  #log: (LogView & { readonly key: string })[] = []
  mgr: MgrView | undefined
  osds: OsdsView | undefined
  usage: UsageView | undefined
  usageRefused: string | undefined

  /** @param now milliseconds since 1970 */
  constructor(monmap: MonMap, now: () => number) {
    this.#now = now
    this.#monmap = monmap
    this.#session = { state: 'hunting', since: now(), cause: undefined, before: undefined }
  }

  /** @param text what the command `version` prints */
  version(text: string): void {
    const [, number, name] = /^ceph version (\S+) \(.*\) (\S+)/.exec(text) ?? []
    this.#release = number === undefined ? undefined : `${number} ${name ?? ''}`
  }

  status(status: MonClientStatus): void {
    const [since, before] = [this.#now(), this.#session]
    if (status.state === 'have_session') {
      const { monitor, addr } = status
      const last = before.state === 'have_session' ? before.monitor : before.before
      this.#session = { state: 'have_session', monitor, addr, since, before: last === monitor ? undefined : last }
    } else if (status.state === 'hunting') {
      const lost = before.state === 'have_session'
      this.#session = {
        state: 'hunting',
        since: lost ? since : before.since,
        cause: status.cause?.message ?? (lost ? undefined : before.cause),
        before: lost ? before.monitor : before.before
      }
    }
  }

  monmap(map: MonMap): void {
    this.#monmap = map
    for (const name of this.#heard.keys()) if (!map.mons.has(name)) this.#heard.delete(name)
  }

  /** @returns whether the quorum is another than before */
  digest(health: Health, monStatus: unknown): boolean {
    const at = this.#now()
    this.#health = { at, status: typeof health.status === 'string' ? health.status : '', checks: checksOf(health) }
    const { name, state, quorum } = (monStatus ?? {}) as Readonly<Record<string, unknown>>
    const ranks = Array.isArray(quorum) ? quorum.filter(rank => typeof rank === 'number') : []
    const changed = this.#quorum?.ranks.join() !== ranks.join()
    this.#quorum = { at, ranks }
    if (typeof name === 'string' && typeof state === 'string') this.#hear(name).state = state
    return changed
  }

  /** Whether the monitor of the session has told of itself lately. */
  get isFresh(): boolean {
    return this.#now() - (this.#quorum?.at ?? 0) < STALE
  }

  /** A monitor has answered. */
  answered(name: string, roundTrip: number, state?: string): void {
    const heard = this.#hear(name)
    heard.at = this.#now()
    heard.roundTrip = roundTrip
    heard.silent = undefined
    if (state !== undefined) heard.state = state
  }

  /** A monitor has not. */
  silent(name: string, why: string): void {
    const heard = this.#hear(name)
    heard.at = this.#now()
    heard.roundTrip = undefined
    heard.silent = { since: heard.silent?.since ?? heard.at, why }
  }

  mgrmap({ activeName, activeGid, available, standbys, activeChange }: MgrMap): void {
    this.mgr = {
      active: activeGid === 0n ? '' : activeName,
      available,
      standbys: [...standbys.values()].map(({ name }) => name).sort(),
      since: activeChange.sec
    }
  }

  /** @param key tells a line from all others */
  log(key: string, line: LogView): void {
    if (this.#log.some(known => known.key === key)) return
    const after = this.#log.findLastIndex(({ at }) => at <= line.at)
    this.#log = this.#log.toSpliced(after + 1, 0, { ...line, key }).slice(-MAX_LOG)
  }

  get model(): TopModel {
    const now = this.#now()
    return {
      now,
      utcOffset: -new Date(now).getTimezoneOffset(),
      fsid: this.#monmap.fsid,
      release: this.#release ?? cephReleaseName(this.#monmap.minMonRelease),
      session: this.#session,
      health: this.#health,
      monitors: this.#monmap.ranks.map((name, rank) => this.#monitor(name, rank)),
      mgr: this.mgr,
      osds: this.osds,
      usage: this.usage,
      usageRefused: this.usageRefused,
      log: this.#log.map(({ at, who, tag, message }) => ({ at, who, tag, message }))
    }
  }

  #hear(name: string): Heard {
    const heard = this.#heard.get(name)
    if (heard !== undefined) return heard
    const fresh: Heard = { at: 0, state: undefined, roundTrip: undefined, silent: undefined }
    this.#heard.set(name, fresh)
    return fresh
  }

  #monitor(name: string, rank: number): MonitorView {
    const { at = 0, state, roundTrip, silent } = this.#heard.get(name) ?? {}
    const addrs = this.#monmap.mons.get(name)?.publicAddrs ?? []
    const told = this.#quorum?.ranks.includes(rank) ?? false
    // The newest counts: its own answer, its silence, or what another has said of it.
    const own = silent === undefined && (state === undefined ? told : state === 'leader' || state === 'peon')
    const inQuorum = at > (this.#quorum?.at ?? 0) ? own : told
    return { name, addr: addrs[0] === undefined ? '' : formatEntityAddr(addrs[0]), inQuorum, state, roundTrip, silent }
  }
}
