import { AuthError, AuthMethodRejectedError } from '@cephwire/auth'
import { CephError } from '@cephwire/codec'
import { MonHuntError } from './errors.js'
import { formatTarget } from './mon-target.js'
import { tryOrder } from './pick.js'
import type { EntityAddr } from '@cephwire/codec'
import type { Clock } from '@cephwire/messenger'
import type { HuntingOptions } from './options.js'
import type { MonHuntAttempt } from './errors.js'
import type { MonTarget } from './mon-target.js'
import type { RandomNumber } from './pick.js'

/** What a hunt needs to know. */
export interface HuntInit<S> {
  /** Asked for again in each round: the map may have changed. */
  readonly targets: () => readonly MonTarget[] | Promise<readonly MonTarget[]>
  /** The monitor that failed last: tried after all others. */
  readonly avoid?: EntityAddr | undefined
  /** Opens a session; `signal` gives it up. */
  readonly open: (target: MonTarget, signal: AbortSignal) => Promise<S>
  /** Gives up a session that was opened when another had won already. */
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

/** The multiple of the hunting interval: grows from hunt to hunt, and shrinks while a session lasts. */
export class Backoff {
  readonly #options: Readonly<Required<HuntingOptions>>
  #multiple: number
  #hadSession = false

  constructor(options: Readonly<Required<HuntingOptions>>) {
    this.#options = options
    this.#multiple = options.minMultiple
  }

  /** Milliseconds of a round. */
  get interval(): number {
    return this.#options.interval * this.#multiple
  }

  /** Before each round: the first hunt of all does not back off. */
  round(): void {
    if (this.#hadSession) this.#multiple = Math.min(this.#multiple * this.#options.backoff, this.#options.maxMultiple)
  }

  sessionOpened(): void {
    this.#hadSession = true
  }

  /** A session proves good: the next hunt is quicker. */
  sessionHealthy(): void {
    this.#multiple = Math.max(this.#multiple / this.#options.backoff, this.#options.minMultiple)
  }
}

/** How long other monitors may take to say better once one has refused the credentials. */
const REFUSAL_GRACE = 1000

/**
 * Tries monitors, several at a time, until one gives a session: MonClient::_reopen_session and _add_conns.
 *
 * A round lasts one interval at most and tries `parallel` monitors that were not tried before; when all were tried it
 * begins anew.
 *
 * @throws AuthError when a monitor refuses the credentials, MonHuntError when all fail for good (both with `giveUp`);
 * the signal's reason
 */
export async function hunt<S>(init: HuntInit<S>): Promise<S> {
  const attempts: MonHuntAttempt[] = []
  let order: readonly MonTarget[] = []
  for (;;) {
    init.signal.throwIfAborted()
    if (order.length === 0) {
      attempts.length = 0
      order = tryOrder(await init.targets(), init.random, init.avoid)
      if (order.length === 0) throw new MonHuntError('No monitor has an address that this mode may use', [])
    }
    const parallel = init.options.parallel === 0 ? order.length : init.options.parallel
    const round = sameProtocol(order.slice(0, parallel))
    order = order.slice(round.length)
    const started = init.clock.now()
    const session = await race(round, init, attempts)
    if (session !== undefined) return session.value
    if (init.giveUp) giveUpIfFinal(attempts, order.length === 0)
    if (order.length > 0) continue
    init.backoff.round()
    await init.clock.sleep(started + init.backoff.interval - init.clock.now(), { signal: init.signal })
  }
}

/** msgr1 addresses are not raced against msgr2 ones: they would win too often. */
function sameProtocol(targets: readonly MonTarget[]): readonly MonTarget[] {
  const other = targets.findIndex(({ addr }) => (addr.type === 'legacy') !== (targets[0]!.addr.type === 'legacy'))
  return other < 0 ? targets : targets.slice(0, other)
}

/** The first session of these; undefined when none comes of them within the round. */
async function race<S>(
  round: readonly MonTarget[],
  init: HuntInit<S>,
  attempts: MonHuntAttempt[]
): Promise<{ readonly value: S } | undefined> {
  const losers = new AbortController()
  const end = new AbortController()
  const abort = (): void => losers.abort(init.signal.reason)
  init.signal.addEventListener('abort', abort, { once: true })
  const patience = (millis: number): void =>
    void init.clock.sleep(millis, { signal: end.signal }).then(
      () => losers.abort(new MonHuntError(`No session within ${Math.round(init.backoff.interval)} ms`, [])),
      () => undefined
    )
  patience(init.backoff.interval)
  try {
    return await new Promise(resolve => {
      let pending = round.length
      let won = false
      const tried = async (target: MonTarget): Promise<void> => {
        try {
          const value = await init.open(target, losers.signal)
          if (won) init.discard(value)
          else resolve({ value })
          won = true
        } catch (error) {
          if (won) return
          const attempt = { addr: formatTarget(target), error }
          attempts.push(attempt)
          init.onAttempt?.(attempt)
          if (isRefusal(error)) patience(REFUSAL_GRACE)
        } finally {
          if (--pending === 0 && !won) resolve(undefined)
        }
      }
      for (const target of round) void tried(target)
    })
  } finally {
    end.abort()
    losers.abort(new MonHuntError('Another monitor was quicker', []))
    init.signal.removeEventListener('abort', abort)
  }
}

const isRefusal = (error: unknown): boolean => error instanceof AuthMethodRejectedError

/** Retryable errors say so themselves; those of another kind are bugs, which are not hidden behind attempts. */
const isRetryable = (error: unknown): boolean =>
  CephError.isCephError(error) && (error as { retryable?: boolean }).retryable === true

function giveUpIfFinal(attempts: readonly MonHuntAttempt[], allTried: boolean): void {
  // The keys are the cluster's: what one monitor refuses all refuse.
  const refusal = attempts.find(({ error }) => isRefusal(error))
  if (refusal !== undefined) throw refusal.error
  if (!allTried || attempts.some(({ error }) => isRetryable(error))) return
  const [first] = attempts
  if (attempts.length === 1 || attempts.every(({ error }) => error instanceof AuthError)) throw first!.error
  throw new MonHuntError('No monitor gives a session', attempts)
}
