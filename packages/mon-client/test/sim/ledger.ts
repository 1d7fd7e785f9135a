import { getEventListeners } from 'node:events'
import { CephError } from '@cephwire/codec'
import { MonClientClosedError, MonCommandError, MonOutcomeUnknownError, MonTimeoutError } from '../../src/errors.js'
import type { Clock } from '@cephwire/messenger'
import type { MonClient } from '../../src/index.js'

/** What became of a request. */
export type Outcome = 'ok' | 'commandError' | 'timeout' | 'unknown' | 'cancelled' | 'closed' | 'failed'

/** What a request promises, beside what holds for all. */
export interface Promised {
  readonly what: string
  /** Milliseconds from now; undefined for one that may take any time. */
  readonly timeout: number | undefined
  /** Milliseconds that it may take longer. */
  readonly slack?: number
  /** Called when it has timed out: whether something stood in the way of an answer. */
  readonly hindered?: (issuedAt: number) => boolean
  readonly signal?: AbortSignal | undefined
  readonly client: Pick<MonClient, 'state'>
  /** May it be rejected with other errors of ours, as a ping may with those of its own connection? */
  readonly mayFail?: boolean
  /** A command that the monitors count. */
  readonly token?: string
  /** False: it is executed once at most. */
  readonly resend?: boolean
  /** Whether the command is always refused: then an answer is an error, and says the token. */
  readonly refused?: boolean
}

interface Entry extends Promised {
  readonly issuedAt: number
  readonly times: { executed: number; settled: number }
  outcome: Outcome | undefined
  /** Of a timeout: the client says that it was never sent. */
  neverSent: boolean
}

/** A rounding error of adding times. */
const EPSILON = 0.01

/** Every request that was made, what became of it, and whether that is what was promised. */
export class Ledger {
  readonly #clock: Pick<Clock, 'now'>
  readonly #fail: (violation: string) => void
  readonly #entries: Entry[] = []
  readonly #byToken = new Map<string, Entry>()
  #pending = 0
  #idle: (() => void) | undefined

  constructor(clock: Pick<Clock, 'now'>, fail: (violation: string) => void) {
    this.#clock = clock
    this.#fail = fail
  }

  /** What is not settled, of one client or of all. */
  pending(client?: Promised['client']): readonly string[] {
    const ofClient = (entry: Entry): boolean => entry.client === client
    const pending = this.#entries.filter(
      entry => entry.outcome === undefined && (client === undefined || ofClient(entry))
    )
    return pending.map(({ what, token = '' }) => `${what} ${token}`.trimEnd())
  }

  /** How many there were, and how they ended. */
  get counts(): Readonly<Record<Outcome | 'issued', number>> {
    const counts = { issued: 0, ok: 0, commandError: 0, timeout: 0, unknown: 0, cancelled: 0, closed: 0, failed: 0 }
    for (const { outcome } of this.#entries) {
      counts.issued++
      if (outcome !== undefined) counts[outcome]++
    }
    return counts
  }

  /**
   * Makes a request and sees what becomes of it.
   *
   * @param check says what is wrong with an answer
   * @returns the outcome; never rejects
   */
  issue<T>(promised: Promised, make: () => Promise<T>, check: (answer: T) => string | undefined): Promise<Outcome> {
    const entry: Entry = {
      ...promised,
      issuedAt: this.#clock.now(),
      times: { executed: 0, settled: 0 },
      outcome: undefined,
      neverSent: false
    }
    this.#entries.push(entry)
    if (entry.token !== undefined) this.#byToken.set(entry.token, entry)
    this.#pending++
    return make().then(
      answer => {
        const wrong = check(answer)
        if (wrong !== undefined) this.#wrong(entry, wrong)
        if (entry.refused === true) this.#wrong(entry, 'succeeded, but the cluster refuses it')
        return this.#settle(entry, 'ok')
      },
      (error: unknown) => this.#settle(entry, this.#outcomeOf(entry, error))
    )
  }

  /** A monitor executes a command. */
  executed(token: string): void {
    const entry = this.#byToken.get(token)
    if (entry === undefined) {
      this.#fail(`a monitor executes ${JSON.stringify(token)}, which nobody has asked for`)
      return
    }
    entry.times.executed++
    if (entry.resend === false && entry.times.executed > 1) this.#wrong(entry, 'executed twice, with resend: false')
  }

  /** Resolves when nothing is pending. */
  async idle(): Promise<void> {
    while (this.#pending > 0) await new Promise<void>(resolve => (this.#idle = resolve))
  }

  /** What can only be seen at the end. */
  close(): void {
    for (const entry of this.#entries) {
      if (entry.times.settled !== 1) this.#wrong(entry, `settled ${entry.times.settled} times`)
      if (entry.neverSent && entry.times.executed > 0) this.#wrong(entry, 'executed, but mayHaveExecuted was false')
    }
    const { issued, ...outcomes } = this.counts
    const settled = Object.values(outcomes).reduce((sum, count) => sum + count, 0)
    if (issued !== settled) this.#fail(`${issued} requests were issued, ${settled} have an outcome`)
  }

  #wrong({ what, token = '' }: Entry, violation: string): void {
    this.#fail(`${[what, token].filter(Boolean).join(' ')}: ${violation}`)
  }

  #settle(entry: Entry, outcome: Outcome): Outcome {
    const { token, timeout, slack = 0, issuedAt, signal, times } = entry
    const took = this.#clock.now() - issuedAt
    times.settled++
    entry.outcome = outcome
    const answered = outcome === 'ok' || outcome === 'commandError'
    if (token !== undefined && answered && times.executed === 0) this.#wrong(entry, `${outcome}, but never executed`)
    if (timeout !== undefined && took > timeout + slack + EPSILON) {
      this.#wrong(entry, `${outcome} after ${took} ms, the limit is ${timeout}`)
    }
    if (outcome === 'timeout') {
      // What has a connection of its own may be given up before.
      if (entry.mayFail !== true && took < (timeout ?? Infinity) - EPSILON) {
        this.#wrong(entry, `timed out after ${took} ms, not after ${timeout}`)
      }
      if (entry.hindered?.(issuedAt) === false) this.#wrong(entry, 'timed out though nothing stood in its way')
    }
    const listeners = signal === undefined ? 0 : getEventListeners(signal, 'abort').length
    if (listeners > 0) this.#wrong(entry, `leaves ${listeners} listeners on its signal`)
    if (--this.#pending === 0) this.#idle?.()
    return outcome
  }

  #outcomeOf(entry: Entry, error: unknown): Outcome {
    const { signal, token, resend, refused = false, mayFail = false } = entry
    if (signal?.aborted === true && error === signal.reason) return 'cancelled'
    if (error instanceof MonClientClosedError) {
      if (entry.client.state !== 'closed') this.#wrong(entry, 'rejected as closed by a client that is open')
      return 'closed'
    }
    if (error instanceof MonTimeoutError) {
      entry.neverSent = token !== undefined && !error.mayHaveExecuted
      return 'timeout'
    }
    if (error instanceof MonOutcomeUnknownError) {
      if (resend !== false) this.#wrong(entry, 'outcome unknown, but it may be sent again')
      return 'unknown'
    }
    if (error instanceof MonCommandError) {
      if (!refused || error.status !== token) this.#wrong(entry, `refused with ${error.message}`)
      return 'commandError'
    }
    if (!mayFail || !CephError.isCephError(error)) this.#wrong(entry, `rejected with ${describeError(error)}`)
    return 'failed'
  }
}

export const describeError = (error: unknown): string => (error instanceof Error ? error.stack! : String(error))
