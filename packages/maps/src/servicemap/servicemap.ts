/*
  ServiceMap                                 src/mgr/ServiceMap.cc
    ENCODE_START(1, 1)
      u32 epoch
      utime_t modified
      map<string, Service> services
*/
import { sortedByKey, utimeCodec } from '@cephwire/codec'
import { readStructMap } from '../strings.js'
import { readTail } from '../struct-encoding.js'
import { serviceCodec } from './service.js'
import type { Codec, Utime } from '@cephwire/codec'
import type { StructEncoding } from '../struct-encoding.js'
import type { Service } from './service.js'

/** Daemons that are not part of the cluster itself, but registered with its manager. */
export interface ServiceMap {
  readonly epoch: number
  readonly modified: Utime
  /** By kind: `rgw`. */
  readonly services: ReadonlyMap<string, Service>
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}

const STRUCT_V = 1
/** Key, header, daemons, summary */
const MIN_SERVICE_BYTES = 18

/**
 * ServiceMap, as every release since Luminous has it.
 *
 * A decoded map comes out byte for byte, what newer releases appended included.
 */
export const serviceMapCodec: Codec<ServiceMap> = {
  encode(w, map, features) {
    w.versioned(map.encoding?.structV ?? STRUCT_V, 1, w => {
      utimeCodec.encode(w.u32(map.epoch), map.modified, features)
      w.map(
        sortedByKey(map.services),
        (w, kind) => w.string(kind),
        (w, service) => serviceCodec.encode(w, service, features)
      )
      if (map.encoding !== undefined) w.bytes(map.encoding.tail)
    })
  },
  decode: r =>
    r.versioned(STRUCT_V, (r, structV) => ({
      epoch: r.field('epoch', r => r.u32()),
      modified: r.field('modified', utimeCodec.decode),
      services: r.field('services', r => readStructMap(r, serviceCodec.decode, MIN_SERVICE_BYTES)),
      encoding: { structV, tail: readTail(r) }
    }))
}
