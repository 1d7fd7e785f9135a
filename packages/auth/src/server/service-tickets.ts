import { ServiceId } from '../constants.js'
import { serviceName } from '../services.js'
import { capsInfo } from './caps.js'
import { issueTicket } from './issue-ticket.js'
import type { AuthEntity } from '../auth-entity.js'
import type { AuthTicket } from '../cephx/auth-ticket.js'
import type { CryptoKeyType } from '../constants.js'
import type { RandomBytes } from '../random.js'
import type { ServerEntity } from './caps.js'
import type { IssuedTicket } from './issue-ticket.js'
import type { KeyServer } from './key-server.js'

export interface ServiceTicketsInit {
  readonly keys: (entity: AuthEntity) => ServerEntity | undefined
  readonly keyServer: KeyServer
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly random: RandomBytes
}

/** From the lowest bit up. */
const services = Object.values(ServiceId).sort((a, b) => a - b)

/**
 * Tickets for those of the wanted services that there are secrets for. The one for AUTH is made elsewhere.
 *
 * @param wanted ServiceId bits
 * @param parent the AUTH ticket of the client
 */
export function issueServiceTickets(
  init: ServiceTicketsInit,
  wanted: number,
  parent: AuthTicket,
  keyType: CryptoKeyType
): IssuedTicket[] {
  const entity = init.keys(parent.name)
  if (entity === undefined) return []
  const { keyServer, random } = init
  return services
    .filter(service => (wanted & service) !== 0 && service !== ServiceId.Auth)
    .flatMap(service => {
      const secret = keyServer.currentSecret(service)
      if (secret === undefined) return []
      // Monitors look an entity's caps up by themselves.
      const caps = service === ServiceId.Mon ? parent.caps : capsInfo(entity.caps.get(serviceName(service)))
      return [issueTicket({ service, secret, ticket: { ...parent, caps }, keyType, now: init.now(), random })]
    })
}
