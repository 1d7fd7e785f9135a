/*
  ServiceMap::Daemon                         src/mgr/ServiceMap.cc
    ENCODE_START(2, 1)
      u64 gid
      entity_addr_t addr
      u32 start_epoch
      utime_t start_stamp
      map<string, string> metadata
      map<string, string> task_status            since struct_v 2
*/
import { entityAddrCodec, sortedByKey, utimeCodec } from '@cephwire/codec'
import { readStringMap } from '../strings.js'
import { readTail } from '../struct-encoding.js'
import type { Codec, EntityAddr, Utime, Writer } from '@cephwire/codec'
import type { StructEncoding } from '../struct-encoding.js'

/** One daemon of a service. */
export interface ServiceDaemon {
  /** Its global_id. */
  readonly gid: bigint
  readonly addr: EntityAddr
  /** Epoch of the map that it came with. */
  readonly startEpoch: number
  readonly startStamp: Utime
  /** What it said of itself when it registered: `hostname`, `ceph_version`. */
  readonly metadata: ReadonlyMap<string, string>
  /** What it is doing, by task; empty before struct_v 2. */
  readonly taskStatus: ReadonlyMap<string, string>
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}

const STRUCT_V = 2
function writePairs(w: Writer, pairs: ReadonlyMap<string, string>): void {
  w.map(
    sortedByKey(pairs),
    (w, key) => w.string(key),
    (w, value) => w.string(value)
  )
}

export const serviceDaemonCodec: Codec<ServiceDaemon> = {
  encode(w, daemon, features) {
    const structV = daemon.encoding?.structV ?? STRUCT_V
    w.versioned(structV, 1, w => {
      entityAddrCodec.encode(w.u64(daemon.gid), daemon.addr, features)
      utimeCodec.encode(w.u32(daemon.startEpoch), daemon.startStamp, features)
      writePairs(w, daemon.metadata)
      if (structV >= 2) writePairs(w, daemon.taskStatus)
      if (daemon.encoding !== undefined) w.bytes(daemon.encoding.tail)
    })
  },
  decode: r =>
    r.versioned(STRUCT_V, (r, structV) => ({
      gid: r.field('gid', r => r.u64()),
      addr: r.field('addr', entityAddrCodec.decode),
      startEpoch: r.field('start_epoch', r => r.u32()),
      startStamp: r.field('start_stamp', utimeCodec.decode),
      metadata: r.field('metadata', readStringMap),
      taskStatus: structV >= 2 ? r.field('task_status', readStringMap) : new Map<string, string>(),
      encoding: { structV, tail: readTail(r) }
    }))
}
