/*
  MAuthReply                                 src/messages/MAuthReply.h
    u32 protocol
    s32 result
    u64 global_id
    bufferlist result_bl
    string result_msg
*/
import { MessageType } from '../message-types.js'
import type { MessageCodec } from '../message-codec.js'

/** Answers MAuth. */
export interface MAuthReply {
  /** CEPH_AUTH_* */
  readonly protocol: number
  /** 0, or a negative errno of Linux. */
  readonly result: number
  /** 0 where it says nothing. */
  readonly globalId: bigint
  readonly resultBl: Uint8Array
  /** For people; bytes that are not UTF-8 are replaced. */
  readonly resultMsg: string
}

export const authReply: MessageCodec<MAuthReply, 'MAuthReply'> = {
  type: MessageType.AuthReply,
  name: 'MAuthReply',
  headVersion: 1,
  compatVersion: 1,
  encode: (w, message) =>
    void w
      .u32(message.protocol)
      .s32(message.result)
      .u64(message.globalId)
      .blob(message.resultBl)
      .string(message.resultMsg),
  decode: r => ({
    protocol: r.field('protocol', r => r.u32()),
    result: r.field('result', r => r.s32()),
    globalId: r.field('global_id', r => r.u64()),
    resultBl: r.field('result_bl', r => r.blob()),
    resultMsg: r.field('result_msg', r => r.text())
  })
}
