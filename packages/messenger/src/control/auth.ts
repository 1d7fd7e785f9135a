/*
  Authentication frames                      src/msg/async/frames_v2.h

  AUTH_REQUEST        u32 method, list<u32> preferred_modes, bufferlist auth_payload
  AUTH_BAD_METHOD     u32 method, s32 result, list<u32> allowed_methods, list<u32> allowed_modes
  AUTH_REPLY_MORE     bufferlist auth_payload
  AUTH_REQUEST_MORE   bufferlist auth_payload
  AUTH_DONE           u64 global_id, u32 con_mode, bufferlist auth_payload
  AUTH_SIGNATURE      32 bytes HMAC-SHA256
*/
import type { Codec } from '@cephwire/codec'
import type { AuthBadMethod } from '../authenticator.js'

export interface AuthRequest {
  /** CEPH_AUTH_* */
  readonly method: number
  /** ConModes, the most wanted first. */
  readonly preferredModes: readonly number[]
  readonly payload: Uint8Array
}

export const authRequestCodec: Codec<AuthRequest> = {
  encode: (w, { method, preferredModes, payload }) =>
    void w
      .u32(method)
      .list(preferredModes, (w, mode) => w.u32(mode))
      .blob(payload),
  decode: r => ({
    method: r.field('method', r => r.u32()),
    preferredModes: r.field('preferred_modes', r => r.list(r => r.u32(), 4)),
    payload: r.field('auth_payload', r => r.blob())
  })
}

export const authBadMethodCodec: Codec<AuthBadMethod> = {
  encode: (w, { method, result, allowedMethods, allowedModes }) =>
    void w
      .u32(method)
      .s32(result)
      .list(allowedMethods, (w, method) => w.u32(method))
      .list(allowedModes, (w, mode) => w.u32(mode)),
  decode: r => ({
    method: r.field('method', r => r.u32()),
    result: r.field('result', r => r.s32()),
    allowedMethods: r.field('allowed_methods', r => r.list(r => r.u32(), 4)),
    allowedModes: r.field('allowed_modes', r => r.list(r => r.u32(), 4))
  })
}

/** AUTH_REPLY_MORE and AUTH_REQUEST_MORE. */
export const authMoreCodec: Codec<Uint8Array> = {
  encode: (w, payload) => void w.blob(payload),
  decode: r => r.field('auth_payload', r => r.blob())
}

export interface AuthDone {
  readonly globalId: bigint
  /** The ConMode that the server has chosen. */
  readonly conMode: number
  readonly payload: Uint8Array
}

export const authDoneCodec: Codec<AuthDone> = {
  encode: (w, { globalId, conMode, payload }) => void w.u64(globalId).u32(conMode).blob(payload),
  decode: r => ({
    globalId: r.field('global_id', r => r.u64()),
    conMode: r.field('con_mode', r => r.u32()),
    payload: r.field('auth_payload', r => r.blob())
  })
}

export const SIGNATURE_BYTES = 32

export const authSignatureCodec: Codec<Uint8Array> = {
  encode: (w, signature) => void w.bytes(signature),
  decode: r => r.field('signature', r => r.bytes(SIGNATURE_BYTES))
}
