import type { AuthEntity } from '@cephwire/auth'
import type { EntityAddrvec, EntityName, Features } from '@cephwire/codec'
import type { MonCap } from '../caps/mon-cap.js'

/** Who sends a command. */
export interface CommandCaller {
  /** `client.admin` */
  readonly entity: AuthEntity
  /** `client.4123` */
  readonly name: EntityName
  readonly globalId: bigint
  readonly addrs: EntityAddrvec
  readonly features: Features
  readonly caps: MonCap
}

/** A session as others see it: for `sessions` and `features`. */
export interface SessionInfo extends CommandCaller {
  readonly conMode: 'crc' | 'secure'
  readonly protocol: 'msgr2.1' | 'msgr2.0' | 'msgr1'
}

/** What a command may know of a monitor. */
export interface CommandMonitor {
  readonly name: string
  /** −1 when it is not in the map. */
  readonly rank: number
  readonly addrs: EntityAddrvec
  readonly inQuorum: boolean
  /** `leader`, `peon`, `probing`: as mon_status has it. */
  readonly state: string
  readonly sessions: readonly SessionInfo[]
}
