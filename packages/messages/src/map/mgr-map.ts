/*
  MMgrMap                                    src/messages/MMgrMap.h
    MgrMap, to the end of the front
*/
import { MessageType } from '../message-types.js'
import type { MessageCodec } from '../message-codec.js'

/** The mgrmap: which manager is active, which modules run. */
export interface MMgrMap {
  /** A MgrMap. Decoded: a view of the front. */
  readonly map: Uint8Array
}

export const mgrMap: MessageCodec<MMgrMap, 'MMgrMap'> = {
  type: MessageType.MgrMap,
  name: 'MMgrMap',
  headVersion: 1,
  compatVersion: 1,
  encode: (w, { map }) => void w.bytes(map),
  decode: r => ({ map: r.rest() })
}
