import type { ConMode, Established } from '@cephwire/messenger'
import type { RequestOptions } from './requests.js'

/** How to treat a command. */
export interface CommandOptions extends RequestOptions {
  /** The command's input, as of `ceph -i`. */
  readonly input?: Uint8Array | undefined
}

/** Maps whose versions a monitor tells. */
export type VersionedMap = 'monmap' | 'osdmap' | 'mdsmap' | 'fsmap'

/** Which versions of a map there are. */
export interface MapVersions {
  readonly newest: bigint
  /** The oldest that is kept. */
  readonly oldest: bigint
}

/** What to ask the usage of. */
export interface StatfsOptions extends RequestOptions {
  /** Number of a pool. Default: the whole cluster. */
  readonly pool?: bigint | undefined
}

/** How the present session is spoken. */
export interface SessionInfo {
  /** The monitor's name in the monmap. */
  readonly monitor: string
  /** Such as `v2:10.0.0.1:3300/0`. */
  readonly addr: string
  readonly protocol: Established['protocol']
  readonly conMode: ConMode
  /** Milliseconds of the last answered keepalive; undefined before the first. */
  readonly roundTrip: number | undefined
}
