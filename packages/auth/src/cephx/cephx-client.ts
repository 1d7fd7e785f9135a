/*
  The client of a cephx conversation         src/auth/cephx/CephxClientHandler.cc, CephxServiceHandler.cc

    start         →  AUTH_REQUEST        who, which global_id
    more          ←  AUTH_REPLY_MORE     CephXServerChallenge
                  →  AUTH_REQUEST_MORE   0x0100 CephXAuthenticate: the proof, the old ticket
    done          ←  AUTH_DONE           0x0100 tickets, connection secret, more tickets
    then, over MAuth messages of the session:
    renewal       →  0x0100 or 0x0200
    renewed       ←  the same
*/
import { inspect } from 'node:util'
import { Reader } from '@cephwire/codec'
import { formatAuthEntity } from '../auth-entity.js'
import { AuthMethod, CephxRequestType, ServiceId } from '../constants.js'
import { AuthError, AuthMethodRejectedError, TicketExpiredError } from '../errors.js'
import { encodeAuthHello, encodeMonAuthRequest } from '../mon-authenticator.js'
import { randomU64, systemRandom } from '../random.js'
import { checkConMode, checkConnectionSecret, hiddenSecrets, isSecure } from '../secrets.js'
import { ALL_SERVICES, serviceMask, serviceName } from '../services.js'
import { TicketStore } from '../ticket-store.js'
import { cephXServerChallengeCodec } from './codecs.js'
import {
  decodeAuthSessionKeyReply,
  decodeServiceTicketsReply,
  encodeAuthSessionKeyRequest,
  encodeServiceTicketsRequest,
  openConnectionSecret
} from './requests.js'
import type { AuthBadMethod, AuthDoneResult, AuthSecrets, Clock } from '@cephwire/messenger'
import type { AuthEntity } from '../auth-entity.js'
import type { CryptoKey } from '../crypto-key.js'
import type { AuthRefusal } from '../errors.js'
import type { MonAuthenticator } from '../mon-authenticator.js'
import type { RandomBytes } from '../random.js'
import type { Ticket } from '../ticket.js'
import type { Reclaim } from '../ticket-store.js'
import type { AuthSessionKeyReply } from './requests.js'

export interface CephxInit {
  readonly entity: AuthEntity
  readonly key: CryptoKey
  /** What to get tickets for; AUTH comes in any case. Default: everything. */
  readonly wantKeys?: readonly ServiceId[] | undefined
  /** Where tickets and global_id are kept from one connection to the next. Default: a store of its own. */
  readonly tickets?: TicketStore | undefined
  readonly random?: RandomBytes | undefined
  /** A monotonic clock in milliseconds; default: the process's. */
  readonly clock?: Pick<Clock, 'now'> | undefined
}

/** A cephx conversation with one monitor, on one connection. */
export interface CephxAuthenticator extends MonAuthenticator {
  readonly tickets: TicketStore
  /**
   * Payload of the next MAuth (protocol 2) on the authenticated session when a ticket is missing or due; undefined when
   * there is nothing to ask for.
   *
   * @param demanded whose tickets to ask for in any case
   */
  renewal(demanded?: readonly ServiceId[]): Uint8Array | undefined
  /** Takes the payload of the MAuthReply that answers {@link renewal}. */
  renewed(payload: Uint8Array): void
}

type Phase = 'start' | 'challenge' | 'authenticate' | 'authenticated' | 'renewing' | 'over'

class CephxClient implements CephxAuthenticator {
  readonly method = AuthMethod.Cephx
  readonly entity: AuthEntity
  readonly tickets: TicketStore
  readonly #key: CryptoKey
  readonly #services: readonly ServiceId[]
  readonly #random: RandomBytes
  readonly #now: () => number
  #phase: Phase = 'start'
  #reclaim: Reclaim | undefined
  #serverChallenge = 0n
  #renewing: CephxRequestType | undefined

  constructor(init: CephxInit) {
    const { entity, key, wantKeys = ALL_SERVICES, tickets = new TicketStore(), random = systemRandom, clock } = init
    serviceMask(wantKeys)
    this.entity = entity
    this.tickets = tickets
    this.#key = key
    this.#services = [...new Set<ServiceId>([ServiceId.Auth, ...wantKeys])]
    this.#random = random
    this.#now = clock === undefined ? () => performance.now() : () => clock.now()
  }

  /** Leaves `from`; what throws on the way ends the conversation. */
  #leave(from: Phase, event: string): void {
    const phase = this.#phase
    this.#phase = 'over'
    if (phase !== from) throw new AuthError(`${event} out of order: the cephx conversation is at "${phase}"`)
  }

  #begin(event: string): bigint {
    this.#leave('start', event)
    this.#reclaim = this.tickets.reclaim(this.#now())
    this.#phase = 'challenge'
    return this.#reclaim?.globalId ?? 0n
  }

  start(): Uint8Array {
    return encodeMonAuthRequest(this.entity, this.#begin('start'))
  }

  hello(methods: readonly number[] = [this.method]): Uint8Array {
    return encodeAuthHello({ methods, entity: this.entity, globalId: this.#begin('hello') })
  }

  more(payload: Uint8Array): Uint8Array {
    this.#leave('challenge', 'A challenge')
    this.#serverChallenge = cephXServerChallengeCodec.decode(new Reader(payload)).serverChallenge
    const request = this.#authenticate(this.#reclaim?.ticket, this.#services)
    this.#phase = 'authenticate'
    return request
  }

  #authenticate(oldTicket: Ticket | undefined, services: readonly ServiceId[]): Uint8Array {
    const clientChallenge = randomU64(this.#random)
    return encodeAuthSessionKeyRequest({
      key: this.#key,
      serverChallenge: this.#serverChallenge,
      clientChallenge,
      oldTicket,
      services
    })
  }

  done(payload: Uint8Array, { globalId, conMode }: AuthDoneResult): AuthSecrets {
    this.#leave('authenticate', 'An end of authentication')
    if (globalId === 0n) throw new AuthError('The monitor gave global_id 0')
    checkConMode(conMode)
    const reply = this.#sessionKeyReply(payload, this.#reclaim?.ticket)
    const { sessionKey } = reply.authTicket
    const secrets = {
      sessionKey: sessionKey.exportSecret(),
      ...(isSecure(conMode) ? { connectionSecret: connectionSecret(reply) } : {})
    }
    this.tickets.authenticated(globalId, [reply.authTicket, ...reply.serviceTickets])
    this.#phase = 'authenticated'
    return hiddenSecrets(secrets)
  }

  #sessionKeyReply(payload: Uint8Array, oldTicket: Ticket | undefined): AuthSessionKeyReply {
    const now = this.#now()
    return decodeAuthSessionKeyReply(payload, { key: this.#key, oldSessionKey: oldTicket?.sessionKey, now })
  }

  refused(refusal: AuthBadMethod | AuthRefusal): AuthMethodRejectedError {
    this.#phase = 'over'
    if (this.#reclaim !== undefined) this.tickets.refused(this.#reclaim.ticket)
    const reclaim = this.#reclaim !== undefined
    return new AuthMethodRejectedError({ ...refusal, entity: formatAuthEntity(this.entity), reclaim })
  }

  renewal(demanded: readonly ServiceId[] = []): Uint8Array | undefined {
    const phase = this.#phase
    if (phase !== 'authenticated' && phase !== 'renewing') {
      throw new AuthError(`renewal out of order: the cephx conversation is at "${phase}"`)
    }
    const now = this.#now()
    const due = [...new Set([...this.tickets.needsRenewal(now, this.#services), ...demanded])]
    // A cluster without a manager has no key for it; asking for nothing else would go on for ever.
    if (demanded.length === 0 && due.every(service => service === ServiceId.Mgr)) return undefined
    this.#phase = 'renewing'
    const authTicket = this.tickets.valid(ServiceId.Auth, now)
    if (due.includes(ServiceId.Auth) || authTicket === undefined) {
      this.#renewing = CephxRequestType.GetAuthSessionKey
      this.#reclaim = authTicket === undefined ? undefined : { globalId: this.tickets.globalId, ticket: authTicket }
      return this.#authenticate(authTicket, due)
    }
    this.#renewing = CephxRequestType.GetPrincipalSessionKey
    return encodeServiceTicketsRequest(authTicket, this.tickets.globalId, due, this.#random)
  }

  renewed(payload: Uint8Array): void {
    if (this.#phase !== 'renewing')
      throw new AuthError(`renewed out of order: the cephx conversation is at "${this.#phase}"`)
    // Whatever comes of it, the session and its tickets are as good as before.
    this.#phase = 'authenticated'
    if (this.#renewing === CephxRequestType.GetAuthSessionKey) {
      const reply = this.#sessionKeyReply(payload, this.#reclaim?.ticket)
      this.tickets.add([reply.authTicket, ...reply.serviceTickets])
      return
    }
    const authTicket = this.tickets.get(ServiceId.Auth)
    if (authTicket === undefined) throw new TicketExpiredError(ServiceId.Auth, serviceName(ServiceId.Auth))
    this.tickets.add(decodeServiceTicketsReply(payload, { key: authTicket.sessionKey, now: this.#now() }))
  }

  toString(): string {
    return `Cephx(${formatAuthEntity(this.entity)}, ${this.#phase})`
  }

  toJSON(): unknown {
    return { method: 'cephx', entity: formatAuthEntity(this.entity), phase: this.#phase }
  }

  [inspect.custom](): string {
    return this.toString()
  }
}

function connectionSecret({ authTicket, sealedConnectionSecret: sealed }: AuthSessionKeyReply): Uint8Array {
  return checkConnectionSecret(sealed === undefined ? undefined : openConnectionSecret(sealed, authTicket.sessionKey))
}

/**
 * CEPH_AUTH_CEPHX with a monitor, for one connection.
 *
 * Connections that are raced against each other take a `tickets.clone()` each; the winner's is kept.
 *
 * @throws AuthError when `wantKeys` has something that takes no tickets
 */
export function cephx(init: CephxInit): CephxAuthenticator {
  return new CephxClient(init)
}
