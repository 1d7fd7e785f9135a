import type { NetworkFault } from '@cephwire/messenger/testing'
import type { Faults } from '@cephwire/test-monitor'
import type { VersionedMap } from '../../src/client-types.js'
import type { LogLevel } from '../../src/watch/log-watch.js'
import type { FollowerKind } from './followers.js'
import type { Random } from './random.js'

/** What the world is like. Times here and below are milliseconds of virtual time. */
export interface Setup {
  readonly auth: 'none' | 'cephx'
  readonly msMode: 'crc' | 'secure' | 'legacy'
  readonly monitors: number
  readonly latency: readonly [least: number, most: number]
  /** How likely it is that a write arrives in pieces. */
  readonly cutting: number
  readonly keepalive: { readonly interval: number; readonly timeout: number }
  readonly hunting: { readonly interval: number; readonly parallel: number }
  readonly connectTimeout: number
  readonly commandTimeout: number
  /** What each client watches all its life. */
  readonly watches: readonly Watching[]
}

/** How something is watched. */
export interface Watching {
  readonly what: FollowerKind
  readonly onetime: boolean
  /** Of the log. */
  readonly level: LogLevel
  /** Milliseconds that the reader takes from one update to the next. */
  readonly pause: number
}

/** How the caller treats a request. */
export interface Treatment {
  readonly timeout?: number
  /** Its signal is aborted so much later; with 0, before it is made. */
  readonly cancelAfter?: number
}

/** What the client is asked to do. */
export type Demand =
  | ({
      readonly kind: 'command'
      readonly prefix: 'sim read' | 'sim write' | 'sim refuse'
      /** How long the monitor takes, so that answers come out of order. */
      readonly work: number
      readonly resend: boolean
      /** Bytes of input and, beside the token, of output. */
      readonly input: number
      readonly output: number
    } & Treatment)
  | ({ readonly kind: 'getVersion'; readonly map: VersionedMap } & Treatment)
  | ({ readonly kind: 'ping' | 'tell'; readonly monitor: string } & Treatment)
  | ({ readonly kind: 'statfs' | 'log' } & Treatment)
  /** The epoch that is so far ahead, or has come already. */
  | ({ readonly kind: 'waitForMap'; readonly map: 'monmap' | 'osdmap'; readonly ahead: number } & Treatment)
  /** The newest, and so many before it. */
  | ({ readonly kind: 'getOsdMaps'; readonly back: number } & Treatment)
  | { readonly kind: 'keepalive'; readonly cancelAfter: number }
  /** Another watcher, for so long; of osdmaps, from so many epochs before the newest on, if that is said. */
  | ({ readonly kind: 'watch'; readonly millis: number; readonly back?: number } & Watching)
  /** Ends the client, or its connecting; another one connects. */
  | { readonly kind: 'close' }

/** What happens to the cluster. Without a monitor it happens to all; without an end it is over at once. */
export type Mishap =
  | { readonly kind: 'kill'; readonly monitor: string; readonly millis: number }
  | { readonly kind: 'network'; readonly fault: NetworkFault; readonly monitor?: string; readonly millis: number }
  | { readonly kind: 'reset'; readonly monitor?: string }
  /** Faults of frames, counted from the next one of each connection that there is. */
  | {
      readonly kind: 'frames'
      readonly monitor: string
      readonly fault: 'dropAfterFrame' | 'cutFrame' | 'corruptFrame'
      readonly after: number
    }
  /** Nothing is sent on the connections that there are; at the end they break. */
  | { readonly kind: 'mute'; readonly monitor: string; readonly millis: number }
  | { readonly kind: 'trouble'; readonly monitor: string; readonly faults: Faults; readonly millis: number }
  | { readonly kind: 'leave'; readonly monitors: readonly string[]; readonly millis: number }
  | { readonly kind: 'addMonitor' | 'removeMonitor'; readonly monitor: string }
  | { readonly kind: 'expireTickets' }

/** What changes in the cluster, which nobody has to suffer from. */
export type Change =
  | { readonly kind: 'bump'; readonly map: 'monmap' | 'osdmap'; readonly times: number }
  /** Keys of the store, one after the other; undefined removes one. */
  | { readonly kind: 'kv'; readonly entries: readonly (readonly [key: string, value: string | undefined])[] }
  | { readonly kind: 'config'; readonly value: string }
  /** Lines of the log, together, by their levels. */
  | { readonly kind: 'lines'; readonly prios: readonly number[] }

export type SimEvent = (Demand | Mishap | Change) & { readonly at: number }

/** Everything that a seed decides. */
export interface Schedule {
  readonly setup: Setup
  /** By time. */
  readonly events: readonly SimEvent[]
  /** When everything is well again. */
  readonly length: number
}

const NAMES = ['a', 'b', 'c', 'd', 'e']

export function createSchedule(random: Random): Schedule {
  const setup = createSetup(random)
  const length = random.integer(15_000, 60_000)
  const monitors = NAMES.slice(0, setup.monitors)
  const demands = Array.from({ length: random.integer(6, 24) }, () => demand(random, monitors))
  const mishaps = Array.from({ length: random.integer(2, 14) }, () => mishap(random, monitors))
  const changes = Array.from({ length: random.integer(0, 12) }, () => change(random))
  // Things that happen at the same time, or close together, find more than those that are spread evenly.
  const moments = Array.from({ length: random.integer(3, 12) }, () => random.integer(0, length))
  const when = (): number =>
    random.chance(0.6) ? random.oneOf(moments) + random.integer(0, 200) : random.integer(0, length)
  const events = [...demands, ...mishaps, ...changes].map(event => ({ ...event, at: Math.min(when(), length) }))
  return { setup, events: events.sort((a, b) => a.at - b.at), length }
}

function createSetup(random: Random): Setup {
  const auth = random.chance(0.2) ? 'cephx' : 'none'
  const protections = auth === 'cephx' ? (['crc', 'secure', 'secure', 'legacy'] as const) : (['crc'] as const)
  const quick = random.chance(0.5)
  const least = random.integer(0, 5)
  return {
    auth,
    msMode: random.chance(0.1) ? 'legacy' : random.oneOf(protections),
    monitors: random.weighted([
      [8, 3],
      [1, 1],
      [1, 5]
    ]),
    // Without latency all that is answered is answered at the same time.
    latency: random.chance(0.15) ? [0, 0] : [least, least + random.oneOf([1, 10, 50, 300])],
    cutting: random.oneOf([0, 0, 0.05, 0.3]),
    keepalive: quick ? { interval: 1000, timeout: 3000 } : { interval: 10_000, timeout: 30_000 },
    hunting: { interval: quick ? 1000 : 3000, parallel: random.integer(1, 3) },
    connectTimeout: random.oneOf([2000, 10_000]),
    commandTimeout: random.oneOf([5000, 30_000]),
    watches: FOLLOWED.filter(what => what === 'monmap' || random.chance(0.4)).map(what => ({
      ...watching(random, what),
      onetime: false
    }))
  }
}

const FOLLOWED: readonly FollowerKind[] = ['monmap', 'osdmap', 'kv', 'log', 'config']

function watching(random: Random, what: FollowerKind): Watching {
  return {
    what,
    onetime: random.chance(0.3),
    level: random.oneOf(['debug', 'info', 'warn']),
    pause: random.oneOf([0, 0, 10, 100])
  }
}

function treatment(random: Random): Treatment {
  return {
    ...(random.chance(0.3) ? { timeout: random.oneOf([1, 50, 500, 3000, 20_000]) } : {}),
    ...(random.chance(0.15) ? { cancelAfter: random.oneOf([0, 1, 20, 300, 5000]) } : {})
  }
}

function demand(random: Random, monitors: readonly string[]): Demand {
  return random.weighted<() => Demand>([
    [
      30,
      () => ({
        kind: 'command',
        prefix: random.oneOf(['sim read', 'sim write', 'sim write', 'sim refuse']),
        work: random.oneOf([0, 0, 0, 10, 300, 3000]),
        resend: random.chance(0.6),
        input: random.chance(0.05) ? random.oneOf([1000, 200_000]) : 0,
        output: random.chance(0.05) ? random.oneOf([1000, 200_000]) : 0,
        ...treatment(random)
      })
    ],
    [
      5,
      () => ({ kind: 'getVersion', map: random.oneOf(['monmap', 'osdmap', 'mdsmap', 'fsmap']), ...treatment(random) })
    ],
    [2, () => ({ kind: random.oneOf(['ping', 'tell']), monitor: random.oneOf(monitors), ...treatment(random) })],
    [3, () => ({ kind: random.oneOf(['statfs', 'log']), ...treatment(random) })],
    [
      2,
      () => ({
        kind: 'waitForMap',
        map: random.oneOf(['monmap', 'osdmap']),
        ahead: random.integer(-1, 2),
        ...treatment(random)
      })
    ],
    [8, () => ({ kind: 'getOsdMaps', back: random.integer(0, 60), ...treatment(random) })],
    [1, () => ({ kind: 'keepalive', cancelAfter: random.oneOf([0, 1, 100, 5000]) })],
    [
      4,
      () => ({
        kind: 'watch',
        millis: random.integer(0, 20_000),
        ...(random.chance(0.3) ? { back: random.integer(0, 3) } : {}),
        ...watching(random, random.oneOf(['monmap', 'osdmap', 'kv', 'config', 'health', 'log']))
      })
    ],
    [1, () => ({ kind: 'close' })]
  ])()
}

function mishap(random: Random, monitors: readonly string[]): Mishap {
  const monitor = (): string => random.oneOf(monitors)
  const oneOrAll = (): { monitor?: string } => (random.chance(0.8) ? { monitor: monitor() } : {})
  const millis = random.oneOf([1, 100, 1000, 5000, 15_000, 30_000])
  return random.weighted<() => Mishap>([
    [6, () => ({ kind: 'kill', monitor: monitor(), millis })],
    [
      8,
      () => ({
        kind: 'network',
        fault: random.oneOf(['partition', 'to-server', 'to-client', 'stall', 'stall', 'refuse']),
        ...oneOrAll(),
        millis
      })
    ],
    [6, () => ({ kind: 'reset', ...oneOrAll() })],
    [
      4,
      () => ({
        kind: 'frames',
        monitor: monitor(),
        fault: random.oneOf(['dropAfterFrame', 'cutFrame', 'corruptFrame']),
        after: random.integer(0, 4)
      })
    ],
    [1, () => ({ kind: 'mute', monitor: monitor(), millis })],
    [
      4,
      () => ({
        kind: 'trouble',
        monitor: monitor(),
        faults: random.oneOf<Faults>([
          { delay: random.integer(1, 2000) },
          { silentCommands: [''] },
          { silentKeepalive: true },
          { refuseConnections: true },
          { seqGap: 3 },
          { refuseReclaim: true },
          { dropAfterByte: random.integer(0, 3000) }
        ]),
        millis
      })
    ],
    [3, () => ({ kind: 'leave', monitors: monitors.filter(() => random.chance(0.5)), millis })],
    [2, () => ({ kind: 'addMonitor', monitor: random.oneOf(['x', 'y']) })],
    // One of those of the beginning stays, which the client can always find.
    [2, () => ({ kind: 'removeMonitor', monitor: random.oneOf([...monitors.slice(1), 'x', 'y']) })],
    [1, () => ({ kind: 'expireTickets' })]
  ])()
}

function change(random: Random): Change {
  return random.weighted<() => Change>([
    [
      4,
      () => ({
        kind: 'bump',
        map: random.oneOf(['monmap', 'osdmap', 'osdmap']),
        times: random.oneOf([1, 1, 1, 1, 3, 3, 3, 50])
      })
    ],
    [
      3,
      () => ({
        kind: 'kv',
        entries: Array.from({ length: random.integer(1, 5) }, () => [
          `${random.oneOf(['sim/', 'sim/', 'sim/', 'other/'])}${random.integer(0, 3)}`,
          random.chance(0.6) ? String(random.integer(0, 9)) : undefined
        ])
      })
    ],
    [1, () => ({ kind: 'config', value: String(random.integer(0, 3)) })],
    [3, () => ({ kind: 'lines', prios: Array.from({ length: random.integer(1, 4) }, () => random.integer(0, 4)) })]
  ])()
}
