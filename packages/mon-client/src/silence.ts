import { FsidMismatchError, MonSessionError } from './errors.js'
import { isInQuorum } from './inquiry.js'
import type { MonHuntAttempt } from './errors.js'
import type { Findings, MonStatus } from './inquiry.js'
import type { RequestFacts } from './requests.js'

/** Why a request has had no answer. */
export type SilenceReason =
  /** No monitor can be reached, or none lets this client in. */
  | 'no-session'
  /** It was sent, then its session was lost, and there has been no other. */
  | 'session-lost'
  /** Too few monitors are up or see each other. */
  | 'no-quorum'
  /** The monitors that answer belong to another cluster. */
  | 'wrong-fsid'
  /** The monitor keeps the connection alive and answers nothing. */
  | 'stalled'
  /** A command of the manager's, and there is no manager. */
  | 'no-mgr'
  /** The daemon that is told something cannot be reached, does not let this client in, or ends its connection. */
  | 'unreachable'
  /** Monitors do not know the name that was asked for. */
  | 'unknown-name'
  /** Monitors do not answer such a request to who has not the caps for it. */
  | 'caps'
  /** The monitor, or the daemon that is told something, is there and has not answered. */
  | 'slow'

/** The most likely reason for a silence, and what it rests on. */
export interface Silence {
  readonly reason: SilenceReason
  /** For people. */
  readonly likely: string
}

/** Where the client stands when the deadline passes. */
export interface Standing {
  /** Name of the session's monitor; undefined while there is no session. */
  readonly monitor: string | undefined
  /** Why monitors did not do, in the present hunt. */
  readonly attempts: readonly MonHuntAttempt[]
  /** What was found out just before. */
  readonly findings: Findings | undefined
}

/** @returns undefined when nothing points to a reason */
export function explainSilence(request: RequestFacts, { monitor, attempts, findings }: Standing): Silence | undefined {
  if (monitor === undefined) return explainHunt(attempts, findings, request.attempts > 0)
  return (
    (findings === undefined ? undefined : explainMonitor(monitor, findings, request)) ??
    explainRequest(request, findings, monitor)
  )
}

/** Phases of the handshake behind which a monitor without a quorum keeps silent. */
const isAuthenticating = (error: unknown): boolean =>
  error instanceof MonSessionError && error.phase !== undefined && /AUTH|MONMAP/.test(error.phase)

function explainHunt(attempts: readonly MonHuntAttempt[], findings: Findings | undefined, sent: boolean): Silence {
  const other = attempts.find(({ error }) => error instanceof FsidMismatchError)
  if (other !== undefined) return { reason: 'wrong-fsid', likely: `${other.addr}: ${(other.error as Error).message}` }
  const noQuorum = explainStatus(findings?.status)
  if (noQuorum !== undefined) return noQuorum
  const silent = attempts.findLast(({ error }) => isAuthenticating(error))
  if (silent !== undefined) {
    return {
      reason: 'no-quorum',
      likely: `the monitors have no quorum: ${silent.addr} takes connections and lets nobody in`
    }
  }
  const last = attempts.at(-1)
  const why = last?.error instanceof Error ? `: ${last.addr}: ${last.error.message}` : ''
  return sent
    ? { reason: 'session-lost', likely: `its session was lost, and no monitor gives another${why}` }
    : { reason: 'no-session', likely: `no monitor gives a session${why}` }
}

function explainStatus(status: MonStatus | undefined): Silence | undefined {
  if (status === undefined || isInQuorum(status)) return undefined
  return { reason: 'no-quorum', likely: `the monitors have no quorum: mon.${status.name} is ${status.state}` }
}

function explainMonitor(monitor: string, findings: Findings, { hints }: RequestFacts): Silence | undefined {
  const { status } = findings
  if (status === undefined) {
    return { reason: 'stalled', likely: `mon.${monitor} keeps the connection and does not answer a ping either` }
  }
  const noQuorum = explainStatus(status)
  if (noQuorum !== undefined) return noQuorum
  if (hints.prefix !== undefined && findings.mgrAvailable === false && findings.isMgrCommand(hints.prefix)) {
    return { reason: 'no-mgr', likely: 'it is a command of the manager, and no manager is active: start ceph-mgr' }
  }
  return undefined
}

function explainRequest({ hints }: RequestFacts, findings: Findings | undefined, monitor: string): Silence | undefined {
  if (hints.unknownName !== undefined) {
    const { name, known } = hints.unknownName
    return { reason: 'unknown-name', likely: `monitors do not know ${name}, they know ${known.join(', ')}` }
  }
  if (hints.caps !== undefined) {
    const otherwise = hints.otherwise === undefined ? '' : `, or ${hints.otherwise}`
    return {
      reason: 'caps',
      likely: `monitors do not answer it to a client without the caps "${hints.caps}"${otherwise}`
    }
  }
  if (findings === undefined) return undefined
  return { reason: 'slow', likely: `mon.${monitor} is in the quorum and answers a ping: it may need longer` }
}
