/*
  MFSMapUser                                 src/messages/MFSMapUser.h
    u32 epoch
    FSMapUser, to the end of the front
*/
import { MessageType } from '../message-types.js'
import type { MessageCodec } from '../message-codec.js'

/** The names and numbers of the file systems, and no more. */
export interface MFSMapUser {
  readonly epoch: number
  /** A FSMapUser. Decoded: a view of the front. */
  readonly fsmap: Uint8Array
}

export const fsMapUser: MessageCodec<MFSMapUser, 'MFSMapUser'> = {
  type: MessageType.FSMapUser,
  name: 'MFSMapUser',
  headVersion: 1,
  compatVersion: 1,
  encode: (w, { epoch, fsmap }) => void w.u32(epoch).bytes(fsmap),
  decode: r => ({ epoch: r.field('epoch', r => r.u32()), fsmap: r.rest() })
}
