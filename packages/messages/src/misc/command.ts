/*
  MCommand                                   src/messages/MCommand.h
    fsid
    vector<string> cmd

  data section: the command's input
*/
import { uuidCodec } from '@cephwire/codec'
import { MessageType } from '../message-types.js'
import type { Uuid } from '@cephwire/codec'
import type { MessageCodec } from '../message-codec.js'

/** A command to one daemon: `ceph tell`. Input goes into the data section. */
export interface MCommand {
  readonly fsid: Uuid
  /** One string with a JSON object. */
  readonly cmd: readonly string[]
}

export const command: MessageCodec<MCommand, 'MCommand'> = {
  type: MessageType.Command,
  name: 'MCommand',
  headVersion: 1,
  compatVersion: 1,
  encode(w, { fsid, cmd }, features) {
    uuidCodec.encode(w, fsid, features)
    w.list(cmd, (w, word) => w.string(word))
  },
  decode: r => ({ fsid: r.field('fsid', uuidCodec.decode), cmd: r.field('cmd', r => r.list(r => r.string(), 4)) })
}
