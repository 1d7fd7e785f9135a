/*
  MMonMap                                    src/messages/MMonMap.h
    bufferlist monmapbl
*/
import { MessageType } from '../message-types.js'
import type { MessageCodec } from '../message-codec.js'

/** The monmap. */
export interface MMonMap {
  /** A MonMap, encoded for the features of the receiver. Decoded: a view of the front. */
  readonly monmapBl: Uint8Array
}

export const monMap: MessageCodec<MMonMap, 'MMonMap'> = {
  type: MessageType.MonMap,
  name: 'MMonMap',
  headVersion: 1,
  compatVersion: 1,
  encode: (w, { monmapBl }) => void w.blob(monmapBl),
  decode: r => ({ monmapBl: r.field('monmapbl', r => r.blob()) })
}
