/*
  MStatfs                                    src/messages/MStatfs.h
    PaxosServiceMessage
    fsid
    optional<s64> data_pool                    since version 2
*/
import { uuidCodec } from '@cephwire/codec'
import { MessageType } from '../message-types.js'
import { decodePaxos, encodePaxos } from '../paxos.js'
import type { Uuid } from '@cephwire/codec'
import type { MessageCodec } from '../message-codec.js'
import type { PaxosServiceMessage } from '../paxos.js'

/** Asks how full the cluster or a pool is. Another fsid than the cluster's is never answered. */
export interface MStatfs extends PaxosServiceMessage {
  readonly fsid: Uuid
  /** Number of a pool; undefined: the whole cluster. */
  readonly dataPool?: bigint | undefined
}

export const statfs: MessageCodec<MStatfs, 'MStatfs'> = {
  type: MessageType.Statfs,
  name: 'MStatfs',
  headVersion: 2,
  compatVersion: 1,
  encode(w, message, features) {
    encodePaxos(w, message)
    uuidCodec.encode(w, message.fsid, features)
    w.optional(message.dataPool, (w, pool) => w.s64(pool))
  },
  decode: (r, version = 2) => ({
    ...decodePaxos(r),
    fsid: r.field('fsid', uuidCodec.decode),
    dataPool: version >= 2 ? r.field('data_pool', r => r.optional(r => r.s64())) : undefined
  })
}
