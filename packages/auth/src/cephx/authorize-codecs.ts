/*
  How a ticket is shown to its service       src/auth/cephx/CephxProtocol.h
*/
import { decodeStructV } from './struct-v.js'
import type { Codec } from '@cephwire/codec'

const EMPTY = new Uint8Array(0)

/*
  CephXAuthorize
    u8  struct_v         2
    u64 nonce
    u8  have_challenge   since struct_v 2
    u64 server_challenge_plus_one
*/
export interface CephXAuthorize {
  readonly authorizerNonce: bigint
  /** What answers the service's challenge: that plus one; undefined where there was none yet. */
  readonly serverChallengePlusOne: bigint | undefined
}

export const cephXAuthorizeCodec: Codec<CephXAuthorize> = {
  encode(w, authorize) {
    const answer = authorize.serverChallengePlusOne
    w.u8(2)
      .u64(authorize.authorizerNonce)
      .bool(answer !== undefined)
      .u64(answer ?? 0n)
  },
  decode(r) {
    const structV = decodeStructV(r)
    const authorizerNonce = r.field('nonce', r => r.u64())
    if (structV < 2) return { authorizerNonce, serverChallengePlusOne: undefined }
    const haveChallenge = r.field('have_challenge', r => r.bool())
    const answer = r.field('server_challenge_plus_one', r => r.u64())
    return { authorizerNonce, serverChallengePlusOne: haveChallenge ? answer : undefined }
  }
}

/*
  CephXAuthorizeChallenge
    u8  struct_v         1
    u64 server_challenge
*/
export interface CephXAuthorizeChallenge {
  readonly serverChallenge: bigint
}

export const cephXAuthorizeChallengeCodec: Codec<CephXAuthorizeChallenge> = {
  encode: (w, challenge) => void w.u8(1).u64(challenge.serverChallenge),
  decode(r) {
    decodeStructV(r)
    return { serverChallenge: r.field('server_challenge', r => r.u64()) }
  }
}

/*
  CephXAuthorizeReply
    u8  struct_v         2 with a connection secret, else 1
    u64 nonce_plus_one
    string connection_secret   since struct_v 2
*/
export interface CephXAuthorizeReply {
  readonly noncePlusOne: bigint
  /** Empty in crc mode. */
  readonly connectionSecret: Uint8Array
}

export const cephXAuthorizeReplyCodec: Codec<CephXAuthorizeReply> = {
  encode(w, reply) {
    const secure = reply.connectionSecret.length > 0
    w.u8(secure ? 2 : 1).u64(reply.noncePlusOne)
    if (secure) w.blob(reply.connectionSecret)
  },
  decode(r) {
    const structV = decodeStructV(r)
    return {
      noncePlusOne: r.field('nonce_plus_one', r => r.u64()),
      connectionSecret: structV >= 2 ? r.field('connection_secret', r => r.blob()) : EMPTY
    }
  }
}
