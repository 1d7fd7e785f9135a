import { CephError } from '@cephwire/codec'
import { configMessage } from './config-message.js'
import { escapeLine } from './escape.js'

/** Exit codes: those of `ceph`, which uses numbers of errno. */
export const ExitCode = {
  Ok: 0,
  /** No session: no configuration, no keyring, no monitor that answers. */
  Failed: 1,
  /** The flags make no sense. */
  Usage: 2,
  /** ^C: EINTR */
  Interrupted: 4,
  /** The cluster does not let this entity in: EACCES */
  PermissionDenied: 13,
  /** The words are no command: EINVAL */
  InvalidCommand: 22,
  /** No answer to a command: ETIMEDOUT */
  TimedOut: 110
} as const

/** How a failure leaves the process: one line on stderr, and a number. */
export interface Failure {
  readonly exitCode: number
  readonly line: string
}

/** What the process was at. */
export type Stage = 'connect' | 'command'

interface Rule {
  readonly exitCode: number
  /** What stands in front of the error's message. */
  readonly say: string
}

const INITIALIZING = 'Error initializing cluster client'
const CONNECTING = 'Error connecting to the cluster'
const denied: Rule = { exitCode: ExitCode.PermissionDenied, say: 'Error EACCES' }

/** By the code of an error. */
const rules: Readonly<Record<string, Rule>> = {
  ERR_CEPH_CLI_USAGE: { exitCode: ExitCode.Usage, say: 'cephwire: error' },
  ERR_CEPH_CLI_FILE: { exitCode: ExitCode.Failed, say: 'Error' },
  ERR_CEPH_COMMAND_DESCRIPTIONS: { exitCode: ExitCode.Failed, say: 'Error' },
  ERR_CEPH_CONFIG: { exitCode: ExitCode.Failed, say: INITIALIZING },
  ERR_CEPH_AUTH: { exitCode: ExitCode.Failed, say: INITIALIZING },
  ERR_CEPH_AUTH_KEYRING: { exitCode: ExitCode.Failed, say: INITIALIZING },
  ERR_CEPH_DNS: { exitCode: ExitCode.Failed, say: CONNECTING },
  ERR_CEPH_MON_HUNT: { exitCode: ExitCode.Failed, say: CONNECTING },
  ERR_CEPH_MON_SESSION: { exitCode: ExitCode.Failed, say: CONNECTING },
  ERR_CEPH_FSID_MISMATCH: { exitCode: ExitCode.Failed, say: CONNECTING },
  ERR_CEPH_AUTH_METHOD_REJECTED: denied,
  ERR_CEPH_MSGR_AUTH_REFUSED: denied
}

/** Rules that only hold once there was a session. */
const commandRules: Readonly<Record<string, Rule>> = {
  ERR_CEPH_CONFIG: { exitCode: ExitCode.InvalidCommand, say: 'Error EINVAL' },
  ERR_CEPH_MON_TIMEOUT: { exitCode: ExitCode.TimedOut, say: 'Error ETIMEDOUT' }
}

/** What an error is to a caller of this program. Text that came from elsewhere cannot steer the terminal. */
export function failureOf(error: unknown, stage: Stage): Failure {
  const { exitCode, say } = ruleOf(error, stage)
  return { exitCode, line: escapeLine(`${say}: ${messageOf(error)}`) }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return CephError.isCephError(error) && error.code === 'ERR_CEPH_CONFIG' ? configMessage(error) : error.message
}

function ruleOf(error: unknown, stage: Stage): Rule {
  if (refusalIn(error) || isNoKey(error)) return denied
  if (!CephError.isCephError(error)) return { exitCode: ExitCode.Failed, say: 'Error' }
  const known = stage === 'command' && Object.hasOwn(commandRules, error.code) ? commandRules : rules
  return (
    (Object.hasOwn(known, error.code) ? known[error.code] : undefined) ?? {
      exitCode: ExitCode.Failed,
      say: stage === 'connect' ? CONNECTING : 'Error'
    }
  )
}

/** Whether monitors that did answer have refused the credentials: as `ceph`, that counts for more than silence. */
function refusalIn(error: unknown): boolean {
  const attempts: unknown = (error as { readonly attempts?: unknown } | null)?.attempts
  if (!Array.isArray(attempts)) return false
  return attempts.some(attempt => {
    const cause: unknown = (attempt as { readonly error?: unknown } | null)?.error
    return CephError.isCephError(cause) && rules[cause.code] === denied
  })
}

/** Whether there is a keyring, and no key of this entity in it: to `ceph` the same as a wrong key. */
function isNoKey(error: unknown): boolean {
  return CephError.isCephError(error) && (error as { readonly missingEntity?: unknown }).missingEntity !== undefined
}
