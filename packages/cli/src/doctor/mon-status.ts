import { parseEntityAddr } from '@cephwire/codec'
import { address, cut } from './words.js'
import type { EntityAddr, EntityAddrvec } from '@cephwire/codec'
import type { MonMap } from '@cephwire/maps'

/** A cluster as one of its monitors knows it. */
export interface KnownCluster {
  readonly fsid: string
  readonly epoch: number
  /** By rank. */
  readonly monitors: readonly KnownMonitor[]
  /** Types of keys that it takes; undefined when nobody says. */
  readonly ciphers: readonly number[] | undefined
}

export interface KnownMonitor {
  readonly name: string
  readonly addrvec: EntityAddrvec
  /** The same as mon_host has them. */
  readonly addrs: readonly string[]
}

/** What a monitor answers to MPing, as far as it is read here. */
export interface MonStatus {
  readonly name: string
  /** `leader` and `peon` are in the quorum. */
  readonly state: string
  /** Names. */
  readonly quorum: readonly string[]
  readonly cluster: KnownCluster | undefined
}

export const isInQuorum = ({ state }: MonStatus): boolean => state === 'leader' || state === 'peon'

/** The release whose monitors know keys of type aes256k. */
const TENTACLE = 20
const AES = 1

interface StatusJson {
  readonly name?: unknown
  readonly state?: unknown
  readonly quorum?: readonly unknown[]
  readonly monmap?: {
    readonly fsid?: unknown
    readonly epoch?: unknown
    readonly min_mon_release?: unknown
    readonly auth_allowed_ciphers?: readonly { readonly value?: unknown }[]
    readonly mons?: readonly {
      readonly name?: unknown
      readonly rank?: unknown
      readonly public_addrs?: { readonly addrvec?: readonly AddrJson[] }
    }[]
  }
}

interface AddrJson {
  readonly type?: unknown
  readonly addr?: unknown
  readonly nonce?: unknown
}

/** Monitors: more has no cluster, and what anybody may answer is not to cost more. */
const MOST = 255

/** @returns undefined for what is no status */
export function parseMonStatus(text: string): MonStatus | undefined {
  try {
    const { mon_status: status } = JSON.parse(text) as { readonly mon_status?: StatusJson }
    if (status === undefined || isTooMany(status)) return undefined
    const cluster = clusterOf(status)
    const nameOf = (rank: unknown): string => cluster?.monitors[Number(rank)]?.name ?? String(rank)
    const quorum = (status.quorum ?? []).map(nameOf)
    return { name: cut(String(status.name)), state: cut(String(status.state)), quorum, cluster }
  } catch {
    return undefined
  }
}

function isTooMany({ quorum, monmap }: StatusJson): boolean {
  return (quorum?.length ?? 0) > MOST || (monmap?.mons?.length ?? 0) > MOST
}

function clusterOf({ monmap }: StatusJson): KnownCluster | undefined {
  if (monmap?.mons === undefined) return undefined
  const monitors = monmap.mons
    .toSorted((a, b) => Number(a.rank) - Number(b.rank))
    .map(({ name, public_addrs: addrs }) => knownMonitor(cut(String(name)), (addrs?.addrvec ?? []).map(parseAddr)))
  const old = Number(monmap.min_mon_release) > 0 && Number(monmap.min_mon_release) < TENTACLE
  const ciphers = monmap.auth_allowed_ciphers?.map(({ value }) => Number(value)) ?? (old ? [AES] : undefined)
  return { fsid: cut(String(monmap.fsid)), epoch: Number(monmap.epoch), monitors, ciphers }
}

function parseAddr({ type, addr, nonce }: AddrJson): EntityAddr {
  return parseEntityAddr(`${String(type)}:${String(addr)}/${Number(nonce ?? 0)}`)
}

function knownMonitor(name: string, addrvec: EntityAddrvec): KnownMonitor {
  return { name, addrvec, addrs: addrvec.map(address) }
}

/** The same of a decoded map. */
export function knownClusterOf(monmap: MonMap): KnownCluster {
  const monitors = monmap.ranks.map(name => knownMonitor(name, monmap.mons.get(name)!.publicAddrs))
  const old = monmap.minMonRelease > 0 && monmap.minMonRelease < TENTACLE
  const ciphers = monmap.authAllowedCiphers ?? (old ? [AES] : undefined)
  return { fsid: monmap.fsid, epoch: monmap.epoch, monitors, ciphers }
}
