/*
  What travels in a cephx conversation       src/auth/cephx/CephxProtocol.h

  Struct versions: 0 never was; newer ones are read as the newest known here, since cephx only ever appended.
*/
import { CodecError, LimitError, utimeCodec } from '@cephwire/codec'
import { MAX_TICKET_BLOB_BYTES } from '../constants.js'
import { cryptoKeyCodec } from '../crypto-key.js'
import { authTicketCodec } from './auth-ticket.js'
import { decodeStructV } from './struct-v.js'
import type { Codec, Utime } from '@cephwire/codec'
import type { CryptoKey } from '../crypto-key.js'
import type { AuthTicket } from './auth-ticket.js'

/*
  CephXServerChallenge
    u8  struct_v         1
    u64 server_challenge
*/
export interface CephXServerChallenge {
  readonly serverChallenge: bigint
}

export const cephXServerChallengeCodec: Codec<CephXServerChallenge> = {
  encode: (w, challenge) => void w.u8(1).u64(challenge.serverChallenge),
  decode(r) {
    decodeStructV(r)
    return { serverChallenge: r.field('server_challenge', r => r.u64()) }
  }
}

/*
  CephXRequestHeader
    u16 request_type     CEPHX_GET_*
*/
export interface CephXRequestHeader {
  readonly requestType: number
}

export const cephXRequestHeaderCodec: Codec<CephXRequestHeader> = {
  encode: (w, header) => void w.u16(header.requestType),
  decode: r => ({ requestType: r.field('request_type', r => r.u16()) })
}

/*
  CephXResponseHeader
    u16 request_type
    s32 status           0 or a negative errno
*/
export interface CephXResponseHeader {
  readonly requestType: number
  readonly status: number
}

export const cephXResponseHeaderCodec: Codec<CephXResponseHeader> = {
  encode: (w, header) => void w.u16(header.requestType).s32(header.status),
  decode: r => ({
    requestType: r.field('request_type', r => r.u16()),
    status: r.field('status', r => r.s32())
  })
}

/*
  CephXTicketBlob
    u8  struct_v         1
    u64 secret_id        which of the service's rotating keys the blob is encrypted with
    bl  blob             opaque to the client
*/
export interface CephXTicketBlob {
  readonly secretId: bigint
  /** Empty where there is no ticket. */
  readonly blob: Uint8Array
}

export const NO_TICKET: CephXTicketBlob = Object.freeze({ secretId: 0n, blob: new Uint8Array(0) })

export const cephXTicketBlobCodec: Codec<CephXTicketBlob> = {
  encode: (w, ticket) => void w.u8(1).u64(ticket.secretId).blob(ticket.blob),
  decode(r) {
    decodeStructV(r)
    const secretId = r.field('secret_id', r => r.u64())
    const place = r.place()
    const blob = r.field('blob', r => r.blob())
    if (blob.length > MAX_TICKET_BLOB_BYTES) {
      throw new LimitError(`A ticket of ${blob.length} bytes is over the limit of ${MAX_TICKET_BLOB_BYTES}`, place)
    }
    return { secretId, blob }
  }
}

/*
  CephXAuthenticate
    u8  struct_v         3
    u64 client_challenge
    u64 key              the proof: see challenge.ts
    CephXTicketBlob old_ticket
    u32 other_keys       since struct_v 2; ServiceId bits

  struct_v 3 says that old_ticket is filled in on reconnects too.
*/
export interface CephXAuthenticate {
  readonly clientChallenge: bigint
  readonly key: bigint
  readonly oldTicket: CephXTicketBlob
  /** Never 0 in what this side sends: without it a monitor makes no connection secret. */
  readonly otherKeys: number
}

export const cephXAuthenticateCodec: Codec<CephXAuthenticate> = {
  encode(w, authenticate, features) {
    if (authenticate.otherKeys === 0) throw new CodecError('other_keys of CephXAuthenticate must not be 0')
    w.u8(3).u64(authenticate.clientChallenge).u64(authenticate.key)
    cephXTicketBlobCodec.encode(w, authenticate.oldTicket, features)
    w.u32(authenticate.otherKeys)
  },
  decode(r) {
    const structV = decodeStructV(r)
    return {
      clientChallenge: r.field('client_challenge', r => r.u64()),
      key: r.field('key', r => r.u64()),
      oldTicket: r.field('old_ticket', cephXTicketBlobCodec.decode),
      otherKeys: structV >= 2 ? r.field('other_keys', r => r.u32()) : 0
    }
  }
}

/*
  CephXChallengeBlob
    u64 server_challenge
    u64 client_challenge
*/
export interface CephXChallengeBlob {
  readonly serverChallenge: bigint
  readonly clientChallenge: bigint
}

export const cephXChallengeBlobCodec: Codec<CephXChallengeBlob> = {
  encode: (w, blob) => void w.u64(blob.serverChallenge).u64(blob.clientChallenge),
  decode: r => ({
    serverChallenge: r.field('server_challenge', r => r.u64()),
    clientChallenge: r.field('client_challenge', r => r.u64())
  })
}

/*
  CephXServiceTicketRequest
    u8  struct_v         1
    u32 keys             ServiceId bits
*/
export interface CephXServiceTicketRequest {
  readonly keys: number
}

export const cephXServiceTicketRequestCodec: Codec<CephXServiceTicketRequest> = {
  encode: (w, request) => void w.u8(1).u32(request.keys),
  decode(r) {
    decodeStructV(r)
    return { keys: r.field('keys', r => r.u32()) }
  }
}

/*
  CephXServiceTicket: what the principal gets to know of its ticket
    u8  struct_v         1
    CryptoKey session_key
    utime validity       a duration
*/
export interface CephXServiceTicket {
  readonly sessionKey: CryptoKey
  readonly validity: Utime
}

export const cephXServiceTicketCodec: Codec<CephXServiceTicket> = {
  encode(w, ticket, features) {
    w.u8(1)
    cryptoKeyCodec.encode(w, ticket.sessionKey, features)
    utimeCodec.encode(w, ticket.validity, features)
  },
  decode(r) {
    decodeStructV(r)
    return {
      sessionKey: r.field('session_key', cryptoKeyCodec.decode),
      validity: r.field('validity', utimeCodec.decode)
    }
  }
}

/*
  CephXServiceTicketInfo: what is inside CephXTicketBlob.blob, for the service only
    u8  struct_v         1
    AuthTicket ticket
    CryptoKey session_key
*/
export interface CephXServiceTicketInfo {
  readonly ticket: AuthTicket
  readonly sessionKey: CryptoKey
}

export const cephXServiceTicketInfoCodec: Codec<CephXServiceTicketInfo> = {
  encode(w, info, features) {
    w.u8(1)
    authTicketCodec.encode(w, info.ticket, features)
    cryptoKeyCodec.encode(w, info.sessionKey, features)
  },
  decode(r) {
    decodeStructV(r)
    return {
      ticket: r.field('ticket', authTicketCodec.decode),
      sessionKey: r.field('session_key', cryptoKeyCodec.decode)
    }
  }
}
