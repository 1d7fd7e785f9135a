/*
  The monitor of a cephx conversation        src/auth/cephx/CephxServiceHandler.cc

    start    →  CephXServerChallenge
    handle   ←  0x0100 CephXAuthenticate      →  tickets, connection secret, more tickets: see ../cephx/requests.ts
             ←  0x0200 authorizer, services   →  tickets
             ←  0x0400                            the rotating secrets of a daemon's own service: refused
*/
import { timingSafeEqual } from 'node:crypto'
import { CodecError, Reader, Writer, encode } from '@cephwire/codec'
import { calcClientServerChallenge } from '../cephx/challenge.js'
import {
  cephXAuthenticateCodec,
  cephXRequestHeaderCodec,
  cephXResponseHeaderCodec,
  cephXServerChallengeCodec,
  cephXServiceTicketRequestCodec
} from '../cephx/codecs.js'
import { CephxKeyUsage, CephxRequestType, CryptoKeyType, ServiceId } from '../constants.js'
import { randomU64 } from '../random.js'
import { bufferlistCodec, encodeEncrypt } from '../sealed.js'
import { capsInfo } from './caps.js'
import { encodeServiceTicketReply, issueTicket } from './issue-ticket.js'
import { verifyOldTicket } from './old-ticket.js'
import { Errno, failed } from './service-handler.js'
import { issueServiceTickets } from './service-tickets.js'
import { verifyAuthorizer } from './verify-authorizer.js'
import type { CephXAuthenticate } from '../cephx/codecs.js'
import type { CryptoKey } from '../crypto-key.js'
import type { RandomBytes } from '../random.js'
import type { GlobalIdStatus, HandlerReply, ServiceHandler, SessionStart } from './service-handler.js'
import type { ServiceTicketsInit } from './service-tickets.js'
import type { IssuedTicket } from './issue-ticket.js'

export interface CephxHandlerInit extends ServiceTicketsInit {
  /** Takes the place of a key that is not there, so that nobody learns that by the time. */
  readonly decoyKey: CryptoKey
  /** auth_allow_insecure_global_id_reclaim */
  readonly allowInsecureGlobalIdReclaim: boolean
}

/** Who shows an old ticket has struct_v 3 say so. */
const SHOWS_OLD_TICKET = 3

export class CephxHandler implements ServiceHandler {
  readonly #init: CephxHandlerInit
  #start: SessionStart | undefined
  #serverChallenge = 0n
  #globalIdStatus: GlobalIdStatus = 'none'

  constructor(init: CephxHandlerInit) {
    this.#init = init
  }

  get globalIdStatus(): GlobalIdStatus {
    return this.#globalIdStatus
  }

  start(start: SessionStart): HandlerReply {
    this.#start = start
    this.#globalIdStatus = start.isNewGlobalId ? 'new_pending' : 'reclaim_pending'
    while (this.#serverChallenge === 0n) this.#serverChallenge = randomU64(this.#init.random)
    const serverChallenge = this.#serverChallenge
    return { kind: 'answered', payload: encode(cephXServerChallengeCodec, { serverChallenge }) }
  }

  handle(payload: Uint8Array, connectionSecretBytes: number | undefined): HandlerReply {
    try {
      const r = new Reader(payload)
      const { requestType } = cephXRequestHeaderCodec.decode(r)
      switch (requestType) {
        case CephxRequestType.GetAuthSessionKey:
          return this.#authenticate(r.rest(), connectionSecretBytes)
        case CephxRequestType.GetPrincipalSessionKey:
          return connectionSecretBytes === undefined ? this.#serviceTickets(r) : failed(Errno.Acces)
        case CephxRequestType.GetRotatingKey:
          return failed(Errno.Acces)
        default:
          return failed(Errno.Inval)
      }
    } catch (error) {
      if (error instanceof CodecError) return failed(Errno.Perm)
      throw error
    }
  }

  #authenticate(body: Uint8Array, connectionSecretBytes: number | undefined): HandlerReply {
    const request = cephXAuthenticateCodec.decode(new Reader(body))
    const start = this.#start
    if (start === undefined) return failed(Errno.Acces)
    const { keyServer, allowInsecureGlobalIdReclaim } = this.#init
    const key = this.#verifyKey(start, request)
    if (key === undefined) return failed(Errno.Acces)
    const old = verifyOldTicket({
      status: this.#globalIdStatus,
      globalId: start.globalId,
      oldTicket: request.oldTicket,
      mayBeOmitted: body[0]! < SHOWS_OLD_TICKET,
      allowInsecureReclaim: allowInsecureGlobalIdReclaim,
      secrets: keyServer
    })
    if (old.kind === 'bad') return failed(old.result)
    if (!this.#mayLogIn(start)) return failed(Errno.Acces)
    const auth = this.#issueAuthTicket(start, key.type)
    if (auth === undefined) return failed(Errno.Acces)
    this.#globalIdStatus = old.status
    return this.#sessionKeyReply(auth, { key, oldSessionKey: old.oldSessionKey, request, connectionSecretBytes })
  }

  /** @returns the entity's key, when the request proves that it is known to the client */
  #verifyKey({ entity }: SessionStart, { clientChallenge, key: proof }: CephXAuthenticate): CryptoKey | undefined {
    const known = this.#init.keys(entity)?.key
    const key = known === undefined || known.type === CryptoKeyType.None ? undefined : known
    const challenges = { serverChallenge: this.#serverChallenge, clientChallenge }
    const expected = calcClientServerChallenge(key ?? this.#init.decoyKey, challenges)
    return timingSafeEqual(u64Bytes(expected), u64Bytes(proof)) ? key : undefined
  }

  #mayLogIn({ entity }: SessionStart): boolean {
    return (this.#init.keys(entity)?.caps.get('mon') ?? '') !== ''
  }

  #issueAuthTicket({ entity: name, globalId }: SessionStart, keyType: CryptoKeyType): IssuedTicket | undefined {
    const { keyServer, now, random } = this.#init
    const service = ServiceId.Auth
    const secret = keyServer.currentSecret(service)
    if (secret === undefined) return undefined
    const ticket = { name, globalId, caps: capsInfo(undefined) }
    return issueTicket({ service, secret, ticket, keyType, now: now(), random })
  }

  #sessionKeyReply(auth: IssuedTicket, init: SessionKeyReplyInit): HandlerReply {
    const { random } = this.#init
    const { key, oldSessionKey, request, connectionSecretBytes } = init
    const { sessionKey, ticket } = auth.info
    const w = responseHeader(CephxRequestType.GetAuthSessionKey)
    encodeServiceTicketReply(w, [auth], { key, oldSessionKey, random })
    // A client from before Nautilus asks for no other keys, and does not know what follows.
    if (request.otherKeys === 0) return { kind: 'finished', payload: w.finish(), sessionKey }
    const connectionSecret = connectionSecretBytes === undefined ? undefined : random(connectionSecretBytes)
    w.blob(sealConnectionSecret(connectionSecret, sessionKey, random))
    const tickets = issueServiceTickets(this.#init, request.otherKeys, ticket, key.type)
    const extra = new Writer()
    if (tickets.length > 0) encodeServiceTicketReply(extra, tickets, { key: sessionKey, random })
    const payload = w.blob(extra.finish()).finish()
    return { kind: 'finished', payload, sessionKey, ...(connectionSecret === undefined ? {} : { connectionSecret }) }
  }

  #serviceTickets(r: Reader): HandlerReply {
    const { keyServer, random } = this.#init
    const verified = verifyAuthorizer(r, keyServer, ServiceId.Auth)
    if (verified === undefined) return failed(Errno.Acces)
    const { keys } = cephXServiceTicketRequestCodec.decode(r)
    const { ticket, sessionKey } = verified.info
    const tickets = issueServiceTickets(this.#init, keys, ticket, sessionKey.type)
    if (tickets.length === 0 && (keys & ~ServiceId.Auth) !== 0) return failed(Errno.Acces)
    const w = responseHeader(CephxRequestType.GetPrincipalSessionKey)
    encodeServiceTicketReply(w, tickets, { key: sessionKey, random })
    return { kind: 'answered', payload: w.finish() }
  }
}

interface SessionKeyReplyInit {
  /** The entity's. */
  readonly key: CryptoKey
  readonly oldSessionKey: CryptoKey | undefined
  readonly request: CephXAuthenticate
  readonly connectionSecretBytes: number | undefined
}

function responseHeader(requestType: CephxRequestType): Writer {
  const w = new Writer()
  cephXResponseHeaderCodec.encode(w, { requestType, status: 0 }, 0n)
  return w
}

/** In crc mode a connection has an empty secret, over messages it has none at all. */
function sealConnectionSecret(secret: Uint8Array | undefined, sessionKey: CryptoKey, random: RandomBytes): Uint8Array {
  const w = new Writer()
  if (secret !== undefined) {
    encodeEncrypt(w, bufferlistCodec, secret, sessionKey, CephxKeyUsage.AuthConnectionSecret, random)
  }
  return w.finish()
}

const u64Bytes = (value: bigint): Uint8Array => new Writer(8).u64(value).finish()
