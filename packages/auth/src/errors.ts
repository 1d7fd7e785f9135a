import { CephError } from '@cephwire/codec'
import type { CephErrorOptions } from '@cephwire/codec'
import type { AuthBadMethod } from '@cephwire/messenger'

/** Authentication failed, or what was given for it is unusable. No error of this package holds a secret. */
export class AuthError extends CephError {
  override readonly code: `ERR_CEPH_AUTH${string}` = 'ERR_CEPH_AUTH'
}

/** Numbers of errno as they are on the wire: those of Linux, whatever this machine has. */
const errnoNames: ReadonlyMap<number, string> = new Map([
  [1, 'EPERM'],
  [2, 'ENOENT'],
  [5, 'EIO'],
  [11, 'EAGAIN'],
  [13, 'EACCES'],
  [16, 'EBUSY'],
  [22, 'EINVAL'],
  [95, 'EOPNOTSUPP'],
  [110, 'ETIMEDOUT']
])

/** `EACCES` for −13; `errno N` for what monitors are not known to answer. */
export function authErrnoName(result: number): string {
  return errnoNames.get(-result) ?? `errno ${-result}`
}

/** What a refusal is about: an AUTH_BAD_METHOD, or the result of an MAuthReply, which has no lists. */
export interface AuthRefusal extends Partial<AuthBadMethod> {
  readonly method: number
  readonly result: number
  /** Who asked: `client.admin`. */
  readonly entity?: string
  /** Whether an old global_id and ticket were sent along. */
  readonly reclaim?: boolean
  /** The kind of daemon that refused an authorizer: `osd`. Default: a monitor. */
  readonly service?: string
}

/**
 * The monitor refused, or the daemon that was shown an authorizer. A wrong key and an unknown entity are the same −13 EACCES, on purpose; −95 EOPNOTSUPP is a
 * method or connection mode that it does not allow.
 */
export class AuthMethodRejectedError extends AuthError {
  override readonly code = 'ERR_CEPH_AUTH_METHOD_REJECTED'
  /** The refused method: CEPH_AUTH_*. */
  readonly method: number
  /** A negative errno of Linux. */
  readonly result: number
  /** `EACCES` */
  readonly errnoName: string
  readonly allowedMethods: readonly number[]
  readonly allowedModes: readonly number[]
  /** The refused attempt reclaimed an old global_id: the tickets are dropped, a new attempt may succeed at once. */
  readonly reclaim: boolean

  constructor(refusal: AuthRefusal, options: CephErrorOptions = {}) {
    const name = authErrnoName(refusal.result)
    const who = refusal.entity === undefined ? '' : ` for ${refusal.entity}`
    const { service: peer = 'Monitor' } = refusal
    const reason =
      refusal.service === undefined
        ? 'wrong key or unknown entity'
        : 'it does not take the ticket, or has nothing for its caps'
    const likely = refusal.result === -13 ? `: ${reason}` : ''
    super(`${peer} refused authentication method ${refusal.method}${who} with ${name}${likely}`, options)
    this.method = refusal.method
    this.result = refusal.result
    this.errnoName = name
    this.allowedMethods = refusal.allowedMethods ?? []
    this.allowedModes = refusal.allowedModes ?? []
    this.reclaim = refusal.reclaim ?? false
  }
}

/** The peer did not prove that it knows the key that it must know: it is not who it says it is. */
export class ServerProofError extends AuthError {
  override readonly code = 'ERR_CEPH_AUTH_SERVER_PROOF'
}

/** Where a keyring went wrong. */
export interface KeyringErrorPlace extends CephErrorOptions {
  readonly file?: string | undefined
  /** From 1. */
  readonly line?: number | undefined
  /** Whom there is no key for. */
  readonly missingEntity?: string | undefined
}

/** A keyring or key that cannot be used. Says where and why, never what the value was. */
export class KeyringError extends AuthError {
  override readonly code = 'ERR_CEPH_AUTH_KEYRING'
  readonly file: string | undefined
  /** From 1; undefined where no line is at fault. */
  readonly line: number | undefined
  /** Whom a readable keyring has no key for; undefined where something else is wrong. */
  readonly missingEntity: string | undefined

  constructor(reason: string, place: KeyringErrorPlace = {}) {
    const { file, line } = place
    const at =
      file === undefined
        ? line === undefined
          ? ''
          : `line ${line}: `
        : `${file}${line === undefined ? '' : `:${line}`}: `
    super(at + reason, place)
    this.file = file
    this.line = line
    this.missingEntity = place.missingEntity
  }
}

/** There is no ticket for the service, or none that is still valid. */
export class TicketExpiredError extends AuthError {
  override readonly code = 'ERR_CEPH_AUTH_TICKET_EXPIRED'
  /** A ServiceId. */
  readonly service: number

  constructor(service: number, serviceName: string) {
    super(`No valid ticket for ${serviceName}`)
    this.service = service
  }
}
