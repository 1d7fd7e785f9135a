import { entityTypeName } from '@cephwire/codec'
import { ServiceId, isServiceId } from './constants.js'
import { AuthError } from './errors.js'

/** Everything that a client may want to talk to. */
export const ALL_SERVICES: readonly ServiceId[] = Object.values(ServiceId)

/**
 * The bits of the services, AUTH always among them, so that the result is never 0.
 *
 * @throws AuthError at a bit that is no service: monitors answer those with a list that cannot be decoded
 */
export function serviceMask(services: Iterable<number>): number {
  let mask: number = ServiceId.Auth
  for (const service of services) {
    if (!isServiceId(service)) throw new AuthError(`${service} is not a service that takes tickets`)
    mask |= service
  }
  return mask
}

/** `osd` */
export function serviceName(service: number): string {
  return entityTypeName(service)
}
