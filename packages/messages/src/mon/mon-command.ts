/*
  MMonCommand                                src/messages/MMonCommand.h
    PaxosServiceMessage
    fsid
    vector<string> cmd

  data section: the command's input, as of `ceph -i`
*/
import { uuidCodec } from '@cephwire/codec'
import { MessageType } from '../message-types.js'
import { decodePaxos, encodePaxos } from '../paxos.js'
import type { Uuid } from '@cephwire/codec'
import type { MessageCodec } from '../message-codec.js'
import type { PaxosServiceMessage } from '../paxos.js'

/** A command to the monitors. Input goes into the data section. */
export interface MMonCommand extends PaxosServiceMessage {
  /** Of the cluster that is meant; another one is refused. */
  readonly fsid: Uuid
  /** One string with a JSON object. */
  readonly cmd: readonly string[]
}

export const monCommand: MessageCodec<MMonCommand, 'MMonCommand'> = {
  type: MessageType.MonCommand,
  name: 'MMonCommand',
  headVersion: 1,
  compatVersion: 1,
  encode(w, message, features) {
    encodePaxos(w, message)
    uuidCodec.encode(w, message.fsid, features)
    w.list(message.cmd, (w, word) => w.string(word))
  },
  decode: r => ({
    ...decodePaxos(r),
    fsid: r.field('fsid', uuidCodec.decode),
    cmd: r.field('cmd', r => r.list(r => r.string(), 4))
  })
}
