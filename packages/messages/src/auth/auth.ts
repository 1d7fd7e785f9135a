/*
  MAuth                                      src/messages/MAuth.h
    PaxosServiceMessage
    u32 protocol
    bufferlist auth_payload
    u32 monmap_epoch                           may be missing
*/
import { MessageType } from '../message-types.js'
import { decodePaxos, encodePaxos } from '../paxos.js'
import type { MessageCodec } from '../message-codec.js'
import type { PaxosServiceMessage } from '../paxos.js'

/** One step of authentication on msgr1; on msgr2, the renewal of tickets. */
export interface MAuth extends PaxosServiceMessage {
  /** CEPH_AUTH_*; 0 with the first message on msgr1, whose payload says what the client can do. */
  readonly protocol: number
  readonly authPayload: Uint8Array
  /** Epoch of the sender's monmap; a monitor with a newer one sends it. 0 for none. */
  readonly monmapEpoch: number
}

export const auth: MessageCodec<MAuth, 'MAuth'> = {
  type: MessageType.Auth,
  name: 'MAuth',
  headVersion: 1,
  compatVersion: 1,
  encode: (w, message) =>
    void encodePaxos(w, message).u32(message.protocol).blob(message.authPayload).u32(message.monmapEpoch),
  decode: r => ({
    ...decodePaxos(r),
    protocol: r.field('protocol', r => r.u32()),
    authPayload: r.field('auth_payload', r => r.blob()),
    monmapEpoch: r.remaining === 0 ? 0 : r.field('monmap_epoch', r => r.u32())
  })
}
