/*
  MMonGetVersionReply                        src/messages/MMonGetVersionReply.h
    u64 handle
    u64 version
    u64 oldest_version                         since version 2
*/
import { MessageType } from '../message-types.js'
import type { MessageCodec } from '../message-codec.js'

/** Answers MMonGetVersion. */
export interface MMonGetVersionReply {
  /** Of the question. */
  readonly handle: bigint
  /** The newest. */
  readonly version: bigint
  /** The oldest that is kept; 0 before version 2. */
  readonly oldestVersion: bigint
}

export const monGetVersionReply: MessageCodec<MMonGetVersionReply, 'MMonGetVersionReply'> = {
  type: MessageType.MonGetVersionReply,
  name: 'MMonGetVersionReply',
  headVersion: 2,
  compatVersion: 2,
  encode: (w, { handle, version, oldestVersion }) => void w.u64(handle).u64(version).u64(oldestVersion),
  decode: (r, version = 2) => ({
    handle: r.field('handle', r => r.u64()),
    version: r.field('version', r => r.u64()),
    oldestVersion: version >= 2 ? r.field('oldest_version', r => r.u64()) : 0n
  })
}
