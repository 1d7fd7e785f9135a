import type { Check } from '../watch/health-checks.js'

/** What the screen shows, at one moment. Texts are as they came: drawing escapes them. */
export interface TopModel {
  /** Milliseconds since 1970. */
  readonly now: number
  /** Minutes that the clock of this place is ahead of UTC. */
  readonly utcOffset: number
  readonly fsid: string
  /** `16.2.15 pacific` */
  readonly release: string
  readonly session: SessionView
  /** Undefined before a monitor has told. */
  readonly health: HealthView | undefined
  readonly monitors: readonly MonitorView[]
  readonly mgr: MgrView | undefined
  readonly osds: OsdsView | undefined
  readonly usage: UsageView | undefined
  /** Why there is no usage. */
  readonly usageRefused: string | undefined
  /** The newest last. */
  readonly log: readonly LogView[]
}

/** `since` is in milliseconds since 1970. */
export type SessionView =
  /** `before` is the monitor of the session before, if there was one. */
  | {
      readonly state: 'have_session'
      readonly monitor: string
      readonly addr: string
      readonly since: number
      readonly before: string | undefined
    }
  | {
      readonly state: 'hunting'
      readonly since: number
      readonly cause: string | undefined
      readonly before: string | undefined
    }

export interface HealthView {
  /** When it was told, in milliseconds since 1970. */
  readonly at: number
  /** `HEALTH_WARN` */
  readonly status: string
  readonly checks: readonly Check[]
}

export interface MonitorView {
  readonly name: string
  readonly addr: string
  readonly inQuorum: boolean
  /** `leader`, `peon`, `electing`, as it says itself; undefined before it has said. */
  readonly state: string | undefined
  /** Milliseconds of its last answer; undefined before the first. */
  readonly roundTrip: number | undefined
  /** Since when it does not answer, in milliseconds since 1970, and why. */
  readonly silent: { readonly since: number; readonly why: string } | undefined
}

export interface MgrView {
  /** '' for none. */
  readonly active: string
  readonly available: boolean
  readonly standbys: readonly string[]
  /** Seconds since 1970 when the active one became so or was lost; 0: unknown. */
  readonly since: number
}

export interface OsdsView {
  readonly epoch: number
  readonly total: number
  readonly up: number
  readonly in: number
  /** States that are not of every OSD that is well: `down in` → 3. */
  readonly states: readonly (readonly [state: string, count: number])[]
  /** Flags of the whole map that an operator sets: `noout`. */
  readonly flags: readonly string[]
  /** OSDs that are down, by the host that they are on. */
  readonly down: readonly DownView[]
}

export interface DownView {
  /** '' where the CRUSH map does not say. */
  readonly host: string
  /** By rising number. */
  readonly osds: readonly number[]
  /** How many there are on the host. */
  readonly of: number
  /** Seconds since 1970 when the last of them went down; 0: never up. */
  readonly since: number
}

/** What the manager has told the monitors of PGs and pools. */
export interface UsageView {
  /** When it was asked for, in milliseconds since 1970. */
  readonly at: number
  readonly pgs: number
  /** How many by state, the most first. */
  readonly states: readonly (readonly [state: string, count: number])[]
  readonly objects: number
  /** Bytes. */
  readonly data: number
  readonly used: number
  readonly avail: number
  readonly total: number
  readonly client: IoView
  readonly recovery: RecoveryView
  readonly pools: readonly PoolView[]
  readonly progress: readonly ProgressView[]
}

/** Each second. */
export interface IoView {
  readonly readBytes: number
  readonly writeBytes: number
  readonly reads: number
  readonly writes: number
}

export interface RecoveryView {
  /** Copies that are missing, and of how many. */
  readonly degraded: number
  readonly degradedTotal: number
  readonly misplaced: number
  readonly misplacedTotal: number
  readonly unfound: number
  /** Each second. */
  readonly bytes: number
  readonly objects: number
}

export interface PoolView {
  readonly name: string
  readonly id: number
  readonly pgs: number | undefined
  /** Bytes. */
  readonly stored: number
  readonly objects: number
  readonly used: number
  /** Of 1. */
  readonly usedShare: number
  readonly avail: number
  /** Undefined before it was told twice. */
  readonly io: IoView | undefined
}

/** Something that the manager is at, such as a rebalance. */
export interface ProgressView {
  readonly message: string
  /** Of 1. */
  readonly done: number
}

export interface LogView {
  /** Seconds since 1970. */
  readonly at: number
  /** `mon.a` */
  readonly who: string
  /** `[WRN]` */
  readonly tag: string
  readonly message: string
}
