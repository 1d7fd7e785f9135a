/*
  MAuth                                      src/messages/MAuth.h
    18 bytes PaxosServiceMessage, u32 protocol, bufferlist auth_payload, u32 monmap_epoch
  MAuthReply                                 src/messages/MAuthReply.h
    u32 protocol, s32 result, u64 global_id, bufferlist result_bl, string result_msg
*/
import { Reader, Writer } from '@cephwire/codec'
import type { Message, OutgoingMessage } from '@cephwire/messenger'
import type { AuthMessage, AuthMessageReply } from '@cephwire/auth/server'

export const MAUTH = 17
const MAUTH_REPLY = 18

export function decodeMAuth({ front }: Message): AuthMessage {
  const r = new Reader(front)
  r.skip(18)
  return { protocol: r.u32(), payload: r.blob() }
}

export function encodeMAuth(protocol: number, payload: Uint8Array): OutgoingMessage {
  return { type: MAUTH, front: new Writer().zeros(18).u32(protocol).blob(payload).u32(0).finish() }
}

export function encodeMAuthReply({ protocol, result, globalId, payload }: AuthMessageReply): OutgoingMessage {
  const front = new Writer().u32(protocol).s32(result).u64(globalId).blob(payload).string('').finish()
  return { type: MAUTH_REPLY, front }
}
