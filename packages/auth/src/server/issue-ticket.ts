/*
  Making tickets                             src/auth/cephx/CephxKeyServer.cc, build_session_auth_info;
                                             src/auth/cephx/CephxProtocol.cc, cephx_build_service_ticket_reply
  The layout of a reply is above ../cephx/service-ticket-reply.ts.
*/
import type { Writer } from '@cephwire/codec'
import { encode, utimeFromMillis } from '@cephwire/codec'
import { cephXServiceTicketCodec, cephXServiceTicketInfoCodec, cephXTicketBlobCodec } from '../cephx/codecs.js'
import { CephxKeyUsage } from '../constants.js'
import { CryptoKey } from '../crypto-key.js'
import { bufferlistCodec, encodeEncrypt, encodeEncryptEncBl } from '../sealed.js'
import type { AuthTicket } from '../cephx/auth-ticket.js'
import type { CephXServiceTicketInfo } from '../cephx/codecs.js'
import type { CryptoKeyType } from '../constants.js'
import type { RandomBytes } from '../random.js'
import type { ServiceSecret } from './key-server.js'

/** CephXSessionAuthInfo: a ticket and what its principal gets to know of it. */
export interface IssuedTicket {
  readonly service: number
  readonly secret: ServiceSecret
  readonly info: CephXServiceTicketInfo
}

export interface IssueInit {
  readonly service: number
  readonly secret: ServiceSecret
  readonly ticket: Pick<AuthTicket, 'name' | 'globalId' | 'caps'>
  /** Cipher of the session key: that of the principal's key. */
  readonly keyType: CryptoKeyType
  /** Milliseconds since 1970. */
  readonly now: number
  readonly random: RandomBytes
}

/** A ticket with a fresh session key. */
export function issueTicket({ service, secret, ticket, keyType, now, random }: IssueInit): IssuedTicket {
  const created = utimeFromMillis(now)
  const { name, globalId, caps } = ticket
  const expires = utimeFromMillis(now + secret.ttl)
  return {
    service,
    secret,
    info: {
      ticket: { name, globalId, created, expires, caps, flags: 0 },
      sessionKey: CryptoKey.generate(keyType, { random, created })
    }
  }
}

export interface TicketReplyInit {
  /** The principal's key. */
  readonly key: CryptoKey
  /** That of the ticket which was shown: hides the new one from whoever stole only the principal's name. */
  readonly oldSessionKey?: CryptoKey | undefined
  readonly random: RandomBytes
}

export function encodeServiceTicketReply(w: Writer, tickets: readonly IssuedTicket[], init: TicketReplyInit): void {
  const { key, oldSessionKey, random } = init
  w.u8(1).u32(tickets.length)
  for (const { service, secret, info } of tickets) {
    const { sessionKey } = info
    const told = { sessionKey, validity: utimeFromMillis(secret.ttl) }
    w.u32(service).u8(1)
    encodeEncrypt(w, cephXServiceTicketCodec, told, key, CephxKeyUsage.TicketSessionKey, random)
    const blob = encodeTicketBlob(secret, info, random)
    w.bool(oldSessionKey !== undefined)
    if (oldSessionKey === undefined) w.blob(blob)
    else encodeEncrypt(w, bufferlistCodec, blob, oldSessionKey, CephxKeyUsage.TicketBlob, random)
  }
}

function encodeTicketBlob(secret: ServiceSecret, info: CephXServiceTicketInfo, random: RandomBytes): Uint8Array {
  const blob = encodeEncryptEncBl(cephXServiceTicketInfoCodec, info, secret.key, CephxKeyUsage.TicketInfo, random)
  return encode(cephXTicketBlobCodec, { secretId: secret.secretId, blob })
}
