/*
  MStatfsReply                               src/messages/MStatfsReply.h
  ceph_mon_statfs_reply                      src/include/ceph_fs.h
    fsid
    u64 version
    u64 kb
    u64 kb_used
    u64 kb_avail
    u64 num_objects
*/
import { uuidCodec } from '@cephwire/codec'
import { MessageType } from '../message-types.js'
import type { Uuid } from '@cephwire/codec'
import type { MessageCodec } from '../message-codec.js'

/** Answers MStatfs. */
export interface MStatfsReply {
  readonly fsid: Uuid
  readonly version: bigint
  /** Size in KiB. */
  readonly kb: bigint
  /** Used, in KiB. */
  readonly kbUsed: bigint
  /** Free, in KiB. */
  readonly kbAvail: bigint
  readonly numObjects: bigint
}

export const statfsReply: MessageCodec<MStatfsReply, 'MStatfsReply'> = {
  type: MessageType.StatfsReply,
  name: 'MStatfsReply',
  headVersion: 1,
  compatVersion: 1,
  encode(w, message, features) {
    uuidCodec.encode(w, message.fsid, features)
    w.u64(message.version).u64(message.kb).u64(message.kbUsed).u64(message.kbAvail).u64(message.numObjects)
  },
  decode: r => ({
    fsid: r.field('fsid', uuidCodec.decode),
    version: r.field('version', r => r.u64()),
    kb: r.field('kb', r => r.u64()),
    kbUsed: r.field('kb_used', r => r.u64()),
    kbAvail: r.field('kb_avail', r => r.u64()),
    numObjects: r.field('num_objects', r => r.u64())
  })
}
