/*
  MMonGetVersion                             src/messages/MMonGetVersion.h
    u64 handle
    string what
*/
import { MessageType } from '../message-types.js'
import type { MessageCodec } from '../message-codec.js'

/** Asks which versions of a map there are. */
export interface MMonGetVersion {
  /** Comes back in the reply. */
  readonly handle: bigint
  /** `monmap`, `osdmap`, `mdsmap` or `fsmap`; other names are never answered. */
  readonly what: string
}

export const monGetVersion: MessageCodec<MMonGetVersion, 'MMonGetVersion'> = {
  type: MessageType.MonGetVersion,
  name: 'MMonGetVersion',
  headVersion: 1,
  compatVersion: 1,
  encode: (w, { handle, what }) => void w.u64(handle).string(what),
  decode: r => ({ handle: r.field('handle', r => r.u64()), what: r.field('what', r => r.string()) })
}
