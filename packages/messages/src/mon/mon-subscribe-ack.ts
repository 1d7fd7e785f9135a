/*
  MMonSubscribeAck                           src/messages/MMonSubscribeAck.h
    u32 interval
    fsid
*/
import { uuidCodec } from '@cephwire/codec'
import { MessageType } from '../message-types.js'
import type { Uuid } from '@cephwire/codec'
import type { MessageCodec } from '../message-codec.js'

/** Answers MMonSubscribe to clients without the feature MON_STATEFUL_SUB; others get none. */
export interface MMonSubscribeAck {
  /** Seconds after which to subscribe again. */
  readonly interval: number
  readonly fsid: Uuid
}

export const monSubscribeAck: MessageCodec<MMonSubscribeAck, 'MMonSubscribeAck'> = {
  type: MessageType.MonSubscribeAck,
  name: 'MMonSubscribeAck',
  headVersion: 1,
  compatVersion: 1,
  encode(w, { interval, fsid }, features) {
    w.u32(interval)
    uuidCodec.encode(w, fsid, features)
  },
  decode: r => ({ interval: r.field('interval', r => r.u32()), fsid: r.field('fsid', uuidCodec.decode) })
}
