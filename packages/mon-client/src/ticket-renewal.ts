import { AuthError, AuthMethod, ServiceId } from '@cephwire/auth'
import { auth, authReply, decodeFront, encodeMessage } from '@cephwire/messages'
import { publishTickets } from './diagnostics.js'
import { MonSessionError } from './errors.js'
import { Waiters } from './waiters.js'
import type { CephxAuthenticator, TicketStore } from '@cephwire/auth'
import type { Clock, Message, OutgoingMessage } from '@cephwire/messenger'
import type { MonSession } from './mon-session.js'

/** What renewal needs of the client that it serves. */
export interface TicketRenewalOwner {
  send(message: OutgoingMessage): boolean
  /** Epoch of the monmap: a monitor with a newer one sends it along. */
  monmapEpoch(): number
  /** The session cannot be kept: its ticket was not renewed in time. */
  expired(cause: Error): void
}

interface Renewing {
  readonly authenticator: CephxAuthenticator
  readonly tickets: TicketStore
  /** Ends the present sleep. */
  awake: AbortController
  /** One MAuth is under way: there is never a second. */
  pending: boolean
  /** Woken by the answer to it, and by the end of the session. */
  readonly waiters: Waiters
  /** Services whose tickets the MAuth under way demands. */
  demanded: readonly ServiceId[]
  /** Those that the next has to demand. */
  readonly wanted: Set<ServiceId>
  /** How often a demand for each has been answered. */
  readonly answers: Map<ServiceId, number>
  /** Milliseconds, by the clock: when the next may be sent that demands something. */
  nextDemand: number
}

/** Milliseconds from one MAuth that demands something to the next. */
const DEMAND_INTERVAL = 1000

/**
 * Renews tickets on the live session, at 3/4 of their lives, and gets those that are demanded: one question at a time, of
 * each of the two kinds one in a second.
 */
export class TicketRenewal {
  readonly #owner: TicketRenewalOwner
  readonly #clock: Clock
  #renewing: Renewing | undefined

  constructor(owner: TicketRenewalOwner, clock: Clock) {
    this.#owner = owner
    this.#clock = clock
  }

  sessionOpened({ authenticator, tickets }: Pick<MonSession, 'authenticator' | 'tickets'>): void {
    this.sessionEnded()
    if (tickets === undefined || !('renewal' in authenticator)) return
    const renewing: Renewing = {
      authenticator,
      tickets,
      awake: new AbortController(),
      pending: false,
      waiters: new Waiters(),
      demanded: [],
      wanted: new Set(),
      answers: new Map(),
      nextDemand: -Infinity
    }
    this.#renewing = renewing
    void this.#run(renewing)
  }

  sessionEnded(): void {
    const ended = this.#renewing
    this.#renewing = undefined
    ended?.awake.abort(new MonSessionError('The session has ended'))
    if (ended === undefined) return
    ended.pending = false
    ended.waiters.wake()
  }

  async #run(renewing: Renewing): Promise<void> {
    while (this.#renewing === renewing) {
      const wait = renewing.tickets.nextRenewal(this.#clock.now())
      if (wait === undefined) return
      renewing.awake = new AbortController()
      const slept = this.#clock.sleep(wait, { signal: renewing.awake.signal })
      const due = await slept.then(
        () => true,
        () => false
      )
      if (due) this.validate()
    }
  }

  /** Asks for what is due, unless an answer is still to come. @returns whether something was sent */
  validate(): boolean {
    const renewing = this.#renewing
    if (renewing === undefined) return false
    // Also after the process was stopped for longer than a ticket lives: nothing can be renewed with it then.
    if (renewing.tickets.valid(ServiceId.Auth, this.#clock.now()) === undefined) {
      this.#owner.expired(new MonSessionError('The ticket has expired'))
      return false
    }
    return this.#ask(renewing, [])
  }

  #ask(renewing: Renewing, demanded: readonly ServiceId[]): boolean {
    if (renewing.pending) return false
    const authPayload = renewing.authenticator.renewal(demanded)
    if (authPayload === undefined) return false
    const monmapEpoch = this.#owner.monmapEpoch()
    const question = encodeMessage(auth, { version: 0n, protocol: AuthMethod.Cephx, authPayload, monmapEpoch })
    renewing.pending = this.#owner.send(question)
    if (renewing.pending) renewing.demanded = demanded
    return renewing.pending
  }

  /**
   * Asks for the ticket of a service, due or not, and waits for the answer. Who demands what is on its way already shares
   * it.
   *
   * @returns whether an answer has come; false when the session has ended, or there is none
   * @throws the signal's reason
   */
  async demand(service: ServiceId, signal: AbortSignal): Promise<boolean> {
    signal.throwIfAborted()
    const renewing = this.#renewing
    if (renewing === undefined) return false
    const { tickets, answers, waiters } = renewing
    const ticket = tickets.get(service)
    const answer = answers.get(service)
    if (!renewing.pending || !renewing.demanded.includes(service)) renewing.wanted.add(service)
    while (this.#renewing === renewing) {
      // What was due at the same time may have brought it as well.
      if (answers.get(service) !== answer || tickets.get(service) !== ticket) return true
      const pause = renewing.nextDemand - this.#clock.now()
      if (renewing.pending) await waiters.next(signal)
      else if (pause > 0) await this.#clock.sleep(pause, { signal })
      else if (!this.#askForWanted(renewing, service)) return false
    }
    return false
  }

  #askForWanted(renewing: Renewing, service: ServiceId): boolean {
    const demanded = [...renewing.wanted.add(service)]
    renewing.wanted.clear()
    renewing.nextDemand = this.#clock.now() + DEMAND_INTERVAL
    return this.#ask(renewing, demanded)
  }

  /** @returns whether it is the answer that was waited for */
  handle(message: Message): boolean {
    const renewing = this.#renewing
    if (message.type !== authReply.type || renewing?.pending !== true) return false
    renewing.pending = false
    for (const service of renewing.demanded) renewing.answers.set(service, (renewing.answers.get(service) ?? 0) + 1)
    publishTickets(renew(renewing.authenticator, message))
    // With other tickets the next is due at another time.
    renewing.awake.abort(new MonSessionError('Tickets have come'))
    renewing.waiters.wake()
    return true
  }
}

/** @returns what is wrong with it. The session goes on until the ticket has expired: the next answer may be better */
function renew(authenticator: CephxAuthenticator, message: Message): unknown {
  try {
    const { result, resultBl } = decodeFront(authReply, message)
    if (result !== 0) return new AuthError(`The monitor answers the renewal of tickets with ${result}`)
    authenticator.renewed(resultBl)
    return undefined
  } catch (error) {
    return error
  }
}
