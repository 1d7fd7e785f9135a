/*
  MMgrCommand                                src/messages/MMgrCommand.h
    as MCommand
*/
import { MessageType } from '../message-types.js'
import { command } from '../misc/command.js'
import type { MessageCodec } from '../message-codec.js'
import type { MCommand } from '../misc/command.js'

/**
 * A command that the active manager serves for the cluster, as monitors hand on to it. Managers do not look at the fsid:
 * NIL_UUID will do.
 */
export type MMgrCommand = MCommand

export const mgrCommand: MessageCodec<MMgrCommand, 'MMgrCommand'> = {
  ...command,
  type: MessageType.MgrCommand,
  name: 'MMgrCommand'
}
