/*
  MOSDMap                                    src/messages/MOSDMap.h
    fsid
    map<u32, bufferlist> incremental_maps      by epoch
    map<u32, bufferlist> maps                  by epoch
    u32 cluster_osdmap_trim_lower_bound        since version 2
    u32 newest_map                             since version 2
    map<s64, map<u64, u64>> gap_removed_snaps  since version 4; always empty since Octopus
*/
import { uuidCodec } from '@cephwire/codec'
import { MessageType } from '../message-types.js'
import type { Decode, Uuid, Writer } from '@cephwire/codec'
import type { MessageCodec } from '../message-codec.js'

/** Osdmaps: some epochs in full, some as the difference to the one before. */
export interface MOSDMap {
  readonly fsid: Uuid
  /** OSDMap::Incremental by the epoch that it leads to. Decoded: views of the front. */
  readonly incrementalMaps: ReadonlyMap<number, Uint8Array>
  /** OSDMap by epoch. Decoded: views of the front. */
  readonly maps: ReadonlyMap<number, Uint8Array>
  /** Epochs before it may be forgotten; 0 before version 2. Formerly oldest_map. */
  readonly clusterOsdmapTrimLowerBound: number
  /** The newest epoch that the sender has; 0 before version 2. */
  readonly newestMap: number
}

const encodeMaps = (w: Writer, maps: ReadonlyMap<number, Uint8Array>): void => {
  const ascending = new Map([...maps].sort(([a], [b]) => a - b))
  w.map(
    ascending,
    (w, epoch) => w.u32(epoch),
    (w, bl) => w.blob(bl)
  )
}

const decodeMaps: Decode<Map<number, Uint8Array>> = r =>
  r.map(
    r => r.u32(),
    r => r.blob(),
    8
  )

const skipGapRemovedSnaps: Decode<void> = r => {
  const decodeIntervals: Decode<unknown> = r => r.list(r => r.bytes(16), 16)
  r.map(r => r.s64(), decodeIntervals, 12)
}

export const osdMap: MessageCodec<MOSDMap, 'MOSDMap'> = {
  type: MessageType.OSDMap,
  name: 'MOSDMap',
  headVersion: 4,
  compatVersion: 3,
  encode(w, message, features) {
    uuidCodec.encode(w, message.fsid, features)
    encodeMaps(w, message.incrementalMaps)
    encodeMaps(w, message.maps)
    w.u32(message.clusterOsdmapTrimLowerBound).u32(message.newestMap)
    w.u32(0)
  },
  decode(r, version = 4) {
    const message = {
      fsid: r.field('fsid', uuidCodec.decode),
      incrementalMaps: r.field('incremental_maps', decodeMaps),
      maps: r.field('maps', decodeMaps),
      clusterOsdmapTrimLowerBound: version >= 2 ? r.field('cluster_osdmap_trim_lower_bound', r => r.u32()) : 0,
      newestMap: version >= 2 ? r.field('newest_map', r => r.u32()) : 0
    }
    if (version >= 4) r.field('gap_removed_snaps', skipGapRemovedSnaps)
    return message
  }
}
