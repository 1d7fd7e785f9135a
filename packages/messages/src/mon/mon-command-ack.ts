/*
  MMonCommandAck                             src/messages/MMonCommandAck.h
    PaxosServiceMessage
    s32 r
    string rs
    vector<string> cmd

  data section: the command's output
*/
import { MessageType } from '../message-types.js'
import { decodePaxos, encodePaxos } from '../paxos.js'
import type { MessageCodec } from '../message-codec.js'
import type { PaxosServiceMessage } from '../paxos.js'

/** Answers MMonCommand. The output is in the data section. */
export interface MMonCommandAck extends PaxosServiceMessage {
  /** Negative: an errno of Linux. Some commands answer with a positive number. */
  readonly r: number
  /** Status for people; bytes that are not UTF-8 are replaced. */
  readonly rs: string
  /** The command again; bytes that are not UTF-8 are replaced. */
  readonly cmd: readonly string[]
}

export const monCommandAck: MessageCodec<MMonCommandAck, 'MMonCommandAck'> = {
  type: MessageType.MonCommandAck,
  name: 'MMonCommandAck',
  headVersion: 1,
  compatVersion: 1,
  encode(w, message) {
    encodePaxos(w, message).s32(message.r).string(message.rs)
    w.list(message.cmd, (w, word) => w.string(word))
  },
  decode: r => ({
    ...decodePaxos(r),
    r: r.field('r', r => r.s32()),
    rs: r.field('rs', r => r.text()),
    cmd: r.field('cmd', r => r.list(r => r.text(), 4))
  })
}
