/** What can be looked at, in the order in which it is reported. */
export type CheckName =
  | 'node'
  | 'configuration'
  | 'mon-host'
  | 'keyring'
  | 'monitor'
  | 'connection-mode'
  | 'authentication'
  | 'session'
  | 'fsid'
  | 'monmap'
  | 'quorum'
  | 'caps'
  | 'clocks'
  | 'versions'
  | 'health'

export type CheckResult = 'ok' | 'warning' | 'failed' | 'skipped'

/** What was seen of one thing, what it means and what to do. Never holds a secret. */
export interface Check {
  readonly check: CheckName
  /** Which of several: an address. */
  readonly subject?: string
  readonly result: CheckResult
  /** A name for what is wrong, for programs: `wrong-fsid`. */
  readonly problem?: string
  readonly seen: string
  /** Facts behind it, a line each. */
  readonly evidence?: readonly string[]
  readonly meaning?: string
  /** What to do, a line each; commands and lines of files are indented by two spaces. */
  readonly advice?: readonly string[]
}

/** All of a check that is not well, but for what its name and its result are. */
export type Trouble = Omit<Check, 'check' | 'result'> & Required<Pick<Check, 'problem' | 'meaning' | 'advice'>>

export function ok(check: CheckName, seen: string, more: Pick<Check, 'subject' | 'evidence'> = {}): Check {
  return { check, result: 'ok', seen, ...more }
}

export function skipped(check: CheckName, seen: string, more: Pick<Check, 'subject'> = {}): Check {
  return { check, result: 'skipped', seen, ...more }
}

export function warning(check: CheckName, trouble: Trouble): Check {
  return { check, result: 'warning', ...trouble }
}

export function failed(check: CheckName, trouble: Trouble): Check {
  return { check, result: 'failed', ...trouble }
}
