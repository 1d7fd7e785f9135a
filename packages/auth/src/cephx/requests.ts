/*
  Requests and replies of CephxClientHandler     src/auth/cephx/CephxClientHandler.cc
*/
import { Reader, Writer } from '@cephwire/codec'
import { buildAuthorizer } from '../authorizer.js'
import { AuthMethod, CephxKeyUsage, CephxRequestType, ServiceId } from '../constants.js'
import { AuthError, AuthMethodRejectedError } from '../errors.js'
import { bufferlistCodec, decodeDecrypt } from '../sealed.js'
import { serviceMask } from '../services.js'
import { calcClientServerChallenge } from './challenge.js'
import {
  NO_TICKET,
  cephXAuthenticateCodec,
  cephXRequestHeaderCodec,
  cephXResponseHeaderCodec,
  cephXServiceTicketRequestCodec
} from './codecs.js'
import { decodeServiceTicketReply } from './service-ticket-reply.js'
import type { CryptoKey } from '../crypto-key.js'
import type { RandomBytes } from '../random.js'
import type { Ticket } from '../ticket.js'
import type { TicketReplyKeys } from './service-ticket-reply.js'

/*
  GetAuthSessionKey
    CephXRequestHeader   0x0100
    CephXAuthenticate
*/
export interface AuthSessionKeyRequest {
  readonly key: CryptoKey
  readonly serverChallenge: bigint
  readonly clientChallenge: bigint
  /** Proves the right to keep a global_id. */
  readonly oldTicket: Ticket | undefined
  readonly services: Iterable<ServiceId>
}

export function encodeAuthSessionKeyRequest(request: AuthSessionKeyRequest): Uint8Array {
  const { key, serverChallenge, clientChallenge, oldTicket, services } = request
  const w = new Writer()
  cephXRequestHeaderCodec.encode(w, { requestType: CephxRequestType.GetAuthSessionKey }, 0n)
  const authenticate = {
    clientChallenge,
    key: calcClientServerChallenge(key, { serverChallenge, clientChallenge }),
    oldTicket: oldTicket?.blob ?? NO_TICKET,
    otherKeys: serviceMask(services)
  }
  cephXAuthenticateCodec.encode(w, authenticate, 0n)
  return w.finish()
}

/** What a monitor gives who knows the key. */
export interface AuthSessionKeyReply {
  readonly authTicket: Ticket
  /** What was asked for besides; empty when it could not be read. */
  readonly serviceTickets: readonly Ticket[]
  /** The bufferlist of the connection secret, still encrypted; undefined where there is none. */
  readonly sealedConnectionSecret: Uint8Array | undefined
}

/*
  reply to GetAuthSessionKey
    CephXResponseHeader  0x0100
    tickets              the AUTH ticket, for the entity's key
    bl  connection secret    encrypted with the AUTH session key: a string
    bl  tickets              for the AUTH session key
  The two bufferlists are there since Nautilus, when other_keys was not 0; they may be empty.
*/
export function decodeAuthSessionKeyReply(payload: Uint8Array, keys: TicketReplyKeys): AuthSessionKeyReply {
  const r = new Reader(payload)
  checkHeader(r, CephxRequestType.GetAuthSessionKey)
  const tickets = r.field('tickets', r => decodeServiceTicketReply(r, keys))
  const authTicket = tickets.get(ServiceId.Auth)
  if (authTicket === undefined) throw new AuthError('The reply has no AUTH ticket')
  if (r.remaining === 0) return { authTicket, serviceTickets: [], sealedConnectionSecret: undefined }
  const sealed = r.field('connection_secret', r => r.blob())
  const extra = r.field('extra_tickets', r => r.blob())
  return {
    authTicket,
    serviceTickets: tolerantTickets(extra, { key: authTicket.sessionKey, now: keys.now }),
    sealedConnectionSecret: sealed.length === 0 ? undefined : sealed
  }
}

/** The session is good without them, and they can be asked for again: so unreadable ones are only missing. */
function tolerantTickets(extra: Uint8Array, keys: TicketReplyKeys): readonly Ticket[] {
  if (extra.length === 0) return []
  try {
    return [...decodeServiceTicketReply(new Reader(extra), keys).values()]
  } catch {
    return []
  }
}

/** The connection secret of secure mode. */
export function openConnectionSecret(sealed: Uint8Array, sessionKey: CryptoKey): Uint8Array {
  const usage = CephxKeyUsage.AuthConnectionSecret
  return decodeDecrypt(new Reader(sealed), bufferlistCodec, sessionKey, usage, 'Connection secret')
}

/*
  GetPrincipalSessionKey
    CephXRequestHeader   0x0200
    authorizer           for AUTH, without a challenge
    CephXServiceTicketRequest
*/
export function encodeServiceTicketsRequest(
  authTicket: Ticket,
  globalId: bigint,
  services: Iterable<ServiceId>,
  random: RandomBytes
): Uint8Array {
  const w = new Writer()
  cephXRequestHeaderCodec.encode(w, { requestType: CephxRequestType.GetPrincipalSessionKey }, 0n)
  w.bytes(buildAuthorizer(authTicket, globalId, { random }).payload)
  cephXServiceTicketRequestCodec.encode(w, { keys: serviceMask(services) & ~ServiceId.Auth }, 0n)
  return w.finish()
}

/*
  reply to GetPrincipalSessionKey
    CephXResponseHeader  0x0200
    tickets              for the AUTH session key
*/
export function decodeServiceTicketsReply(payload: Uint8Array, keys: TicketReplyKeys): readonly Ticket[] {
  const r = new Reader(payload)
  checkHeader(r, CephxRequestType.GetPrincipalSessionKey)
  return [...r.field('tickets', r => decodeServiceTicketReply(r, keys)).values()]
}

function checkHeader(r: Reader, expected: CephxRequestType): void {
  const { requestType, status } = cephXResponseHeaderCodec.decode(r)
  if (requestType !== expected) r.fail(`An answer to cephx request ${requestType}, not to ${expected}`)
  if (status !== 0) throw new AuthMethodRejectedError({ method: AuthMethod.Cephx, result: status })
}
