import { AuthMethod } from '../constants.js'
import { AuthError, AuthMethodRejectedError, TicketExpiredError } from '../errors.js'
import { buildAuthorizer } from '../authorizer.js'
import { checkConMode, checkConnectionSecret, hiddenSecrets, isSecure } from '../secrets.js'
import { serviceName } from '../services.js'
import type { ClientAuthenticator, Clock } from '@cephwire/messenger'
import type { Authorizer } from '../authorizer.js'
import type { CryptoKey } from '../crypto-key.js'
import type { ServiceId } from '../constants.js'
import type { RandomBytes } from '../random.js'
import type { TicketStore } from '../ticket-store.js'

export interface CephxServiceInit {
  /** As an authentication with a monitor filled it. */
  readonly tickets: TicketStore
  readonly service: ServiceId
  readonly random?: RandomBytes | undefined
  /** The clock that `tickets` is on. */
  readonly clock?: Pick<Clock, 'now'> | undefined
}

/**
 * CEPH_AUTH_CEPHX with a manager, OSD or MDS, for one connection: shows the ticket for it.
 *
 * `start` throws {@link TicketExpiredError} when there is no valid one.
 */
export function cephxService({ tickets, service, random, clock }: CephxServiceInit): ClientAuthenticator {
  const now = (): number => clock?.now() ?? performance.now()
  let begun: { readonly authorizer: Authorizer; readonly sessionKey: CryptoKey } | undefined
  const started = (): NonNullable<typeof begun> => {
    if (begun === undefined) throw new AuthError('The authorizer conversation has not started')
    return begun
  }
  return {
    method: AuthMethod.Cephx,
    start() {
      const ticket = tickets.valid(service, now())
      if (ticket === undefined) throw new TicketExpiredError(service, serviceName(service))
      begun = { authorizer: buildAuthorizer(ticket, tickets.globalId, { random }), sessionKey: ticket.sessionKey }
      return begun.authorizer.payload
    },
    more: payload => started().authorizer.addChallenge(payload),
    done(payload, { conMode }) {
      checkConMode(conMode)
      const { authorizer, sessionKey } = started()
      const { connectionSecret } = authorizer.verifyReply(payload)
      return hiddenSecrets({
        sessionKey: sessionKey.exportSecret(),
        signMessage: block => sessionKey.sign(block),
        ...(isSecure(conMode) ? { connectionSecret: checkConnectionSecret(connectionSecret) } : {})
      })
    },
    refused: refusal => new AuthMethodRejectedError({ ...refusal, service: serviceName(service) })
  }
}
