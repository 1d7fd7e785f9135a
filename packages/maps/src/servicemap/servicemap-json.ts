import { formatSockaddr, formatUtime, sortedByKey } from '@cephwire/codec'
import type { ServiceDaemon } from './service-daemon.js'
import type { Service } from './service.js'
import type { ServiceMap } from './servicemap.js'

/** A daemon in the output of `ceph service dump -f json`. */
export interface ServiceDaemonJson {
  readonly start_epoch: number
  readonly start_stamp: string
  readonly gid: number
  readonly addr: string
  readonly metadata: Readonly<Record<string, string>>
  readonly task_status: Readonly<Record<string, string>>
}

/** A service in the output of `ceph service dump -f json`: `summary` stands among the daemons. */
export interface ServiceJson {
  readonly daemons: Readonly<Record<string, ServiceDaemonJson | string>>
}

/** The output of `ceph service dump -f json`. */
export interface ServiceMapJson {
  readonly epoch: number
  readonly modified: string
  readonly services: Readonly<Record<string, ServiceJson>>
}

/** ServiceMap::Daemon::dump */
export const serviceDaemonToJson = (daemon: ServiceDaemon): ServiceDaemonJson => ({
  start_epoch: daemon.startEpoch,
  start_stamp: formatUtime(daemon.startStamp),
  gid: Number(daemon.gid),
  addr: `${formatSockaddr(daemon.addr)}/${daemon.addr.nonce}`,
  metadata: Object.fromEntries(sortedByKey(daemon.metadata)),
  task_status: Object.fromEntries(sortedByKey(daemon.taskStatus))
})

/** ServiceMap::Service::dump */
export function serviceToJson({ daemons, summary }: Service): ServiceJson {
  const byName = Array.from(sortedByKey(daemons), ([name, daemon]) => [name, serviceDaemonToJson(daemon)] as const)
  return { daemons: Object.fromEntries<ServiceDaemonJson | string>([['summary', summary], ...byName]) }
}

/**
 * The map as `ceph service dump -f json` prints it, names and order included: src/mgr/ServiceMap.cc, dump().
 *
 * A global_id over 2⁵³ is the nearest number that JavaScript has.
 */
export function serviceMapToJson(map: ServiceMap): ServiceMapJson {
  const services = Array.from(sortedByKey(map.services), ([kind, service]) => [kind, serviceToJson(service)] as const)
  return { epoch: map.epoch, modified: formatUtime(map.modified), services: Object.fromEntries(services) }
}
