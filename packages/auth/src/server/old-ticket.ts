/*
  The right to a global_id                   src/auth/cephx/CephxServiceHandler.cc, verify_old_ticket
*/
import { ServiceId } from '../constants.js'
import { Errno } from './service-handler.js'
import { decodeTicket } from './verify-authorizer.js'
import type { CephXTicketBlob } from '../cephx/codecs.js'
import type { CryptoKey } from '../crypto-key.js'
import type { ServiceSecrets } from './key-server.js'
import type { GlobalIdStatus } from './service-handler.js'

export interface OldTicketInit {
  readonly status: GlobalIdStatus
  readonly globalId: bigint
  readonly oldTicket: CephXTicketBlob
  /** Whether the client may be one that does not show a ticket though it should: struct_v < 3. */
  readonly mayBeOmitted: boolean
  readonly allowInsecureReclaim: boolean
  readonly secrets: ServiceSecrets
}

export type OldTicketResult =
  | { readonly kind: 'good'; readonly status: GlobalIdStatus; readonly oldSessionKey?: CryptoKey }
  | { readonly kind: 'bad'; readonly result: number }

/** One that is new is free; an old one belongs to who has a ticket for it. */
export function verifyOldTicket(init: OldTicketInit): OldTicketResult {
  const { globalId, oldTicket, mayBeOmitted, secrets } = init
  const shown = oldTicket.blob.length > 0
  if (init.status === 'new_pending') {
    if (shown) return { kind: 'bad', result: Errno.Inval }
    return { kind: 'good', status: mayBeOmitted ? 'new_not_exposed' : 'new_ok' }
  }
  const info = shown ? decodeTicket(secrets, ServiceId.Auth, oldTicket) : undefined
  if (info?.ticket.globalId === globalId) {
    return { kind: 'good', status: 'reclaim_ok', oldSessionKey: info.sessionKey }
  }
  if (init.allowInsecureReclaim && mayBeOmitted) return { kind: 'good', status: 'reclaim_insecure' }
  return { kind: 'bad', result: Errno.Acces }
}
