/*
  What cephx_build_service_ticket_reply makes    src/auth/cephx/CephxProtocol.cc
    u8  struct_v         1
    u32 num
    num times:
      u32 service_id     a ServiceId
      u8  struct_v       1
      bl  CephXServiceTicket, encrypted with the principal's key
      u8  ticket_enc     0, or anything else
      bl  ticket_enc = 0: CephXTicketBlob
          otherwise: a bufferlist of that, encrypted with the session key of the old ticket
*/
import type { Reader } from '@cephwire/codec'
import { LimitError, decode } from '@cephwire/codec'
import { CephxKeyUsage, MAX_TICKETS, isServiceId } from '../constants.js'
import { ServerProofError } from '../errors.js'
import { bufferlistCodec, decodeDecrypt } from '../sealed.js'
import { Ticket } from '../ticket.js'
import { cephXServiceTicketCodec, cephXTicketBlobCodec } from './codecs.js'
import { decodeStructV } from './struct-v.js'
import type { ServiceId } from '../constants.js'
import type { CryptoKey } from '../crypto-key.js'
import type { CephXTicketBlob } from './codecs.js'

/** What it takes to read tickets. */
export interface TicketReplyKeys {
  /** The principal's: that of the entity, or for service tickets the session key of the AUTH ticket. */
  readonly key: CryptoKey
  /** The session key of the ticket that was sent along. */
  readonly oldSessionKey?: CryptoKey | undefined
  /** Milliseconds: when the reply came. */
  readonly now: number
}

/** The fewest bytes of one ticket. */
const MIN_TICKET_BYTES = 14

const TICKET = 'Ticket'

/**
 * @throws CodecError when the list is none, has too many tickets, one of an unknown service or two of the same
 * @throws ServerProofError when a ticket was not made with these keys
 */
export function decodeServiceTicketReply(r: Reader, keys: TicketReplyKeys): Map<ServiceId, Ticket> {
  decodeStructV(r)
  const place = r.place()
  const count = r.field('num', r => r.count(MIN_TICKET_BYTES))
  if (count > MAX_TICKETS) throw new LimitError(`${count} tickets are over the limit of ${MAX_TICKETS}`, place)
  const tickets = new Map<ServiceId, Ticket>()
  for (let i = 0; i < count; i++) {
    const ticket = r.field(`[${i}]`, r => decodeTicket(r, keys))
    if (tickets.has(ticket.service)) r.fail(`A second ticket for service ${ticket.service}`)
    tickets.set(ticket.service, ticket)
  }
  return tickets
}

function decodeTicket(r: Reader, { key, oldSessionKey, now }: TicketReplyKeys): Ticket {
  const service = r.field('service_id', r => r.u32())
  if (!isServiceId(service)) return r.fail(`A ticket for the unknown service ${service}`)
  decodeStructV(r)
  const { sessionKey, validity } = decodeDecrypt(
    r,
    cephXServiceTicketCodec,
    key,
    CephxKeyUsage.TicketSessionKey,
    TICKET
  )
  const encrypted = r.field('ticket_enc', r => r.bool())
  const blob = encrypted ? decodeEncryptedBlob(r, oldSessionKey) : r.nested(cephXTicketBlobCodec.decode)
  return new Ticket({ service, sessionKey, blob, validity, now })
}

function decodeEncryptedBlob(r: Reader, oldSessionKey: CryptoKey | undefined): CephXTicketBlob {
  if (oldSessionKey === undefined) throw new ServerProofError(`${TICKET} did not verify`)
  return decode(
    cephXTicketBlobCodec,
    decodeDecrypt(r, bufferlistCodec, oldSessionKey, CephxKeyUsage.TicketBlob, TICKET)
  )
}
