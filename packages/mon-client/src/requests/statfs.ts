import { decodeFront, encodeMessage, statfs, statfsReply } from '@cephwire/messages'
import type { Message } from '@cephwire/messenger'
import type { BareRequest } from './bare-request.js'

/** How full the cluster or a pool is. */
export interface ClusterStats {
  /** Size in KiB. */
  readonly kb: bigint
  /** Used, in KiB. */
  readonly kbUsed: bigint
  /** Free, in KiB. */
  readonly kbAvail: bigint
  readonly objects: bigint
}

/** ceph_mon_statfs_reply */
const REPLY_BYTES = 56

/** Whether a message is an answer to MStatfs as it must be: one of another length is for nobody, and the request waits on. */
export function isStatfsReply(message: Message): boolean {
  return message.type === statfsReply.type && message.front.length === REPLY_BYTES
}

/**
 * Asks how full the cluster is. Monitors do not answer it for another fsid, for a pool that does not exist, and to a
 * client without read caps.
 *
 * @param pool number of the pool that is meant; undefined: the whole cluster
 */
export function statfsRequest(fsid: string, pool?: bigint): BareRequest<ClusterStats> {
  return {
    what: pool === undefined ? 'statfs' : `statfs of pool ${pool}`,
    encode: tid => ({ ...encodeMessage(statfs, { version: 0n, fsid, dataPool: pool }), tid }),
    replyType: statfsReply.type,
    readOnly: true,
    decode: decodeClusterStats
  }
}

/** @throws CodecError */
function decodeClusterStats(reply: Message): ClusterStats {
  const { kb, kbUsed, kbAvail, numObjects: objects } = decodeFront(statfsReply, reply)
  return { kb, kbUsed, kbAvail, objects }
}
