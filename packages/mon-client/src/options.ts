import { CephError, parseUuid } from '@cephwire/codec'
import { parseConfigEntity } from './config/entity.js'
import { ConfigError } from './errors.js'
import type { Features } from '@cephwire/codec'
import type { Clock, Dial } from '@cephwire/messenger'

/** How sessions are protected: the values of the kernel client's `ms_mode`. `legacy` is msgr1. */
export const MsMode = {
  Legacy: 'legacy',
  Crc: 'crc',
  Secure: 'secure',
  PreferCrc: 'prefer-crc',
  PreferSecure: 'prefer-secure'
} as const
export type MsMode = (typeof MsMode)[keyof typeof MsMode]

/** How monitors are tried until one of them answers: mon_client_hunt_* */
export interface HuntingOptions {
  /** Milliseconds for one round of tries: mon_client_hunt_interval. Default: 3000. */
  readonly interval?: number
  /** Monitors tried at a time; 0 for all: mon_client_hunt_parallel. Default: 3. */
  readonly parallel?: number
  /** The interval grows by this factor with each round: mon_client_hunt_interval_backoff. Default: 1.5. */
  readonly backoff?: number
  /** The least multiple of the interval: mon_client_hunt_interval_min_multiple. Default: 1. */
  readonly minMultiple?: number
  /** The greatest multiple of the interval: mon_client_hunt_interval_max_multiple. Default: 10. */
  readonly maxMultiple?: number
  /** By which part intervals vary at random, so that clients do not come back all at once: 0 to 1. Default: 0. */
  readonly jitter?: number
  /** Whether a round lasts its whole interval, even when all its monitors have failed. Default: false. */
  readonly wholeInterval?: boolean
}

/** How the kernel's client hunts: one monitor at a time, for twice as long after each round. */
export const kernelHuntingOptions = Object.freeze({
  interval: 3000,
  parallel: 1,
  backoff: 2,
  minMultiple: 1,
  maxMultiple: 10,
  jitter: 0,
  wholeInterval: true
} as const satisfies Required<HuntingOptions>)

/** How a dead session is noticed: mon_client_ping_* */
export interface KeepaliveOptions {
  /** Milliseconds between two keepalives: mon_client_ping_interval. Default: 10 000. */
  readonly interval?: number
  /** Milliseconds without an answer after which the session is given up: mon_client_ping_timeout. Default: 30 000. */
  readonly timeout?: number
}

/** What a client may be told; all of it is optional. Times are milliseconds. */
export interface MonClientOptions {
  /** Path of ceph.conf, or several with commas between them: the first that exists is read. As `-c`. */
  readonly conf?: string
  /** Cluster name, for `$cluster`. Default: that of the file given as `conf`, else `ceph`. */
  readonly cluster?: string
  /** Who authenticates. Default: `client.admin`. */
  readonly name?: string
  /** Path of the keyring, or several: the first that exists is read. */
  readonly keyring?: string
  /** The key itself, in base64. Not beside `keyring` or `keyfile`. */
  readonly key?: string
  /** Path of a file that holds nothing but the key. */
  readonly keyfile?: string
  /** Addresses of monitors, as mon_host. */
  readonly monHost?: string
  /** Default: ms_mon_client_mode of ceph.conf, else `prefer-secure`. */
  readonly msMode?: MsMode
  /** For the first session; 0 for no limit. Default: client_mount_timeout of ceph.conf, else 10 000. */
  readonly connectTimeout?: number
  /** For one command; 0 for no limit. Default: rados_mon_op_timeout of ceph.conf, else 60 000. */
  readonly commandTimeout?: number
  readonly hunting?: HuntingOptions
  readonly keepalive?: KeepaliveOptions
  /**
   * Serve this client with the monitor of this rank alone, for as long as the monmap has such a rank: for tests and
   * repairs. Default: mon_client_target_rank of ceph.conf, else any.
   */
  readonly targetRank?: number
  /** The cluster that is expected; monitors of another one are refused. */
  readonly fsid?: string
  /**
   * Feature bits to claim, of which monitors choose their encodings: to look like an older client. Default: all that
   * these packages know, CEPH_FEATURES_ALL of codec.
   */
  readonly features?: Features
  /** Other options by their Ceph names, as if given on a command line: `{ rados_mon_op_timeout: '30' }`. */
  readonly config?: Readonly<Record<string, string>>
  /** Ends the client. */
  readonly signal?: AbortSignal
  /**
   * Whether a session and what is watched keep the process alive. With false they do not, and it ends when nothing else
   * is left to do; a request does until it is answered. Only with the default `dial` and `clock`. Default: true.
   */
  readonly ref?: boolean
  /** Opens transports. Default: TCP. */
  readonly dial?: Dial
  /** Default: the system's clock. */
  readonly clock?: Clock
  /** Numbers from 0 to 1, 1 excluded. Default: from node:crypto. */
  readonly random?: () => number
}

/** Defaults of everything that has one: src/common/options/global.yaml.in; the two timeouts are this client's own. */
export const defaultMonClientOptions = Object.freeze({
  cluster: 'ceph',
  name: 'client.admin',
  msMode: MsMode.PreferSecure,
  connectTimeout: 10_000,
  commandTimeout: 60_000,
  hunting: Object.freeze({
    interval: 3000,
    parallel: 3,
    backoff: 1.5,
    minMultiple: 1,
    maxMultiple: 10,
    jitter: 0,
    wholeInterval: false
  }),
  keepalive: Object.freeze({ interval: 10_000, timeout: 30_000 })
} as const satisfies MonClientOptions)

/** @throws ConfigError naming the option that makes no sense */
export function verifyOptions(options: MonClientOptions): void {
  for (const option of ['conf', 'cluster', 'name', 'keyring', 'key', 'keyfile', 'monHost', 'fsid'] as const) {
    const value: unknown = options[option]
    if (value !== undefined && typeof value !== 'string') fail(option, 'expected a string')
    if (value === '') fail(option, 'it is empty: leave it out for the default')
  }
  const keys = (['key', 'keyfile', 'keyring'] as const).filter(option => options[option] !== undefined)
  if (keys.length > 1) fail(keys[0]!, `give only one of ${keys.join(' and ')}`)
  if (options.name !== undefined) parseConfigEntity(options.name, 'options')
  if (options.fsid !== undefined) verifyFsid(options.fsid)
  const features: unknown = options.features
  if (features !== undefined && (typeof features !== 'bigint' || features < 0n || features >= 1n << 64n)) {
    fail('features', 'expected a bigint of 64 bits')
  }
  const modes: readonly unknown[] = Object.values(MsMode)
  if (options.msMode !== undefined && !modes.includes(options.msMode)) {
    fail('msMode', `expected one of ${modes.join(', ')}`)
  }
  const { hunting = {}, keepalive = {} } = options
  verifyNumber('connectTimeout', options.connectTimeout, 0)
  verifyNumber('commandTimeout', options.commandTimeout, 0)
  verifyNumber('hunting.interval', hunting.interval, 1)
  verifyNumber('hunting.parallel', hunting.parallel, 0)
  if (hunting.parallel !== undefined && !Number.isInteger(hunting.parallel))
    fail('hunting.parallel', 'expected an integer')
  verifyNumber('hunting.backoff', hunting.backoff, 1)
  verifyNumber('hunting.minMultiple', hunting.minMultiple, 0)
  verifyNumber('hunting.maxMultiple', hunting.maxMultiple, 1)
  const { minMultiple, maxMultiple } = { ...defaultMonClientOptions.hunting, ...hunting }
  if (minMultiple > maxMultiple) fail('hunting.minMultiple', 'it is greater than hunting.maxMultiple')
  verifyNumber('hunting.jitter', hunting.jitter, 0)
  if ((hunting.jitter ?? 0) > 1) fail('hunting.jitter', 'expected a number of at most 1')
  verifyNumber('targetRank', options.targetRank, 0)
  if (options.targetRank !== undefined && !Number.isInteger(options.targetRank))
    fail('targetRank', 'expected an integer')
  verifyNumber('keepalive.interval', keepalive.interval, 1)
  verifyNumber('keepalive.timeout', keepalive.timeout, 1)
  for (const option of ['dial', 'random'] as const) {
    if (options[option] !== undefined && typeof options[option] !== 'function') fail(option, 'expected a function')
  }
  for (const [name, value] of Object.entries(options.config ?? {})) {
    if (typeof (value as unknown) !== 'string') fail(`config.${name}`, 'expected a string')
  }
}

function verifyNumber(option: string, value: number | undefined, least: number): void {
  if (value !== undefined && !(Number.isFinite(value) && value >= least)) {
    fail(option, `expected a finite number of at least ${least}`)
  }
}

function verifyFsid(fsid: string): void {
  try {
    parseUuid(fsid)
  } catch (error) {
    if (CephError.isCephError(error)) fail('fsid', 'expected a UUID of 36 characters')
    throw error
  }
}

function fail(option: string, message: string): never {
  throw new ConfigError(`Option ${option}: ${message}`, { option })
}
