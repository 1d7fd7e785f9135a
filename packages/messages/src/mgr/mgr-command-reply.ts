/*
  MMgrCommandReply                           src/messages/MMgrCommandReply.h
    s32 r
    string rs

  data section: the command's output
*/
import { MessageType } from '../message-types.js'
import type { MessageCodec } from '../message-codec.js'

/** Answers MMgrCommand. The output is in the data section. */
export interface MMgrCommandReply {
  /** Negative: an errno of Linux. Some commands answer with a positive number. */
  readonly r: number
  /** Status for people; bytes that are not UTF-8 are replaced. */
  readonly rs: string
}

export const mgrCommandReply: MessageCodec<MMgrCommandReply, 'MMgrCommandReply'> = {
  type: MessageType.MgrCommandReply,
  name: 'MMgrCommandReply',
  headVersion: 1,
  compatVersion: 1,
  encode: (w, { r, rs }) => void w.s32(r).string(rs),
  decode: r => ({ r: r.field('r', r => r.s32()), rs: r.field('rs', r => r.text()) })
}
