/*
  MServiceMap                                src/messages/MServiceMap.h
    ServiceMap, to the end of the front
*/
import { MessageType } from '../message-types.js'
import type { MessageCodec } from '../message-codec.js'

/** The servicemap: gateways and other daemons that registered themselves. */
export interface MServiceMap {
  /** A ServiceMap. Decoded: a view of the front. */
  readonly serviceMap: Uint8Array
}

export const serviceMap: MessageCodec<MServiceMap, 'MServiceMap'> = {
  type: MessageType.ServiceMap,
  name: 'MServiceMap',
  headVersion: 1,
  compatVersion: 1,
  encode: (w, { serviceMap }) => void w.bytes(serviceMap),
  decode: r => ({ serviceMap: r.rest() })
}
