import { entityAddrvecToJson, formatSockaddr, formatUtime, sortedByKey } from '@cephwire/codec'
import { cephReleaseName } from '../releases.js'
import { cipherName } from './cipher.js'
import { legacyOrFrontAddr } from './legacy-addr.js'
import { monFeatureNames } from './mon-feature.js'
import { formatCrushLoc, formatNames } from './monmap-text.js'
import { monsByRank } from './monmap.js'
import type { EntityAddr, EntityAddrvecJson, Utime } from '@cephwire/codec'
import type { MonInfo } from './mon-info.js'
import type { MonMap } from './monmap.js'

/** A type of keys, as `ceph mon dump` prints it since Tentacle. */
export interface CipherJson {
  readonly name: string
  readonly value: number
}

/** One monitor in the output of `ceph mon dump -f json`. */
export interface MonInfoJson {
  readonly rank: number
  readonly name: string
  readonly public_addrs: EntityAddrvecJson
  readonly addr: string
  readonly public_addr: string
  readonly priority: number
  readonly weight: number
  /** Since Tentacle. */
  readonly time_added?: string
  /** Text such as `{rack=r1}`; since Tentacle a list. */
  readonly crush_location: string | readonly { readonly key: string; readonly val: string }[]
}

/** The output of `ceph mon dump -f json` but for `quorum`, which the map does not have. */
export interface MonMapJson {
  readonly epoch: number
  /** Since Tentacle, as the three below. */
  readonly auth_epoch?: number
  readonly auth_service_cipher?: CipherJson
  readonly auth_allowed_ciphers?: readonly CipherJson[]
  readonly auth_preferred_cipher?: CipherJson
  readonly fsid: string
  readonly modified: string
  readonly created: string
  readonly min_mon_release: number
  readonly min_mon_release_name: string
  readonly election_strategy: number
  /** The colon and the space are Ceph's, before Tentacle. */
  readonly 'disallowed_leaders: '?: string
  readonly disallowed_leaders?: string
  readonly stretch_mode: boolean
  readonly tiebreaker_mon: string
  readonly 'removed_ranks: '?: string
  readonly removed_ranks?: string
  readonly features: { readonly persistent: readonly string[]; readonly optional: readonly string[] }
  readonly mons: readonly MonInfoJson[]
}

/** utime_t::gmtime */
const gmtime = (time: Utime): string => formatUtime(time).replace('+0000', 'Z')

/** Tentacle prints a colon in front of the fraction. */
const timeAdded = (time: Utime): string => formatUtime(time).replace(/\.(?=\d{6}\+0000$)/, ':')

const legacyStr = (addr: EntityAddr): string => `${formatSockaddr(addr)}/${addr.nonce}`

const cipherJson = (value: number): CipherJson => ({ name: cipherName(value), value })

function monJson(info: MonInfo, rank: number, tentacle: boolean): MonInfoJson {
  const addr = legacyStr(legacyOrFrontAddr(info.publicAddrs))
  const location = Array.from(sortedByKey(info.crushLoc), ([key, val]) => ({ key, val }))
  return {
    rank,
    name: info.name,
    public_addrs: entityAddrvecToJson(info.publicAddrs),
    addr,
    public_addr: addr,
    priority: info.priority,
    weight: info.weight,
    ...(tentacle ? { time_added: timeAdded(info.timeAdded ?? { sec: 0, nsec: 0 }) } : {}),
    crush_location: tentacle ? location : formatCrushLoc(info.crushLoc)
  }
}

function authJson(map: MonMap): Partial<MonMapJson> {
  return {
    auth_epoch: map.authEpoch ?? 0,
    auth_service_cipher: cipherJson(map.authServiceCipher ?? 0),
    auth_allowed_ciphers: (map.authAllowedCiphers ?? []).map(cipherJson),
    auth_preferred_cipher: cipherJson(map.authPreferredCipher ?? 0)
  }
}

/**
 * The map as `ceph mon dump -f json` prints it, names and order included: src/mon/MonMap.cc, dump().
 *
 * A map with the fields of Tentacle is printed as Tentacle does, others as Pacific and Reef do.
 */
export function monMapToJson(map: MonMap): MonMapJson {
  const tentacle = map.authEpoch !== undefined
  const leaders = formatNames(map.disallowedLeaders)
  const removedRanks = [...map.removedRanks].sort((a, b) => a - b).join(',')
  return {
    epoch: map.epoch,
    ...(tentacle ? authJson(map) : {}),
    fsid: map.fsid,
    modified: gmtime(map.lastChanged),
    created: gmtime(map.created),
    min_mon_release: map.minMonRelease,
    min_mon_release_name: cephReleaseName(map.minMonRelease),
    election_strategy: map.strategy,
    ...(tentacle ? { disallowed_leaders: leaders } : { 'disallowed_leaders: ': leaders }),
    stretch_mode: map.stretchModeEnabled,
    tiebreaker_mon: map.tiebreakerMon,
    ...(tentacle ? { removed_ranks: removedRanks } : { 'removed_ranks: ': removedRanks }),
    features: {
      persistent: monFeatureNames(map.persistentFeatures),
      optional: monFeatureNames(map.optionalFeatures)
    },
    mons: monsByRank(map).map((info, rank) => monJson(info, rank, tentacle))
  }
}
