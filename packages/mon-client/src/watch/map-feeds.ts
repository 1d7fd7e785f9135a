import { Reader } from '@cephwire/codec'
import {
  config,
  decodeFront,
  fsMap,
  fsMapUser,
  mdsMap,
  mgrDigest,
  mgrMap,
  monMap,
  osdMap,
  serviceMap
} from '@cephwire/messages'
import { decodeMonMap } from '../mon-session.js'
import type { MonMap } from '@cephwire/maps'
import type { Message } from '@cephwire/messenger'
import type { Feed } from './feed.js'

/** A map as its bytes. */
export interface EncodedMap {
  readonly epoch: number
  /** As Ceph encodes it. */
  readonly bytes: Uint8Array
}

/** A map of one epoch. */
export interface MapUpdate<T> extends EncodedMap {
  /** Decoded when it is asked for, which throws CodecError when it does not decode. */
  readonly map: T
}

/** The monmap of one epoch. */
export type MonMapUpdate = MapUpdate<MonMap>

/** Osdmaps that came together, as their bytes: full ones, and differences to the epoch before. */
export interface EncodedOSDMaps {
  /** The newest of them. */
  readonly epoch: number
  /** OSDMap by epoch. */
  readonly maps: ReadonlyMap<number, Uint8Array>
  /** OSDMap::Incremental by the epoch that it leads to: each is applied to the one before. */
  readonly incrementals: ReadonlyMap<number, Uint8Array>
}

function mapFeed(type: number, read: (message: Message) => EncodedMap): Feed<EncodedMap> {
  return {
    type,
    whole: true,
    read(message) {
      const value = read(message)
      return { version: BigInt(value.epoch), value }
    }
  }
}

/** The epoch of a map that begins with ENCODE_START and it. */
function epochOf(bytes: Uint8Array): number {
  const r = new Reader(bytes)
  r.u8()
  r.u8()
  r.u32()
  return r.field('epoch', r => r.u32())
}

export const monMapFeed: Feed<MonMapUpdate> = {
  type: monMap.type,
  whole: true,
  read(message) {
    const { monmapBl: bytes } = decodeFront(monMap, message)
    const map = decodeMonMap(message)
    return { version: BigInt(map.epoch), value: { epoch: map.epoch, map, bytes } }
  }
}

export const fsMapFeed = mapFeed(fsMap.type, message => {
  const { epoch, fsmap: bytes } = decodeFront(fsMap, message)
  return { epoch, bytes }
})

export const fsMapUserFeed = mapFeed(fsMapUser.type, message => {
  const { epoch, fsmap: bytes } = decodeFront(fsMapUser, message)
  return { epoch, bytes }
})

/** Its messages do not say of which file system they are, so a client watches one at a time. */
export const mdsMapFeed = mapFeed(mdsMap.type, message => {
  const { epoch, encoded: bytes } = decodeFront(mdsMap, message)
  return { epoch, bytes }
})

export const mgrMapFeed = mapFeed(mgrMap.type, message => {
  const { map: bytes } = decodeFront(mgrMap, message)
  return { epoch: epochOf(bytes), bytes }
})

export const serviceMapFeed = mapFeed(serviceMap.type, message => {
  const { serviceMap: bytes } = decodeFront(serviceMap, message)
  return { epoch: epochOf(bytes), bytes }
})

export const osdMapFeed: Feed<EncodedOSDMaps> = {
  type: osdMap.type,
  whole: false,
  // A monitor goes back only to what lies before the epoch that it has sent last: Monitor::handle_subscribe.
  restart: (start, have) => (start === have && start > 1n ? start - 1n : start),
  read(message) {
    const { maps, incrementalMaps: incrementals } = decodeFront(osdMap, message)
    let epoch = 0
    for (const map of [maps, incrementals]) for (const each of map.keys()) epoch = Math.max(epoch, each)
    if (epoch === 0) return undefined
    return { version: BigInt(epoch), value: { epoch, maps, incrementals } }
  }
}

export const configFeed: Feed<ReadonlyMap<string, string>> = {
  type: config.type,
  whole: true,
  read: message => ({ version: undefined, value: decodeFront(config, message).config })
}

/** Health as `ceph health -f json` prints it. */
export interface Health {
  /** `HEALTH_OK`, `HEALTH_WARN` or `HEALTH_ERR`. */
  readonly status: string
  /** By code, such as `OSDMAP_FLAGS`. */
  readonly checks: Readonly<Record<string, HealthCheck>>
  readonly mutes: readonly unknown[]
}

export interface HealthCheck {
  readonly severity: string
  readonly summary: { readonly message: string; readonly count?: number }
  readonly muted?: boolean
}

/** How the cluster is, as its monitors tell every few seconds: mon_mgr_digest_period, 5 unless set. */
export interface HealthUpdate {
  readonly health: Health
  /** As `ceph tell mon.x mon_status` prints it, of the monitor of the session. */
  readonly monStatus: unknown
  /** Whether the health differs from that of the update before. */
  readonly changed: boolean
}

/** MMgrDigest, parsed. */
export interface Digest {
  readonly health: Health
  readonly monStatus: unknown
  readonly healthJson: string
}

export const mgrDigestFeed: Feed<Digest> = {
  type: mgrDigest.type,
  whole: true,
  read(message) {
    const digest = decodeFront(mgrDigest, message)
    const healthJson = new TextDecoder().decode(digest.healthJson)
    const monStatus: unknown = JSON.parse(new TextDecoder().decode(digest.monStatusJson))
    return { version: undefined, value: { health: JSON.parse(healthJson) as Health, monStatus, healthJson } }
  }
}
