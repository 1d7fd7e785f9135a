/*
  MGetPoolStatsReply                         src/messages/MGetPoolStatsReply.h
    PaxosServiceMessage
    fsid
    map<string, pool_stat_t> pool_stats
    u8  per_pool                               since version 2

  pool_stat_t                                src/osd/osd_types.cc
    ENCODE_START(7, 5)                         kept as bytes, header and all
*/
import { sortedByKey, uuidCodec } from '@cephwire/codec'
import { MessageType } from '../message-types.js'
import { decodePaxos, encodePaxos } from '../paxos.js'
import type { Decode, Uuid } from '@cephwire/codec'
import type { MessageCodec } from '../message-codec.js'
import type { PaxosServiceMessage } from '../paxos.js'

/** Answers MGetPoolStats. */
export interface MGetPoolStatsReply extends PaxosServiceMessage {
  readonly fsid: Uuid
  /** A pool_stat_t by the name of the pool. */
  readonly poolStats: ReadonlyMap<string, Uint8Array>
  /** Whether the OSDs count each pool's usage by itself; false before version 2. */
  readonly perPool: boolean
}

const HEADER_BYTES = 6
/** The first struct_v of pool_stat_t that says how long it is. */
const LEN_V = 5

const decodeOpaque: Decode<Uint8Array> = r => {
  const structV = r.u8()
  if (structV < LEN_V) r.fail(`pool_stat_t of struct_v ${structV} has no length`)
  const structCompat = r.u8()
  const body = r.blob()
  const bytes = new Uint8Array(HEADER_BYTES + body.length)
  new DataView(bytes.buffer).setUint32(2, body.length, true)
  bytes.set([structV, structCompat])
  bytes.set(body, HEADER_BYTES)
  return bytes
}

export const getPoolStatsReply: MessageCodec<MGetPoolStatsReply, 'MGetPoolStatsReply'> = {
  type: MessageType.GetPoolStatsReply,
  name: 'MGetPoolStatsReply',
  headVersion: 2,
  compatVersion: 1,
  encode(w, message, features) {
    encodePaxos(w, message)
    uuidCodec.encode(w, message.fsid, features)
    w.map(
      sortedByKey(message.poolStats),
      (w, pool) => w.string(pool),
      (w, stat) => w.bytes(stat)
    )
    w.bool(message.perPool)
  },
  decode: (r, version = 2) => ({
    ...decodePaxos(r),
    fsid: r.field('fsid', uuidCodec.decode),
    poolStats: r.field('pool_stats', r => r.map(r => r.string(), decodeOpaque, 4 + HEADER_BYTES)),
    perPool: version >= 2 ? r.field('per_pool', r => r.bool()) : false
  })
}
