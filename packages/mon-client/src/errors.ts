import { CephError } from '@cephwire/codec'
import { errnoName, errnoNumber, errnoText } from './errno.js'
import { printable } from './printable.js'
import type { SilenceReason } from './silence.js'

/** Facts shared by the errors of this package. */
export interface MonClientErrorOptions {
  /** What led to this error. */
  readonly cause?: unknown
}

/** The root of this package's errors. */
export abstract class MonClientError extends CephError {
  abstract override readonly code: `ERR_CEPH_${string}`
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly retryable: boolean = false
}

/** Where a mistake in the configuration stands; every part is optional. */
export interface ConfigErrorPlace extends MonClientErrorOptions {
  /** The file as it was given. */
  readonly file?: string
  /** Lines from 1. */
  readonly line?: number
  /** Characters from 1, in the line of the file or in the text of the option. */
  readonly column?: number
  /** The option by its Ceph name, or the field of the options object. */
  readonly option?: string
}

/** `(/etc/ceph/ceph.conf:3)`, `(mon_host, column 7)` */
function placeText({ file, line, column, option }: ConfigErrorPlace): string {
  const where = file === undefined ? [] : [line === undefined ? file : `${file}:${line}`]
  if (option !== undefined) where.push(option)
  if (column !== undefined) where.push(`column ${column}`)
  return where.length === 0 ? '' : ` (${where.join(', ')})`
}

/** `ERR_CEPH_CONFIG`: the options, the environment or a file must be corrected. Never holds a key or its text. */
export class ConfigError extends MonClientError {
  override readonly code = 'ERR_CEPH_CONFIG'
  readonly file: string | undefined
  readonly line: number | undefined
  readonly column: number | undefined
  readonly option: string | undefined

  constructor(message: string, place: ConfigErrorPlace = {}) {
    super(message + placeText(place), place)
    this.file = place.file
    this.line = place.line
    this.column = place.column
    this.option = place.option
  }
}

/** `ERR_CEPH_CONFIG`: the maps have no such daemon, or it is not there at present. */
export class TargetError extends ConfigError {
  /** `ENOENT` for one that does not exist and for an MDS that is laggy, `ENXIO` or `EAGAIN` for one that is not up or not active. */
  readonly errnoName: 'ENOENT' | 'ENXIO' | 'EAGAIN'
  /** Of Linux, positive: 2 for ENOENT. Also the exit status of `ceph`. */
  readonly errno: number
  /** `osd.3` */
  readonly target: string
  /** It may come back. */
  override readonly retryable: boolean

  constructor(errnoName: TargetError['errnoName'], target: string, message: string) {
    super(`${errnoName}: ${printable(message, 256)}`)
    this.errnoName = errnoName
    this.errno = errnoNumber(errnoName)!
    this.target = printable(target, 128)
    this.retryable = errnoName !== 'ENOENT'
  }
}

/** `ERR_CEPH_DNS`: no name of a monitor could be resolved. */
export class DnsError extends MonClientError {
  override readonly code = 'ERR_CEPH_DNS'
  override readonly retryable = true
  /** The names that were asked for. */
  readonly names: readonly string[]
  /** What the resolver said of each name. */
  readonly errors: readonly unknown[]

  constructor(message: string, init: { readonly names: readonly string[]; readonly errors: readonly unknown[] }) {
    super(message, { cause: init.errors[0] })
    this.names = init.names
    this.errors = init.errors
  }
}

/** One monitor that was tried, and why it did not do. */
export interface MonHuntAttempt {
  /** As Ceph prints it: `v2:10.0.0.1:3300/0`. */
  readonly addr: string
  readonly error: unknown
}

/** `ERR_CEPH_MON_HUNT`: no monitor accepted a session. */
export class MonHuntError extends MonClientError {
  override readonly code = 'ERR_CEPH_MON_HUNT'
  override readonly retryable = true
  /** In the order in which they were tried. Not printed with the error: its message has the reasons. */
  declare readonly attempts: readonly MonHuntAttempt[]

  constructor(message: string, attempts: readonly MonHuntAttempt[], options: MonClientErrorOptions = {}) {
    const each = attempts.slice(0, MAX_SHOWN).map(({ addr, error }) => `${addr}: ${reasonOf(error, addr)}`)
    if (attempts.length > MAX_SHOWN) each.push(`and ${attempts.length - MAX_SHOWN} more`)
    super(each.length === 0 ? message : `${message} (${each.join('; ')})`, {
      cause: options.cause ?? attempts.at(-1)?.error
    })
    Object.defineProperty(this, 'attempts', { value: attempts })
  }
}

/** Attempts in a message. */
const MAX_SHOWN = 8

/** What an error says, without the address that stands before it already. */
function reasonOf(error: unknown, addr: string): string {
  const message = error instanceof Error ? error.message : String(error)
  return printable(message.replace(` (${addr}, `, ' ('), 256)
}

/** What a monitor answers to a command that it refuses. */
export interface MonCommandReply {
  /** Negative: an errno of Linux. */
  readonly code: number
  /** The text beside the code: "outs". */
  readonly status: string
  /** The bytes that came with the answer: some commands explain themselves there. */
  readonly output?: Uint8Array
}

/** `ERR_CEPH_MON_COMMAND`: the cluster refused the command; branch on `errnoName`. */
export class MonCommandError extends MonClientError {
  override readonly code = 'ERR_CEPH_MON_COMMAND'
  /** Of Linux, positive: 2 for ENOENT. Also the exit status of `ceph`. */
  readonly errno: number
  /** `ENOENT`; `errno(N)` for a number that Linux does not name. */
  readonly errnoName: string
  /** As it came, of any length; the message has its beginning. Not printed with the error. */
  declare readonly status: string
  /** Not printed with the error. */
  declare readonly output: Uint8Array
  /** The command's prefix. */
  readonly prefix: string | undefined

  constructor(reply: MonCommandReply, prefix?: string) {
    const name = errnoName(reply.code)
    const what = prefix === undefined ? '' : `${printable(prefix, 128)}: `
    super(`${what}${name}: ${printable(reply.status, 1024) || errnoText(reply.code)}`)
    this.errno = Math.abs(reply.code)
    this.errnoName = name
    this.prefix = prefix === undefined ? undefined : printable(prefix, 128)
    Object.defineProperty(this, 'status', { value: reply.status })
    Object.defineProperty(this, 'output', { value: reply.output ?? new Uint8Array(0) })
  }
}

/** `ERR_CEPH_FSID_MISMATCH`: these monitors belong to another cluster. */
export class FsidMismatchError extends MonClientError {
  override readonly code = 'ERR_CEPH_FSID_MISMATCH'
  readonly expected: string
  readonly actual: string

  constructor(expected: string, actual: string) {
    super(`The monitors belong to cluster ${actual}, expected ${expected}: check mon_host and fsid`)
    this.expected = expected
    this.actual = actual
  }
}

export interface MonTimeoutInit extends MonClientErrorOptions {
  /** What was waited for: `connect`, `command osd pool create`. */
  readonly what: string
  /** Milliseconds. */
  readonly timeout: number
  /** Whether the cluster may have done what was asked: then asking again may do it twice. Default: false. */
  readonly mayHaveExecuted?: boolean
  /** The most likely reason, when something points to one. */
  readonly reason?: SilenceReason
  /** The same for people. */
  readonly likely?: string
}

/** `ERR_CEPH_MON_TIMEOUT`: no answer within the time that the caller or the options give. */
export class MonTimeoutError extends MonClientError {
  override readonly code = 'ERR_CEPH_MON_TIMEOUT'
  /** False when it may have been executed: whether to repeat is the caller's decision. */
  override readonly retryable: boolean
  readonly what: string
  readonly timeout: number
  readonly mayHaveExecuted: boolean
  /** The most likely reason for the silence; undefined when nothing points to one. */
  readonly reason: SilenceReason | undefined
  /** The same for people. */
  readonly likely: string | undefined

  constructor(init: MonTimeoutInit) {
    const executed = init.mayHaveExecuted === true ? ', it may have been executed' : ''
    const likely = init.likely === undefined ? '' : `: ${init.likely}`
    super(`No answer to ${init.what} within ${init.timeout} ms${executed}${likely}`, init)
    this.what = init.what
    this.timeout = init.timeout
    this.mayHaveExecuted = init.mayHaveExecuted ?? false
    this.retryable = !this.mayHaveExecuted
    this.reason = init.reason
    this.likely = init.likely
  }
}

/** `ERR_CEPH_MON_CLIENT_CLOSED`: the client was closed before or during the call. */
export class MonClientClosedError extends MonClientError {
  override readonly code = 'ERR_CEPH_MON_CLIENT_CLOSED'

  constructor(message = 'The client is closed: connect again', options: MonClientErrorOptions = {}) {
    super(message, options)
  }
}

/** `ERR_CEPH_MON_SESSION`: a monitor ended its session, or said what makes no sense. */
export class MonSessionError extends MonClientError {
  override readonly code = 'ERR_CEPH_MON_SESSION'
  override readonly retryable = true
  /** How far the monitor had come, where it said nothing more: `HELLO_CONNECTING`, `AUTH_CONNECTING`, … */
  readonly phase: string | undefined

  constructor(message: string, options: MonClientErrorOptions & { readonly phase?: string | undefined } = {}) {
    super(message, options)
    this.phase = options.phase
  }
}

/** `ERR_CEPH_MON_UNKNOWN`: the session was lost before the answer, and the request is not to be sent twice. */
export class MonOutcomeUnknownError extends MonClientError {
  override readonly code = 'ERR_CEPH_MON_UNKNOWN'
  /** The cluster may have done what was asked. */
  readonly mayHaveExecuted = true as const
  readonly what: string

  constructor(what: string, options: MonClientErrorOptions = {}) {
    super(`The session was lost before the answer to ${what}, it may have been executed`, options)
    this.what = what
  }
}

/** `ERR_CEPH_MON_FULL`: more requests are outstanding than the client keeps (docs/limits.md). */
export class MonClientFullError extends MonClientError {
  override readonly code = 'ERR_CEPH_MON_FULL'
  override readonly retryable = true
  readonly limit: number

  constructor(limit: number) {
    super(`${limit} requests are outstanding: wait for some of them`)
    this.limit = limit
  }
}
