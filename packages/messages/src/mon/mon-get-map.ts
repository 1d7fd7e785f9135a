/*
  MMonGetMap                                 src/messages/MMonGetMap.h
    nothing
*/
import { MessageType } from '../message-types.js'
import type { MessageCodec } from '../message-codec.js'

/** Asks for the monmap, which comes as MMonMap. */
export type MMonGetMap = Readonly<Record<string, never>>

export const monGetMap: MessageCodec<MMonGetMap, 'MMonGetMap'> = {
  type: MessageType.MonGetMap,
  name: 'MMonGetMap',
  headVersion: 1,
  compatVersion: 1,
  encode: () => undefined,
  decode: () => ({})
}
