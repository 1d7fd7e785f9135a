import { encode, Writer } from '@cephwire/codec'
import {
  CephxKeyUsage,
  CephxRequestType,
  CryptoKey,
  CryptoKeyType,
  ServiceId,
  cephXResponseHeaderCodec,
  cephXServerChallengeCodec,
  cephXServiceTicketCodec,
  cephXTicketBlobCodec,
  encodeEncrypt,
  encodeEncryptEncBl
} from '@cephwire/auth'
import type { Utime } from '@cephwire/codec'

const blobCodec = { encode: (w: Writer, bytes: Uint8Array) => void w.blob(bytes) }

export const entityKey = CryptoKey.generate(CryptoKeyType.Aes)
export const sessionKey = CryptoKey.generate(CryptoKeyType.Aes)

/** One ticket of a reply, with everything that can be wrong about it. */
export interface FakeTicket {
  readonly service?: number
  readonly key?: CryptoKey
  readonly validity?: Utime
  readonly ticketEnc?: number
  readonly oldSessionKey?: CryptoKey
  /** In place of the bufferlist of the encrypted CephXServiceTicket. */
  readonly sealed?: Uint8Array
  readonly blob?: Uint8Array
}

export interface FakeReply {
  readonly requestType?: number
  readonly status?: number
  readonly structV?: number
  readonly count?: number
  readonly tickets?: readonly FakeTicket[]
  /** What the connection secret is; in place of it, the bufferlist that should hold it. */
  readonly connectionSecret?: Uint8Array
  readonly sealedSecret?: Uint8Array
  readonly extra?: Uint8Array
}

export function fakeChallenge(serverChallenge = 0x1122334455667788n): Uint8Array {
  return encode(cephXServerChallengeCodec, { serverChallenge })
}

export function ticketList(
  tickets: readonly FakeTicket[],
  key: CryptoKey,
  structV = 1,
  count = tickets.length
): Uint8Array {
  const w = new Writer()
  w.u8(structV).u32(count)
  for (const ticket of tickets) writeTicket(w, ticket, ticket.key ?? key)
  return w.finish()
}

function writeTicket(w: Writer, ticket: FakeTicket, key: CryptoKey): void {
  w.u32(ticket.service ?? ServiceId.Auth).u8(1)
  const inner = { sessionKey, validity: ticket.validity ?? { sec: 3600, nsec: 0 } }
  w.blob(ticket.sealed ?? encodeEncryptEncBl(cephXServiceTicketCodec, inner, key, CephxKeyUsage.TicketSessionKey))
  const blob = encode(cephXTicketBlobCodec, { secretId: 7n, blob: ticket.blob ?? Uint8Array.of(1, 2, 3) })
  w.u8(ticket.ticketEnc ?? 0)
  if (ticket.oldSessionKey === undefined) w.blob(blob)
  else encodeEncrypt(w, blobCodec, blob, ticket.oldSessionKey, CephxKeyUsage.TicketBlob)
}

/** Payload of AUTH_DONE. */
export function fakeDone(reply: FakeReply = {}): Uint8Array {
  const { tickets = [{}], connectionSecret, extra = new Uint8Array(0) } = reply
  const w = new Writer()
  const header = { requestType: reply.requestType ?? CephxRequestType.GetAuthSessionKey, status: reply.status ?? 0 }
  cephXResponseHeaderCodec.encode(w, header, 0n)
  w.bytes(ticketList(tickets, entityKey, reply.structV, reply.count))
  w.blob(reply.sealedSecret ?? (connectionSecret === undefined ? new Uint8Array(0) : sealSecret(connectionSecret)))
  return w.blob(extra).finish()
}

export function sealSecret(secret: Uint8Array): Uint8Array {
  const w = new Writer()
  encodeEncrypt(w, blobCodec, secret, sessionKey, CephxKeyUsage.AuthConnectionSecret)
  return w.finish()
}
