import type { Uuid, Utime } from '@cephwire/codec'
import type { StructEncoding } from '../struct-encoding.js'
import type { MonFeatures } from './mon-feature.js'
import type { MonInfo } from './mon-info.js'

/** How the monitors elect their leader: src/mon/MonMap.h, election_strategy */
export const ElectionStrategy = { Classic: 1, Disallow: 2, Connectivity: 3 } as const
export type ElectionStrategy = (typeof ElectionStrategy)[keyof typeof ElectionStrategy]

/** The monitors of a cluster and where they are. */
export interface MonMap {
  readonly fsid: Uuid
  /** 0: not of a cluster, but made from a configuration. */
  readonly epoch: number
  readonly lastChanged: Utime
  readonly created: Utime
  /** Features that are never taken away again. */
  readonly persistentFeatures: MonFeatures
  readonly optionalFeatures: MonFeatures
  /** By name, in the order of the wire. */
  readonly mons: ReadonlyMap<string, MonInfo>
  /** Names by rank: `ranks[0]` has rank 0. Each name of `mons` once. */
  readonly ranks: readonly string[]
  /** Number of the oldest release whose monitors may join: see cephReleaseName. 0: unknown. */
  readonly minMonRelease: number
  /** Ranks that were taken away with this epoch. */
  readonly removedRanks: ReadonlySet<number>
  /** An {@link ElectionStrategy}; other numbers are kept as they come. */
  readonly strategy: number
  /** Names of monitors that may not lead. */
  readonly disallowedLeaders: ReadonlySet<string>
  readonly stretchModeEnabled: boolean
  /** Name; '' for none. */
  readonly tiebreakerMon: string
  /** Names of monitors in a site that is down, in stretch mode. */
  readonly stretchMarkedDownMons: ReadonlySet<string>
  /** Counts changes of the ciphers; undefined, as the three below, before struct_v 10 (Tentacle). */
  readonly authEpoch?: number | undefined
  /** Type of the keys that the monitors make for services: as CryptoKey's type, 1 aes, 2 aes256k. */
  readonly authServiceCipher?: number | undefined
  /** Types of keys that may be used. */
  readonly authAllowedCiphers?: readonly number[] | undefined
  /** Type of the keys that are made for users. */
  readonly authPreferredCipher?: number | undefined
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}

/** What `createMonMap` cannot know. */
export type MonMapInit = Pick<MonMap, 'fsid'> &
  Partial<Omit<MonMap, 'mons' | 'ranks' | 'encoding'>> & {
    /** By rank. */
    readonly mons: readonly MonInfo[]
  }

/** A monmap with the monitors in the order of their ranks; what is not given is empty or 0. */
export function createMonMap({ mons, ...given }: MonMapInit): MonMap {
  return {
    epoch: 0,
    lastChanged: { sec: 0, nsec: 0 },
    created: { sec: 0, nsec: 0 },
    persistentFeatures: 0n,
    optionalFeatures: 0n,
    minMonRelease: 0,
    removedRanks: new Set(),
    strategy: ElectionStrategy.Classic,
    disallowedLeaders: new Set(),
    stretchModeEnabled: false,
    tiebreakerMon: '',
    stretchMarkedDownMons: new Set(),
    ...given,
    mons: new Map(mons.map(info => [info.name, info])),
    ranks: mons.map(({ name }) => name)
  }
}

/** The monitors in the order of their ranks. */
export function monsByRank({ ranks, mons }: MonMap): MonInfo[] {
  return ranks.flatMap(name => mons.get(name) ?? [])
}
