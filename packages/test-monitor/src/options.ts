import { AuthMethod, CryptoKeyType } from '@cephwire/auth'
import { ConMode } from '@cephwire/messenger'
import { isIP } from 'node:net'
import { listenTcp } from './listen.js'
import { TestMonitorError } from './errors.js'
import type { Clock } from '@cephwire/messenger'
import type { RandomBytes } from '@cephwire/auth'
import type { Uuid } from '@cephwire/codec'
import type { Listen } from './listen.js'
import type { TestMonitorLimits } from './limits.js'
import type { TestMonitorInit } from './test-monitor.js'

/** What kind of cluster to start; everything has a default. */
export interface TestClusterOptions {
  /** Default 3; of createTestMonitor 1. At most 26: their names are a, b, c, … */
  readonly monitors?: number
  /** Default cephx. */
  readonly auth?: 'cephx' | 'none'
  /** Of every key that is made here. aes256k needs clients of Tentacle. Default aes. */
  readonly keyType?: 'aes' | 'aes256k'
  /** Connection modes that clients may choose from. Default both. */
  readonly msModes?: readonly ('secure' | 'crc')[]
  /** Address to listen on. Default 127.0.0.1. */
  readonly host?: string
  /** The first port: each monitor takes two, msgr2 then msgr1. Default 0: any that are free. */
  readonly port?: number
  /** What to listen with. Default: TCP; `createMemoryNetwork()` of `@cephwire/messenger/testing` has another. */
  readonly listen?: Listen
  /** Default: random. */
  readonly fsid?: Uuid
  readonly clock?: Clock
  /** Milliseconds since 1970 when the cluster starts; default: now. */
  readonly startTime?: number
  /** Where keys, challenges and the fsid come from. Default: the operating system. */
  readonly random?: RandomBytes
  readonly limits?: Partial<TestMonitorLimits>
  /** mon_lease in milliseconds: how long a monitor out of the quorum keeps its clients waiting. Default 5000. */
  readonly monLease?: number
  /** mon_mgr_digest_period in milliseconds. Default 5000. */
  readonly digestPeriod?: number
  /** auth_mon_ticket_ttl in milliseconds. Default 72 hours. */
  readonly authTicketTtl?: number
  /** auth_service_ticket_ttl in milliseconds. Default one hour. */
  readonly serviceTicketTtl?: number
}

export const keyTypes: Readonly<Record<'aes' | 'aes256k', CryptoKeyType>> = {
  aes: CryptoKeyType.Aes,
  aes256k: CryptoKeyType.Aes256k
}
export const authMethods: Readonly<Record<'cephx' | 'none', AuthMethod>> = {
  cephx: AuthMethod.Cephx,
  none: AuthMethod.None
}
export const conModes: Readonly<Record<'secure' | 'crc', ConMode>> = { secure: ConMode.Secure, crc: ConMode.Crc }

const MAX_MONITORS = 26

/** Where all monitors listen. */
export function placeOf({ listen = listenTcp, host = '127.0.0.1' }: TestClusterOptions): PlaceOfMonitors {
  return { listen, host }
}

type PlaceOfMonitors = Pick<TestMonitorInit, 'listen' | 'host'>

/** Names and ports of the monitors. @throws TestMonitorError when the options are none */
export function planMonitors(options: TestClusterOptions): TestMonitorInit[] {
  const { monitors = 3, port = 0 } = options
  const { listen, host } = placeOf(options)
  if (!Number.isInteger(monitors) || monitors < 1 || monitors > MAX_MONITORS) {
    throw new TestMonitorError(`A cluster has 1 to ${MAX_MONITORS} monitors, not ${monitors}`)
  }
  if (isIP(host) === 0) throw new TestMonitorError(`Not an IP address: ${JSON.stringify(host)}`)
  if (!Number.isInteger(port) || port < 0 || port + 2 * monitors - 1 > 65_535) {
    throw new TestMonitorError(`Not a port that ${2 * monitors} fit behind: ${port}`)
  }
  return Array.from({ length: monitors }, (_, i) => ({
    name: String.fromCharCode(97 + i),
    listen,
    host,
    ports: port === 0 ? { v2: 0, v1: 0 } : { v2: port + 2 * i, v1: port + 2 * i + 1 }
  }))
}
