import type { AuthSecrets } from '../authenticator.js'
import type { ConMode } from '../constants.js'

/** What an AUTH_REQUEST frame asks for. */
export interface AuthBegin {
  /** CEPH_AUTH_* */
  readonly method: number
  /** The peer's connection modes in its order, without those that this connection cannot have. */
  readonly preferredModes: readonly number[]
  readonly payload: Uint8Array
  /** The EntityType that the peer's HELLO says. */
  readonly peerType: number
}

/** What to answer, and whether that is the end. */
export type AuthStep =
  | {
      /** AUTH_REPLY_MORE */
      readonly kind: 'more'
      readonly payload: Uint8Array
    }
  | {
      /** AUTH_DONE */
      readonly kind: 'done'
      /** The peer's. */
      readonly globalId: bigint
      /** One of `preferredModes`. */
      readonly conMode: ConMode
      readonly payload: Uint8Array
      /** Of secure mode: with a connection secret. */
      readonly secrets: AuthSecrets
    }
  | {
      /** AUTH_BAD_METHOD */
      readonly kind: 'bad_method'
      /** A negative errno of Linux. */
      readonly result: number
      readonly allowedMethods: readonly number[]
      readonly allowedModes: readonly number[]
    }

/**
 * The server half of an authentication, as the messenger needs it. No I/O: bytes in, bytes out.
 *
 * One object serves one connection: `begin`, after which a refused peer may begin again, then any number of `more`.
 * What these throw ends the connection without a word to the peer and reaches the caller of `accept` as it is.
 */
export interface ServerAuthenticator {
  /** Answers an AUTH_REQUEST. */
  begin(request: AuthBegin): AuthStep
  /** Answers an AUTH_REQUEST_MORE. */
  more(payload: Uint8Array): AuthStep
}
