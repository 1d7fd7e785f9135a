import { AuthError, AuthMethodRejectedError } from '@cephwire/auth'
import { CephError } from '@cephwire/codec'
import { publishHunt } from './diagnostics.js'
import { ConfigError, MonHuntError, MonSessionError } from './errors.js'
import { formatTarget } from './mon-target.js'
import { tryOrder } from './pick.js'
import type { EntityAddr } from '@cephwire/codec'
import type { Clock } from '@cephwire/messenger'
import type { Backoff } from './backoff.js'
import type { HuntingOptions } from './options.js'
import type { MonHuntAttempt } from './errors.js'
import type { MonTarget } from './mon-target.js'
import type { RandomNumber } from './pick.js'

/** What a hunt needs to know. */
export interface HuntInit<S> {
  /** Asked for again in each pass: the map may have changed, and names may resolve differently. */
  readonly targets: (signal: AbortSignal) => readonly MonTarget[] | Promise<readonly MonTarget[]>
  /** The monitor that failed last: tried after all others. */
  readonly avoid?: EntityAddr | undefined
  /** Opens a session; `signal` gives it up, `onPhase` is told how far it has come. */
  readonly open: (target: MonTarget, signal: AbortSignal, onPhase: (phase: string) => void) => Promise<S>
  /** Gives up a session that came when another had won already, or too late. */
  readonly discard: (session: S) => void
  readonly options: Readonly<Required<HuntingOptions>>
  readonly clock: Clock
  readonly random: RandomNumber
  /** Where the interval's multiple is kept from hunt to hunt. */
  readonly backoff: Backoff
  /** Whether to end with an error as soon as nothing but an error can come of it, or to go on until `signal`. */
  readonly giveUp: boolean
  readonly signal: AbortSignal
  readonly onAttempt?: (attempt: MonHuntAttempt) => void
}

/** How long other monitors may take to say better once one has refused the credentials. */
const REFUSAL_GRACE = 1000

/**
 * Tries monitors, several at a time, until one gives a session: MonClient::_reopen_session and _add_conns.
 *
 * A round tries `parallel` monitors that were not tried before and lasts one interval at most; when all of its monitors
 * have failed the next begins at once. When all monitors were tried the interval is waited for, and it begins anew.
 *
 * @throws AuthError when a monitor refuses the credentials, ConfigError, MonHuntError when all fail for good (all with
 * `giveUp`); the signal's reason
 */
export async function hunt<S>(init: HuntInit<S>): Promise<S> {
  const { backoff, clock, giveUp, signal } = init
  const attempts: MonHuntAttempt[] = []
  const failed = (attempt: MonHuntAttempt): void => {
    attempts.push(attempt)
    init.onAttempt?.(attempt)
  }
  let order: readonly MonTarget[] = []
  if (backoff.rest > 0) await clock.sleep(backoff.rest, { signal })
  for (let waited = true; ;) {
    signal.throwIfAborted()
    if (waited) backoff.round()
    const started = clock.now()
    if (order.length === 0) {
      attempts.length = 0
      order = await beginPass(init, failed)
    }
    const round = nextRound(order, init.options.parallel)
    order = order.slice(round.length)
    publishHunt(() => round.map(formatTarget), backoff.interval)
    const session = await race(round, init, failed)
    if (session !== undefined) return session.value
    signal.throwIfAborted()
    if (giveUp) giveUpIfFinal(attempts, order.length === 0)
    const left = started + backoff.interval - clock.now()
    waited = order.length === 0 || left <= 0 || init.options.wholeInterval
    if (waited) await clock.sleep(left, { signal })
  }
}

/** What to try, in order; nothing when that is not known now and the hunt is to go on. */
async function beginPass<S>(
  init: HuntInit<S>,
  failed: (attempt: MonHuntAttempt) => void
): Promise<readonly MonTarget[]> {
  try {
    const targets = await init.targets(init.signal)
    if (targets.length > 0) return tryOrder(targets, init.random, init.avoid)
    throw new MonHuntError('No monitor has an address that this mode may use', [])
  } catch (error) {
    if (init.giveUp || init.signal.aborted) throw error
    failed({ addr: 'mon_host', error })
    return []
  }
}

/** Of one protocol and priority: msgr1 addresses, raced against msgr2 ones, would win too often. */
function nextRound(order: readonly MonTarget[], parallel: number): readonly MonTarget[] {
  const group = ({ addr, priority }: MonTarget): string => `${String(addr.type === 'legacy')}${priority}`
  const other = order.findIndex(target => group(target) !== group(order[0]!))
  const alike = other < 0 ? order : order.slice(0, other)
  return parallel === 0 ? alike : alike.slice(0, parallel)
}

/** The first session of these; undefined when none comes of them within the round. Then late ones are discarded. */
function race<S>(
  round: readonly MonTarget[],
  init: HuntInit<S>,
  failed: (attempt: MonHuntAttempt) => void
): Promise<{ readonly value: S } | undefined> {
  const { clock, signal } = init
  const started = clock.now()
  const pending = new Set(round)
  const phases = new Map<MonTarget, string>()
  const losers = new AbortController()
  const timers = new AbortController()
  let over = round.length === 0
  if (over) return Promise.resolve(undefined)
  return new Promise(resolve => {
    const end = (session: { readonly value: S } | undefined, reason: unknown): void => {
      over = true
      timers.abort()
      signal.removeEventListener('abort', abort)
      losers.abort(reason)
      resolve(session)
    }
    // Without waiting for them: an attempt that does not heed its signal must not hold up the rest.
    const giveUp = (reason?: unknown): void => {
      if (over) return
      const millis = Math.round(clock.now() - started)
      for (const target of pending)
        failed({ addr: formatTarget(target), error: silentError(millis, phases.get(target)) })
      end(undefined, reason ?? new MonSessionError(`No session within ${millis} ms`))
    }
    const abort = (): void => giveUp(signal.reason)
    const patience = (millis: number): void =>
      void clock.sleep(millis, { signal: timers.signal }).then(
        () => giveUp(),
        () => undefined
      )
    const tried = async (target: MonTarget): Promise<void> => {
      try {
        const value = await init.open(target, losers.signal, phase => phases.set(target, phase))
        if (over) init.discard(value)
        else end({ value }, new MonSessionError('Another monitor was quicker'))
      } catch (error) {
        if (over) return
        pending.delete(target)
        failed({ addr: formatTarget(target), error })
        if (pending.size === 0) end(undefined, error)
        else if (isRefusal(error)) patience(REFUSAL_GRACE)
      }
    }
    signal.addEventListener('abort', abort, { once: true })
    patience(init.backoff.interval)
    for (const target of round) void tried(target)
  })
}

function silentError(millis: number, phase: string | undefined): MonSessionError {
  const where = phase === undefined ? '' : `, silent in ${phase}`
  return new MonSessionError(`No session within ${millis} ms${where}`, { phase })
}

/** EAGAIN, EBUSY, ETIMEDOUT: of a monitor that cannot say yet. */
const NOT_YET: readonly number[] = [-11, -16, -110]

const isNotYet = (error: unknown): boolean => error instanceof AuthMethodRejectedError && NOT_YET.includes(error.result)

const isRefusal = (error: unknown): boolean => error instanceof AuthMethodRejectedError && !isNotYet(error)

/** Retryable errors say so themselves; those of another kind are bugs, which are not hidden behind attempts. */
const isRetryable = (error: unknown): boolean =>
  isNotYet(error) || (CephError.isCephError(error) && (error as { retryable?: boolean }).retryable === true)

/** @throws what stands in the way for good */
function giveUpIfFinal(attempts: readonly MonHuntAttempt[], allTried: boolean): void {
  // The keys are the cluster's: what one monitor refuses all refuse.
  const final = attempts.find(({ error }) => isRefusal(error) || error instanceof ConfigError)
  if (final !== undefined) throw final.error
  if (!allTried || attempts.some(({ error }) => isRetryable(error))) return
  const { error } = attempts[0]!
  const kind = (error: unknown): unknown => (error instanceof AuthError ? AuthError : (error as object).constructor)
  if (attempts.every(other => kind(other.error) === kind(error))) throw error
  throw new MonHuntError('No monitor gives a session', attempts)
}
