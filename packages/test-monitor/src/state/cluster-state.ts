import { CryptoKeyType } from '@cephwire/auth'
import { createMonMap, MonFeature } from '@cephwire/maps'
import { randomBytes } from 'node:crypto'
import { systemClock } from '@cephwire/messenger'
import { AuthState } from './auth-state.js'
import { ChangeFeed } from './change-feed.js'
import { ConfigKeyState } from './config-key-state.js'
import { ConfigState } from './config-state.js'
import { derivedHealth } from './derived-health.js'
import { HealthState } from './health-state.js'
import { LogState } from './log-state.js'
import { MapState } from './map-state.js'
import { MonMapState, newMonInfo } from './monmap-state.js'
import { OSDMapState } from './osdmap-state.js'
import { QuorumState } from './quorum-state.js'
import { Timekeeper } from './timekeeper.js'
import {
  fsMapTemplate,
  mgrMapTemplate,
  osdMapIncrementalTemplate,
  osdMapTemplate,
  serviceMapTemplate
} from '../templates/templates.js'
import { randomUuid } from './random-uuid.js'
import type { Clock } from '@cephwire/messenger'
import type { RandomBytes } from '@cephwire/auth'
import type { Utime, Uuid } from '@cephwire/codec'
import type { ChangeListener, Topic } from './change-feed.js'
import type { NewMon } from './monmap-state.js'

/** What a cluster is made from; everything has a default. */
export interface ClusterStateInit {
  readonly fsid?: Uuid | undefined
  /** By rank. */
  readonly mons?: readonly NewMon[] | undefined
  /** Of the keys that are made. Default: aes. */
  readonly keyType?: CryptoKeyType | undefined
  readonly clock?: Clock | undefined
  readonly random?: RandomBytes | undefined
  /** Milliseconds since 1970 at the start; default: now. */
  readonly startTime?: number | undefined
  /** What `ceph version` says. Default: {@link DEFAULT_CEPH_VERSION} */
  readonly cephVersion?: string | undefined
}

/** In the form of Ceph's own, which programs take apart; it says that no Ceph is behind it. */
export const DEFAULT_CEPH_VERSION =
  'ceph version 16.2.15-cephwire (0000000000000000000000000000000000000000) pacific (test monitor)'

/** What `statfs` and `df` answer, in KiB; a test may set it. */
export interface Usage {
  readonly kb: bigint
  readonly kbUsed: bigint
  readonly kbAvail: bigint
  readonly numObjects: bigint
}

/** CEPH_RELEASE_*: the oldest release whose monitors may join. */
const PACIFIC = 16
const TENTACLE = 20

/** What monitors of Pacific agree on. */
const PACIFIC_FEATURES =
  MonFeature.KRAKEN |
  MonFeature.LUMINOUS |
  MonFeature.MIMIC |
  MonFeature.OSDMAP_PRUNE |
  MonFeature.NAUTILUS |
  MonFeature.OCTOPUS |
  MonFeature.PACIFIC |
  MonFeature.PINGING
const TENTACLE_FEATURES =
  PACIFIC_FEATURES |
  MonFeature.QUINCY |
  MonFeature.REEF |
  MonFeature.SQUID |
  MonFeature.TENTACLE |
  MonFeature.CEPHX_AUTH_AES256K

/**
 * Everything that the monitors of a cluster agree on, in memory. Its parts change through their methods alone, which
 * count epochs and versions and tell the listeners.
 */
export class ClusterState {
  readonly fsid: Uuid
  /** `ceph version 16.2.15 (…) pacific (stable)` */
  readonly cephVersion: string
  readonly random: RandomBytes
  readonly time: Timekeeper
  readonly monmap: MonMapState
  readonly quorum: QuorumState
  readonly auth: AuthState
  readonly configKey: ConfigKeyState
  readonly config: ConfigState
  readonly osdmap: OSDMapState
  readonly mgrmap: MapState
  readonly fsmap: MapState
  readonly servicemap: MapState
  readonly health: HealthState
  readonly log: LogState
  /** How full the cluster is. */
  usage: Usage = { kb: 0n, kbUsed: 0n, kbAvail: 0n, numObjects: 0n }
  readonly #changes = new ChangeFeed()

  constructor(init: ClusterStateInit = {}) {
    const { clock = systemClock, random = randomBytes, startTime = Date.now(), keyType = CryptoKeyType.Aes } = init
    const { notify } = this.#changes
    this.random = random
    this.cephVersion = init.cephVersion ?? DEFAULT_CEPH_VERSION
    this.fsid = init.fsid ?? randomUuid(random)
    this.time = new Timekeeper(clock, startTime)
    this.monmap = new MonMapState(this.#firstMonMap(init.mons ?? [], keyType), this.time, notify)
    this.quorum = new QuorumState(this.monmap, this.time, notify)
    this.auth = new AuthState(keyType, random, this.time, notify)
    this.configKey = new ConfigKeyState(notify)
    this.config = new ConfigState(notify)
    this.osdmap = new OSDMapState(
      {
        full: epoch => osdMapTemplate(this.fsid, epoch),
        incremental: epoch => osdMapIncrementalTemplate(this.fsid, epoch)
      },
      this.time,
      notify
    )
    this.mgrmap = new MapState('mgrmap', mgrMapTemplate, notify)
    this.fsmap = new MapState('fsmap', fsMapTemplate, notify)
    this.servicemap = new MapState('servicemap', serviceMapTemplate, notify)
    this.health = new HealthState(() => derivedHealth(this), notify)
    this.log = new LogState(this.time, notify)
    this.onChange('monmap', () => this.quorum.elect())
    this.#watchHealth()
  }

  /** The cluster's time of day. */
  now(): Utime {
    return this.time.now()
  }

  /**
   * Calls the listener after every change of a topic, or of all.
   *
   * @returns stops it
   */
  onChange(listener: ChangeListener): () => void
  onChange(topic: Topic, listener: ChangeListener): () => void
  onChange(topicOrListener: Topic | ChangeListener, listener?: ChangeListener): () => void {
    if (typeof topicOrListener === 'function') return this.#changes.on(undefined, topicOrListener)
    return this.#changes.on(topicOrListener, listener!)
  }

  /** Tells of health when what it follows from has changed it. */
  #watchHealth(): void {
    let known = '[]'
    this.onChange(topic => {
      if (topic !== 'quorum' && topic !== 'osdmap') return
      const found = JSON.stringify([...derivedHealth(this)])
      if (found === known) return
      known = found
      this.#changes.notify('health')
    })
  }

  #firstMonMap(mons: readonly NewMon[], keyType: CryptoKeyType): ReturnType<typeof createMonMap> {
    const now = this.time.now()
    const ciphers =
      keyType === CryptoKeyType.Aes256k
        ? {
            minMonRelease: TENTACLE,
            persistentFeatures: TENTACLE_FEATURES,
            authEpoch: 1,
            authServiceCipher: keyType,
            authAllowedCiphers: [CryptoKeyType.Aes, keyType],
            authPreferredCipher: keyType
          }
        : { minMonRelease: PACIFIC, persistentFeatures: PACIFIC_FEATURES }
    return createMonMap({
      fsid: this.fsid,
      epoch: 1,
      created: now,
      lastChanged: now,
      mons: mons.map(({ name, addrs }) => newMonInfo(name, addrs)),
      ...ciphers
    })
  }
}
