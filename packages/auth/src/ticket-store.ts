import { inspect } from 'node:util'
import { ServiceId } from './constants.js'
import type { Ticket } from './ticket.js'

/** A global_id and the ticket that proves the right to keep it. */
export interface Reclaim {
  readonly globalId: bigint
  readonly ticket: Ticket
}

/** `setTimeout` fires at once for more than 24.8 days, and a ticket may say anything. */
const MAX_RENEWAL_MILLIS = 24 * 3600 * 1000
const MIN_RENEWAL_MILLIS = 1000

/**
 * Tickets and global_id of one client, kept from connection to connection. All times are milliseconds of one monotonic
 * clock, that of the authenticators which share the store.
 */
export class TicketStore {
  #globalId = 0n
  #tickets = new Map<ServiceId, Ticket>()

  /** 0 until a monitor gave one together with a ticket for it. */
  get globalId(): bigint {
    return this.#globalId
  }

  /** The ticket, valid or not. */
  get(service: ServiceId): Ticket | undefined {
    return this.#tickets.get(service)
  }

  /** The services there are tickets for. */
  services(): ServiceId[] {
    return [...this.#tickets.keys()]
  }

  /** The ticket, if it is still valid. */
  valid(service: ServiceId, now: number): Ticket | undefined {
    const ticket = this.#tickets.get(service)
    return ticket !== undefined && now < ticket.expires ? ticket : undefined
  }

  /** What a new connection may reclaim; undefined when there is nothing, so that it starts anew with global_id 0. */
  reclaim(now: number): Reclaim | undefined {
    const ticket = this.valid(ServiceId.Auth, now)
    return ticket === undefined || this.#globalId === 0n ? undefined : { globalId: this.#globalId, ticket }
  }

  /** Takes over what a finished authentication brought. Tickets of another global_id are dropped: they name it. */
  authenticated(globalId: bigint, tickets: Iterable<Ticket>): void {
    if (globalId !== this.#globalId) this.clear()
    this.#globalId = globalId
    this.add(tickets)
  }

  /** Takes over tickets that came later. */
  add(tickets: Iterable<Ticket>): void {
    for (const ticket of tickets) this.#tickets.set(ticket.service, ticket)
  }

  /** Those of the services that have no ticket, or one whose renewal is due. */
  needsRenewal(now: number, services: Iterable<ServiceId> = this.#tickets.keys()): ServiceId[] {
    return [...services].filter(service => {
      const ticket = this.#tickets.get(service)
      return ticket === undefined || now >= ticket.renewAfter
    })
  }

  /** Milliseconds until a renewal is due, between one second and one day; undefined without tickets. */
  nextRenewal(now: number): number | undefined {
    if (this.#tickets.size === 0) return undefined
    const due = Math.min(...[...this.#tickets.values()].map(ticket => ticket.renewAfter))
    return Math.min(Math.max(due - now, MIN_RENEWAL_MILLIS), MAX_RENEWAL_MILLIS)
  }

  /** Forgets everything when `ticket` is still the AUTH ticket: the monitor does not take it any more. */
  refused(ticket: Ticket): void {
    if (this.#tickets.get(ServiceId.Auth) === ticket) this.clear()
  }

  /** An independent store with the same tickets. */
  clone(): TicketStore {
    const copy = new TicketStore()
    copy.#globalId = this.#globalId
    copy.#tickets = new Map(this.#tickets)
    return copy
  }

  /** Forgets tickets and global_id. */
  clear(): void {
    this.#globalId = 0n
    this.#tickets.clear()
  }

  toJSON(): unknown {
    return { globalId: String(this.#globalId), tickets: [...this.#tickets.values()] }
  }

  [inspect.custom](): string {
    return `TicketStore(global_id ${this.#globalId}, ${this.#tickets.size} tickets)`
  }
}
