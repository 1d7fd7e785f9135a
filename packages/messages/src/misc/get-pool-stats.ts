/*
  MGetPoolStats                              src/messages/MGetPoolStats.h
    PaxosServiceMessage
    fsid
    vector<string> pools
*/
import { uuidCodec } from '@cephwire/codec'
import { MessageType } from '../message-types.js'
import { decodePaxos, encodePaxos } from '../paxos.js'
import type { Uuid } from '@cephwire/codec'
import type { MessageCodec } from '../message-codec.js'
import type { PaxosServiceMessage } from '../paxos.js'

/** Asks for the statistics of some pools. */
export interface MGetPoolStats extends PaxosServiceMessage {
  readonly fsid: Uuid
  /** Names. */
  readonly pools: readonly string[]
}

export const getPoolStats: MessageCodec<MGetPoolStats, 'MGetPoolStats'> = {
  type: MessageType.GetPoolStats,
  name: 'MGetPoolStats',
  headVersion: 1,
  compatVersion: 1,
  encode(w, message, features) {
    encodePaxos(w, message)
    uuidCodec.encode(w, message.fsid, features)
    w.list(message.pools, (w, pool) => w.string(pool))
  },
  decode: r => ({
    ...decodePaxos(r),
    fsid: r.field('fsid', uuidCodec.decode),
    pools: r.field('pools', r => r.list(r => r.string(), 4))
  })
}
