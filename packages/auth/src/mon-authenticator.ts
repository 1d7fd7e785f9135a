/*
  payload of AUTH_REQUEST to a monitor       src/mon/MonClient.cc, MonConnection::get_auth_request
    u8  AUTH_MODE_MON
    EntityName
    u64 global_id        0: give me a new one

  payload of the first MAuth on msgr1        src/mon/MonClient.cc, MonConnection::start
    u8  struct_v         1
    u32 n, u32[n]        CEPH_AUTH_*: the methods there are
    EntityName
    u64 global_id
*/
import { Writer } from '@cephwire/codec'
import { authEntityCodec } from './auth-entity.js'
import { AuthMode } from './constants.js'
import type { AuthBadMethod, ClientAuthenticator } from '@cephwire/messenger'
import type { AuthEntity } from './auth-entity.js'
import type { AuthMethodRejectedError, AuthRefusal } from './errors.js'

/** Authenticates with a monitor, over the frames of msgr2 or over the MAuth messages of msgr1. */
export interface MonAuthenticator extends ClientAuthenticator {
  readonly entity: AuthEntity
  /**
   * In place of `start` on msgr1: the payload of the first MAuth, whose protocol is 0. The payload of the MAuthReply
   * then goes to `more` (cephx) or `done` (none), as if it had come in a frame; the connection mode is crc.
   *
   * @param methods CEPH_AUTH_*, all that the caller is ready for; default: that of this authenticator
   */
  hello(methods?: readonly number[]): Uint8Array
  /** The error for an AUTH_BAD_METHOD, or for an MAuthReply with a negative result. */
  refused(refusal: AuthBadMethod | AuthRefusal): AuthMethodRejectedError
}

export interface AuthHello {
  /** CEPH_AUTH_* */
  readonly methods: readonly number[]
  readonly entity: AuthEntity
  readonly globalId: bigint
}

export function encodeAuthHello({ methods, entity, globalId }: AuthHello): Uint8Array {
  const w = new Writer()
  w.u8(1).list(methods, (w, method) => w.u32(method))
  authEntityCodec.encode(w, entity, 0n)
  w.u64(globalId)
  return w.finish()
}

export function encodeMonAuthRequest(entity: AuthEntity, globalId: bigint): Uint8Array {
  const w = new Writer()
  w.u8(AuthMode.Mon)
  authEntityCodec.encode(w, entity, 0n)
  w.u64(globalId)
  return w.finish()
}
