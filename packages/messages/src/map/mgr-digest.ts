/*
  MMgrDigest                                 src/messages/MMgrDigest.h
    bufferlist mon_status_json
    bufferlist health_json
*/
import { MessageType } from '../message-types.js'
import type { MessageCodec } from '../message-codec.js'

/** What a manager needs to know about monitors and health; sent every few seconds to who subscribes to `mgrdigest`. */
export interface MMgrDigest {
  /** JSON. Decoded: a view of the front. */
  readonly monStatusJson: Uint8Array
  /** JSON. Decoded: a view of the front. */
  readonly healthJson: Uint8Array
}

export const mgrDigest: MessageCodec<MMgrDigest, 'MMgrDigest'> = {
  type: MessageType.MgrDigest,
  name: 'MMgrDigest',
  headVersion: 1,
  compatVersion: 1,
  encode: (w, { monStatusJson, healthJson }) => void w.blob(monStatusJson).blob(healthJson),
  decode: r => ({
    monStatusJson: r.field('mon_status_json', r => r.blob()),
    healthJson: r.field('health_json', r => r.blob())
  })
}
