import type { AuthEntity } from '../auth-entity.js'
import type { CryptoKey } from '../crypto-key.js'

/** Whether a global_id may be used, and why: global_id_status_t of src/auth/AuthServiceHandler.h. */
export type GlobalIdStatus =
  'none' | 'new_pending' | 'new_ok' | 'new_not_exposed' | 'reclaim_pending' | 'reclaim_ok' | 'reclaim_insecure'

/** Who wants to authenticate. */
export interface SessionStart {
  readonly entity: AuthEntity
  readonly globalId: bigint
  /** Whether it was given out just now. */
  readonly isNewGlobalId: boolean
}

/** What a handler answers. */
export type HandlerReply =
  | {
      /** Authenticated, if that was not the case before. */
      readonly kind: 'finished'
      readonly payload: Uint8Array
      readonly sessionKey?: CryptoKey
      readonly connectionSecret?: Uint8Array
    }
  | { readonly kind: 'answered'; readonly payload: Uint8Array }
  | {
      readonly kind: 'failed'
      /** A negative errno of Linux. */
      readonly result: number
    }

/** One method's side of one session: AuthServiceHandler. */
export interface ServiceHandler {
  readonly globalIdStatus: GlobalIdStatus
  start(start: SessionStart): HandlerReply
  /** @param connectionSecretBytes of a handshake: undefined for a message, which has no connection to protect */
  handle(payload: Uint8Array, connectionSecretBytes: number | undefined): HandlerReply
}

/** Numbers of errno as they are on the wire. */
export const Errno = { Perm: -1, Acces: -13, Inval: -22, OpNotSupp: -95 } as const

export const failed = (result: number): HandlerReply => ({ kind: 'failed', result })
