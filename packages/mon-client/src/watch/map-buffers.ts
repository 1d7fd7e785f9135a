import { fsMapCodec, fsMapUserCodec, mdsMapCodec, mgrMapCodec, serviceMapCodec } from '@cephwire/maps'
import { LatestBuffer } from './latest-buffer.js'
import { LazyMap } from './lazy-map.js'
import { OSDMapTracker } from './osdmap-tracker.js'
import type { Codec } from '@cephwire/codec'
import type { WatchBuffer } from './feed.js'
import type { EncodedMap, MapUpdate } from './map-feeds.js'

function newest<T>(codec: Codec<T>): () => WatchBuffer<EncodedMap, MapUpdate<T>> {
  return () => new LatestBuffer((map: EncodedMap) => new LazyMap(map, codec))
}

/** Buffers that decode maps. They are most of what watching costs to load, so that it is done for who watches a map. */
export const mapBuffers = {
  osdmap: () => new OSDMapTracker(),
  mgrmap: newest(mgrMapCodec),
  fsmap: newest(fsMapCodec),
  fsmapUser: newest(fsMapUserCodec),
  mdsmap: newest(mdsMapCodec),
  servicemap: newest(serviceMapCodec)
} as const
