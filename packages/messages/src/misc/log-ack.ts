/*
  MLogAck                                    src/messages/MLogAck.h
    fsid
    u64 last
    string channel                             may be missing
*/
import { uuidCodec } from '@cephwire/codec'
import { MessageType } from '../message-types.js'
import type { Uuid } from '@cephwire/codec'
import type { MessageCodec } from '../message-codec.js'

/** Says which entries of an MLog are kept. */
export interface MLogAck {
  readonly fsid: Uuid
  /** The seq of the last entry that is kept. */
  readonly last: bigint
  readonly channel: string
}

export const logAck: MessageCodec<MLogAck, 'MLogAck'> = {
  type: MessageType.LogAck,
  name: 'MLogAck',
  headVersion: 1,
  compatVersion: 1,
  encode(w, { fsid, last, channel }, features) {
    uuidCodec.encode(w, fsid, features)
    w.u64(last).string(channel)
  },
  decode: r => ({
    fsid: r.field('fsid', uuidCodec.decode),
    last: r.field('last', r => r.u64()),
    channel: r.remaining === 0 ? '' : r.field('channel', r => r.string())
  })
}
