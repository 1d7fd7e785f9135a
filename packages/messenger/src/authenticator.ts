import type { ConMode } from './constants.js'

/** What the handshake takes over from a finished authentication. */
export interface AuthSecrets {
  /** Key of the AUTH_SIGNATURE frames (HMAC-SHA256); absent where the method has none. */
  readonly sessionKey?: Uint8Array
  /** Key and nonces of secure mode: at least 40 bytes; absent in crc mode. */
  readonly connectionSecret?: Uint8Array
  /** Makes 32 bytes of 32 bytes: the signature of each message on msgr1; absent where the method has none. */
  readonly signMessage?: (block: Uint8Array) => Uint8Array
}

/** What an AUTH_DONE frame says besides its payload. */
export interface AuthDoneResult {
  readonly globalId: bigint
  readonly conMode: ConMode
}

/** What an AUTH_BAD_METHOD frame says. */
export interface AuthBadMethod {
  /** The refused method: CEPH_AUTH_*. */
  readonly method: number
  /** A negative errno of Linux. */
  readonly result: number
  readonly allowedMethods: readonly number[]
  readonly allowedModes: readonly number[]
}

/**
 * The client half of an authentication, as the messenger needs it. No I/O: bytes in, bytes out.
 *
 * One object serves one connection, in this order: `start`, any number of `more`, then `done` or `refused`. What these
 * throw ends the connection and reaches the caller of `connect` as it is.
 */
export interface ClientAuthenticator {
  /** CEPH_AUTH_*, src/include/ceph_fs.h: 1 none, 2 cephx. */
  readonly method: number
  /** Payload of AUTH_REQUEST. */
  start(): Uint8Array
  /** Payload of AUTH_REQUEST_MORE in answer to an AUTH_REPLY_MORE. */
  more(payload: Uint8Array): Uint8Array
  /** Takes the payload of AUTH_DONE. */
  done(payload: Uint8Array, result: AuthDoneResult): AuthSecrets
  /** The error to throw for an AUTH_BAD_METHOD; without it the messenger throws one of its own. */
  refused?(refusal: AuthBadMethod): Error
}
