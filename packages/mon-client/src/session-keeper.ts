import { TicketStore } from '@cephwire/auth'
import { createStateMachine } from '@cephwire/messenger'
import { Backoff } from './backoff.js'
import { publishHuntAttempt } from './diagnostics.js'
import { MonClientClosedError, MonSessionError } from './errors.js'
import { hunt } from './hunt.js'
import { openMonSession } from './mon-session.js'
import { unionOfTargets } from './mon-target.js'
import { monClientTransitions } from './session-state.js'
import type { Message, OutgoingMessage, StateMachine } from '@cephwire/messenger'
import type { MonHuntAttempt } from './errors.js'
import type { MonSession, MonSessionInit } from './mon-session.js'
import type { MonTarget } from './mon-target.js'
import type { HuntingOptions } from './options.js'
import type { RandomNumber } from './pick.js'
import type { MonClientState } from './session-state.js'

/** What a SessionKeeper needs of the client that it serves. */
export interface SessionOwner {
  /** Monitors of the configuration; asked for in each pass, since names may resolve differently. */
  bootstrapTargets(signal: AbortSignal): Promise<readonly MonTarget[]>
  /** Monitors of the monmap, none before the first. */
  monmapTargets(): readonly MonTarget[]
  /** 0 before the first. */
  monmapEpoch(): number
  /** Whether to keep a session, before it is opened; if not, another is looked for. */
  suits(session: MonSession): boolean
  opened(session: MonSession): void
  message(message: Message): void
  /** The session is gone; a hunt for the next has begun. */
  lost(cause: Error): void
  /** The keeper has ended by itself, which is a bug of this package: it is closed and what waits waits in vain. */
  failed(error: MonClientClosedError): void
}

/** How a session is opened: openMonSession, unless a test plays the monitors. */
export type OpenSession = typeof openMonSession

/** Times are milliseconds. */
export interface SessionKeeperInit {
  readonly session: MonSessionInit
  readonly hunting: Readonly<Required<HuntingOptions>>
  readonly random: RandomNumber
  readonly open?: OpenSession | undefined
}

/** Messages that do not decode before a session is given up. */
const MAX_BAD_MESSAGES = 8

/** Keeps one session with some monitor open until it is closed: MonClient's hunting. */
export class SessionKeeper {
  readonly #owner: SessionOwner
  readonly #init: SessionKeeperInit
  readonly #state: StateMachine<MonClientState> = createStateMachine(monClientTransitions, 'hunting')
  readonly #backoff: Backoff
  readonly #closing = new AbortController()
  #tickets = new TicketStore()
  #session: MonSession | undefined
  #running: Promise<void> | undefined
  #closed: Promise<void> | undefined
  #fsid: string | undefined
  /** The monitor whose session was lost last: tried again only when all others were. */
  #failed: MonTarget | undefined
  /** Why monitors did not do, in the present hunt. */
  readonly attempts: MonHuntAttempt[] = []

  constructor(owner: SessionOwner, init: SessionKeeperInit) {
    this.#owner = owner
    this.#init = init
    this.#backoff = new Backoff(init.hunting, init.session.clock, init.session.keepalive.interval, init.random)
    this.#fsid = init.session.fsid
  }

  get state(): MonClientState {
    return this.#state.state
  }

  get session(): MonSession | undefined {
    return this.#session
  }

  /** A copy of what proves the right to the global_id. */
  get tickets(): TicketStore {
    return this.#tickets.clone()
  }

  /** Opens the first session. @throws as hunt() does with `giveUp` */
  async open(signal: AbortSignal): Promise<void> {
    this.#opened(await this.#hunt(true, signal))
    this.#running = this.#run()
  }

  /** Sends on the present session. @returns false when there is none */
  send(message: OutgoingMessage): boolean {
    const connection = this.#session?.connection
    if (connection?.state !== 'ready') return false
    connection.send(message)
    return true
  }

  /** Gives the present session up, for another monitor. */
  reopen(cause: Error): void {
    this.#session?.connection.destroy(cause)
  }

  /** Ends hunting and session; resolves when nothing is left. Idempotent. */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    const session = this.#session
    if (this.state !== 'closed') this.#end()
    await session?.connection.close()
    await this.#running
  }

  #end(): void {
    this.#session = undefined
    this.#state.move('closed')
    this.#closing.abort(new MonClientClosedError())
  }

  /** One session after the other. */
  async #run(): Promise<void> {
    try {
      for (let session = this.#session; session !== undefined; session = this.#session) {
        const cause = await this.#serve(session)
        if (this.#closing.signal.aborted) return
        this.#lost(cause)
        const next = await this.#hunt(false, this.#closing.signal)
        this.#opened(next)
      }
    } catch (cause) {
      if (this.#closing.signal.aborted) return
      this.#session?.connection.destroy()
      this.#end()
      this.#owner.failed(new MonClientClosedError('The client has failed: a bug', { cause }))
    }
  }

  #lost(cause: Error): void {
    this.#session = undefined
    this.#backoff.sessionLost()
    this.#state.move('hunting')
    this.#owner.lost(cause)
  }

  #opened(session: MonSession): void {
    if (this.#closing.signal.aborted) {
      session.connection.destroy()
      throw this.#closing.signal.reason
    }
    this.#tickets = session.tickets ?? this.#tickets
    this.#fsid ??= session.monmap.fsid
    this.#session = session
    this.#failed = session.target
    this.#backoff.sessionOpened()
    this.#state.move('have_session')
    this.#owner.opened(session)
  }

  /** Takes messages until the session ends. @returns why it did */
  async #serve(session: MonSession): Promise<Error> {
    let bad = 0
    const take = (message: Message): void => {
      try {
        this.#owner.message(message)
      } catch (error) {
        // One message that makes no sense does not cost the session; a monitor that sends many does.
        if (++bad >= MAX_BAD_MESSAGES) session.connection.destroy(error as Error)
      }
    }
    session.early.forEach(take)
    try {
      for (;;) {
        const next = await session.messages.next()
        if (next.done === true) return new MonSessionError('The session was closed')
        take(next.value)
      }
    } catch (error) {
      return error as Error
    }
  }

  async #hunt(giveUp: boolean, signal: AbortSignal): Promise<MonSession> {
    this.attempts.length = 0
    for (let unsuited = 0; ; unsuited++) {
      // The first that does not suit has told where another is; if that one is not there, it is not to be asked in a loop.
      if (unsuited > 1) await this.#init.session.clock.sleep(this.#backoff.interval, { signal })
      const session = await this.#huntOnce(giveUp, signal)
      try {
        if (this.#owner.suits(session)) return session
      } catch (error) {
        session.connection.destroy()
        throw error
      }
      session.connection.destroy()
    }
  }

  #huntOnce(giveUp: boolean, signal: AbortSignal): Promise<MonSession> {
    const { hunting, random, session } = this.#init
    return hunt<MonSession>({
      targets: signal => this.#targets(signal),
      avoid: this.#owner.monmapTargets().length > 1 ? this.#failed?.addr : undefined,
      // Each attempt has tickets of its own, so that attempts side by side do not disturb each other.
      open: (target, signal, onPhase) => {
        const init = { ...session, fsid: this.#fsid, monmapEpoch: this.#owner.monmapEpoch(), onPhase }
        return (this.#init.open ?? openMonSession)(target, init, this.#tickets.clone(), signal)
      },
      discard: session => session.connection.destroy(),
      options: hunting,
      clock: session.clock,
      random,
      backoff: this.#backoff,
      giveUp,
      signal,
      onAttempt: attempt => {
        publishHuntAttempt(attempt)
        this.attempts.push(attempt)
        if (this.attempts.length > MAX_ATTEMPTS) this.attempts.shift()
      }
    })
  }

  /** The monmap's monitors and those of the configuration: the map may be out of date. */
  async #targets(signal: AbortSignal): Promise<readonly MonTarget[]> {
    const known = this.#owner.monmapTargets()
    try {
      return unionOfTargets(known, await this.#owner.bootstrapTargets(signal))
    } catch (error) {
      // Names that do not resolve any more do not matter while there is a map.
      if (known.length === 0 || signal.aborted) throw error
      return known
    }
  }
}

/** Failed attempts that are remembered for explanations. */
const MAX_ATTEMPTS = 16
