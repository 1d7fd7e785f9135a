/*
  MMonGetOSDMap                              src/messages/MMonGetOSDMap.h
    PaxosServiceMessage
    u32 full_first
    u32 full_last
    u32 inc_first
    u32 inc_last
*/
import { MessageType } from '../message-types.js'
import { decodePaxos, encodePaxos } from '../paxos.js'
import type { MessageCodec } from '../message-codec.js'
import type { PaxosServiceMessage } from '../paxos.js'

/** Asks for osdmaps of the past, which come as MOSDMap without the tid of the question. */
export interface MMonGetOSDMap extends PaxosServiceMessage {
  /** Epoch of the first full map; 0 with `fullLast` 0: none. */
  readonly fullFirst: number
  readonly fullLast: number
  /** Epoch of the first incremental map; 0 with `incLast` 0: none. */
  readonly incFirst: number
  readonly incLast: number
}

export const monGetOSDMap: MessageCodec<MMonGetOSDMap, 'MMonGetOSDMap'> = {
  type: MessageType.MonGetOSDMap,
  name: 'MMonGetOSDMap',
  headVersion: 1,
  compatVersion: 1,
  encode(w, message) {
    encodePaxos(w, message).u32(message.fullFirst).u32(message.fullLast).u32(message.incFirst).u32(message.incLast)
  },
  decode: r => ({
    ...decodePaxos(r),
    fullFirst: r.field('full_first', r => r.u32()),
    fullLast: r.field('full_last', r => r.u32()),
    incFirst: r.field('inc_first', r => r.u32()),
    incLast: r.field('inc_last', r => r.u32())
  })
}
