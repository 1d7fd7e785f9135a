/*
  MMgrCommand                                src/messages/MMgrCommand.h
    fsid
    vector<string> cmd

  data section: the command's input
*/
import { uuidCodec } from '@cephwire/codec'
import { MessageType } from '../message-types.js'
import type { Uuid } from '@cephwire/codec'
import type { MessageCodec } from '../message-codec.js'

/** A command that the active manager serves for the cluster, as monitors hand on to it. Input goes into the data section. */
export interface MMgrCommand {
  /** NIL_UUID: managers do not look at it. */
  readonly fsid: Uuid
  /** One string with a JSON object. */
  readonly cmd: readonly string[]
}

export const mgrCommand: MessageCodec<MMgrCommand, 'MMgrCommand'> = {
  type: MessageType.MgrCommand,
  name: 'MMgrCommand',
  headVersion: 1,
  compatVersion: 1,
  encode(w, { fsid, cmd }, features) {
    uuidCodec.encode(w, fsid, features)
    w.list(cmd, (w, word) => w.string(word))
  },
  decode: r => ({ fsid: r.field('fsid', uuidCodec.decode), cmd: r.field('cmd', r => r.list(r => r.string(), 4)) })
}
