/*
  MPing                                      src/messages/MPing.h, Monitor::handle_ping in src/mon/Monitor.cc
    nothing, or in a monitor's answer
    string text
*/
import { MessageType } from '../message-types.js'
import type { MessageCodec } from '../message-codec.js'

/** Asks a monitor how it is; it answers without a session and out of quorum too. */
export interface MPing {
  /** '' in the question; in the answer JSON with health and mon_status. */
  readonly text: string
}

export const ping: MessageCodec<MPing, 'MPing'> = {
  type: MessageType.Ping,
  name: 'MPing',
  headVersion: 1,
  compatVersion: 1,
  encode(w, { text }) {
    if (text !== '') w.string(text)
  },
  decode: r => ({ text: r.remaining === 0 ? '' : r.field('text', r => r.text()) })
}
