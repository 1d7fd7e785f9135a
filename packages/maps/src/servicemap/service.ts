/*
  ServiceMap::Service                        src/mgr/ServiceMap.cc
    ENCODE_START(1, 1)
      map<string, Daemon> daemons
      string summary
*/
import { sortedByKey } from '@cephwire/codec'
import { readStructMap } from '../strings.js'
import { readTail } from '../struct-encoding.js'
import { serviceDaemonCodec } from './service-daemon.js'
import type { Codec } from '@cephwire/codec'
import type { StructEncoding } from '../struct-encoding.js'
import type { ServiceDaemon } from './service-daemon.js'

/** The daemons of one kind, such as the gateways of `rgw`. */
export interface Service {
  /** By name. */
  readonly daemons: ReadonlyMap<string, ServiceDaemon>
  /** A line for `ceph -s`; '' for one that counts the daemons. */
  readonly summary: string
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}

const STRUCT_V = 1
/** Key, header, gid, addr, start_epoch, start_stamp, metadata */
const MIN_DAEMON_BYTES = 53

export const serviceCodec: Codec<Service> = {
  encode(w, service, features) {
    w.versioned(service.encoding?.structV ?? STRUCT_V, 1, w => {
      w.map(
        sortedByKey(service.daemons),
        (w, name) => w.string(name),
        (w, daemon) => serviceDaemonCodec.encode(w, daemon, features)
      ).string(service.summary)
      if (service.encoding !== undefined) w.bytes(service.encoding.tail)
    })
  },
  decode: r =>
    r.versioned(STRUCT_V, (r, structV) => ({
      daemons: r.field('daemons', r => readStructMap(r, serviceDaemonCodec.decode, MIN_DAEMON_BYTES)),
      summary: r.field('summary', r => r.string()),
      encoding: { structV, tail: readTail(r) }
    }))
}
