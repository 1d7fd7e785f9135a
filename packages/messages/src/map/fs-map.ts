/*
  MFSMap                                     src/messages/MFSMap.h
    u32 epoch
    FSMap, to the end of the front
*/
import { MessageType } from '../message-types.js'
import type { MessageCodec } from '../message-codec.js'

/** The fsmap: every file system of the cluster with its MDS daemons. */
export interface MFSMap {
  readonly epoch: number
  /** A FSMap. Decoded: a view of the front. */
  readonly fsmap: Uint8Array
}

export const fsMap: MessageCodec<MFSMap, 'MFSMap'> = {
  type: MessageType.FSMap,
  name: 'MFSMap',
  headVersion: 1,
  compatVersion: 1,
  encode: (w, { epoch, fsmap }) => void w.u32(epoch).bytes(fsmap),
  decode: r => ({ epoch: r.field('epoch', r => r.u32()), fsmap: r.rest() })
}
