/*
  MMgrCommandReply                           src/messages/MMgrCommandReply.h
    as MCommandReply
*/
import { MessageType } from '../message-types.js'
import { commandReply } from '../misc/command-reply.js'
import type { MessageCodec } from '../message-codec.js'
import type { MCommandReply } from '../misc/command-reply.js'

/** Answers MMgrCommand. The output is in the data section. */
export type MMgrCommandReply = MCommandReply

export const mgrCommandReply: MessageCodec<MMgrCommandReply, 'MMgrCommandReply'> = {
  ...commandReply,
  type: MessageType.MgrCommandReply,
  name: 'MMgrCommandReply'
}
