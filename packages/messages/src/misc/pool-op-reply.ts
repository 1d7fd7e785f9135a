/*
  MPoolOpReply                               src/messages/MPoolOpReply.h
    PaxosServiceMessage
    fsid
    u32 replyCode                              0 or a negative errno
    u32 epoch
    u8  has_response_data
    bufferlist response_data                   if it has
*/
import { uuidCodec } from '@cephwire/codec'
import { MessageType } from '../message-types.js'
import { decodePaxos, encodePaxos } from '../paxos.js'
import type { Uuid } from '@cephwire/codec'
import type { MessageCodec } from '../message-codec.js'
import type { PaxosServiceMessage } from '../paxos.js'

/** Answers MPoolOp. */
export interface MPoolOpReply extends PaxosServiceMessage {
  readonly fsid: Uuid
  /** 0 or a negative errno of Linux; Ceph declares it unsigned and reads it as signed. */
  readonly replyCode: number
  /** Of the osdmap with the change. */
  readonly epoch: number
  /** Such as the number of a new snapshot. Decoded: a view of the front. */
  readonly responseData?: Uint8Array | undefined
}

export const poolOpReply: MessageCodec<MPoolOpReply, 'MPoolOpReply'> = {
  type: MessageType.PoolOpReply,
  name: 'MPoolOpReply',
  headVersion: 1,
  compatVersion: 1,
  encode(w, message, features) {
    encodePaxos(w, message)
    uuidCodec.encode(w, message.fsid, features)
    w.s32(message.replyCode).u32(message.epoch)
    w.optional(message.responseData, (w, data) => w.blob(data))
  },
  decode: r => ({
    ...decodePaxos(r),
    fsid: r.field('fsid', uuidCodec.decode),
    replyCode: r.field('replyCode', r => r.s32()),
    epoch: r.field('epoch', r => r.u32()),
    responseData: r.field('response_data', r => r.optional(r => r.blob()))
  })
}
