import type { MonClient } from '../../src/index.js'
import type { WatchOptions } from '../../src/watch/watcher.js'
import type { LogLevel } from '../../src/watch/log-watch.js'
import type { SimCluster } from './cluster.js'

/** Reads what a subscription brings, and judges it. */
export interface Follower {
  /** Begins to watch. */
  watch(client: MonClient, options: WatchOptions): AsyncIterable<unknown>
  /** @returns what is wrong with an update */
  take(update: unknown): string | undefined
  /** What has not come although the cluster has it. */
  missing(): string | undefined
}

export type FollowerKind = 'monmap' | 'osdmap' | 'kv' | 'log' | 'config' | 'health'

interface FollowerOf<T> extends Follower {
  watch(client: MonClient, options: WatchOptions): AsyncIterable<T>
  take(update: T): string | undefined
}

/** What a follower follows. */
export interface FollowerInit {
  /** Of osdmaps, the first epoch wanted; 0 for what there is. */
  readonly start: number
  /** Of the log. */
  readonly level: LogLevel
  /** Whether nobody has watched the same before: who joins others may miss lines of the log at first. */
  readonly first: boolean
}

export function createFollower(kind: FollowerKind, cluster: SimCluster, init: FollowerInit): Follower {
  switch (kind) {
    case 'monmap':
      return followMonMap(cluster)
    case 'osdmap':
      return followOSDMap(cluster, init)
    case 'kv':
      return followKV(cluster)
    case 'log':
      return followLog(cluster, init)
    case 'config':
      return followConfig(cluster)
    case 'health':
      return followHealth()
  }
}

const follower = <T>(each: FollowerOf<T>): Follower => each

/** Epochs only grow, and the last is the newest. */
function followMonMap({ cluster: { state } }: SimCluster): Follower {
  let last = 0
  return follower({
    watch: (client, options) => client.watch.monmap(options),
    take({ epoch }) {
      const wrong = epoch <= last ? `monmap ${epoch} after ${last}` : undefined
      last = epoch
      return wrong
    },
    missing: () => (last === state.monmap.epoch ? undefined : `monmap ${state.monmap.epoch}, it has seen ${last}`)
  })
}

/** Each epoch once, in order, behind a whole map; where another comes, it is newer than what there was. */
function followOSDMap({ cluster: { state } }: SimCluster, { start }: FollowerInit): Follower {
  const { osdmap } = state
  let last = 0
  const equal = (a: Uint8Array, b: Uint8Array | undefined): boolean => b !== undefined && Buffer.compare(a, b) === 0
  return follower({
    watch: (client, options) => client.watch.osdmap({ ...options, start }),
    take({ epoch: newest, map, maps, incrementals }) {
      for (const [epoch, bytes] of maps) {
        if (epoch <= last) return `osdmap ${epoch} after ${last}`
        if (!equal(bytes, osdmap.full(epoch))) return `osdmap ${epoch} is another`
        last = epoch
      }
      for (const [epoch, bytes] of incrementals) {
        if (last === 0) return `osdmap ${epoch} as an increment to nothing`
        if (epoch !== last + 1) return `osdmap ${epoch} after ${last}`
        if (!equal(bytes, osdmap.incremental(epoch))) return `the increment to osdmap ${epoch} is another`
        last = epoch
      }
      if (newest < start) return `osdmap ${newest}, wanted are those from ${start} on`
      const same = newest === last && map.epoch === last
      return same ? undefined : `osdmaps up to ${last}, said to be up to ${newest}, as osdmap ${map.epoch}`
    },
    missing: () => (last >= osdmap.epoch ? undefined : `osdmap ${osdmap.epoch}, it has seen ${last}`)
  })
}

/** A copy of a part of the store, which is kept by what comes. */
function followKV({ cluster: { state } }: SimCluster): Follower {
  const copy = new Map<string, string>()
  let last = 0n
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
  return follower({
    watch: (client, options) => client.watch.kv(KV_PREFIX, options),
    take({ version, incremental, data }) {
      const wrong = version <= last ? `kv ${version} after ${last}` : undefined
      if (last === 0n && incremental) return `kv ${version} as an increment to nothing`
      last = version
      if (!incremental) copy.clear()
      for (const [key, value] of data) {
        if (value === undefined) copy.delete(key)
        else copy.set(key, text(value))
      }
      return wrong
    },
    missing() {
      const theirs = JSON.stringify(state.configKey.entries(KV_PREFIX).map(([key, value]) => [key, text(value)]))
      const ours = JSON.stringify([...copy].sort(([a], [b]) => (a < b ? -1 : 1)))
      return ours === theirs ? undefined : `keys: ${theirs}, it has ${ours}`
    }
  })
}

export const KV_PREFIX = 'sim/'

/** From the first line on that it sees, each line once, in order. */
function followLog({ lines }: SimCluster, { level, first }: FollowerInit): Follower {
  const least = LEVELS.indexOf(level)
  let last: number | undefined
  const next = (after: number): number => lines.findIndex((prio, i) => i > after && prio >= least)
  return follower({
    watch: (client, options) => client.watch.log(level, options),
    take({ msg, lost }) {
      const line = /^line (\d+)$/.exec(msg)?.[1]
      if (lost > 0) return `${lost} lines are lost`
      if (line === undefined) return /^skipped/.test(msg) ? msg : undefined
      const expected = last === undefined ? Number(line) : next(last)
      last = Number(line)
      return (first ? last === expected : last >= expected) ? undefined : `line ${last}, expected was ${expected}`
    },
    missing() {
      const newest = lines.findLastIndex(prio => prio >= least)
      return newest < 0 || last === newest ? undefined : `line ${newest}, it has seen ${last}`
    }
  })
}

/** By rising importance; their places are the numbers of the wire. */
export const LEVELS: readonly LogLevel[] = ['debug', 'info', 'sec', 'warn', 'error']

function followConfig({ cluster: { state } }: SimCluster): Follower {
  let last = ''
  const text = (values: Iterable<readonly [string, string]>): string => JSON.stringify([...values].sort())
  return follower({
    watch: (client, options) => client.watch.config(options),
    take(values: ReadonlyMap<string, string>) {
      const wrong = text(values) === last ? `the same configuration again, ${last}` : undefined
      last = text(values)
      return wrong
    },
    missing() {
      const theirs = text([...state.config.effective(ADMIN)].map(([name, { value }]) => [name, value] as const))
      return last === theirs ? undefined : `configuration ${theirs}, it has ${last}`
    }
  })
}

const ADMIN = { type: 8, id: 'admin' } as const

function followHealth(): Follower {
  return follower({
    watch: (client, options) => client.watch.health(options),
    take: ({ health }) => (/^HEALTH_/.test(health.status) ? undefined : `health ${health.status}`),
    missing: () => undefined
  })
}
