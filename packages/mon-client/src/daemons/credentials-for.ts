import { TicketExpiredError } from '@cephwire/auth'
import { entityTypeName } from '@cephwire/codec'
import type { ServiceId, Ticket, TicketStore } from '@cephwire/auth'
import type { Clock } from '@cephwire/messenger'
import type { DaemonCredentials } from './daemon-connection.js'

/** What the credentials are asked of. */
export interface CredentialsOwner {
  readonly clock: Clock
  readonly globalId: bigint
  /** A copy of those of the client; undefined without cephx. */
  readonly tickets: TicketStore | undefined
  /** Asks a monitor for the ticket of a service. @returns whether it has answered */
  demandTicket(service: ServiceId, signal: AbortSignal): Promise<boolean>
}

/** Milliseconds between two looks for a session that a ticket can be asked for on. */
const NO_SESSION_WAIT = 500

/**
 * As whom to come to a daemon: with the ticket that there is, or a new one.
 *
 * @param refused a ticket that the daemon does not take, to be replaced
 * @throws TicketExpiredError when monitors give none; the signal's reason
 */
export async function credentialsFor(
  service: ServiceId,
  owner: CredentialsOwner,
  refused: Ticket | undefined,
  signal: AbortSignal
): Promise<DaemonCredentials> {
  for (let answered = false; ;) {
    const { globalId, tickets, clock } = owner
    if (tickets === undefined) return { globalId, tickets }
    const ticket = tickets.valid(service, clock.now())
    if (ticket !== undefined && ticket !== refused) return { globalId, tickets }
    if (answered) throw new TicketExpiredError(service, entityTypeName(service))
    answered = await owner.demandTicket(service, signal)
    if (!answered) await clock.sleep(NO_SESSION_WAIT, { signal })
  }
}
