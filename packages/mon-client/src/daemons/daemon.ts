import { ServiceId } from '@cephwire/auth'
import { OsdState, osdMapPgToOsds, parsePgId } from '@cephwire/maps'
import { TargetError } from '../errors.js'
import { printable } from '../printable.js'
import type { EntityAddrvec } from '@cephwire/codec'
import type { MgrMap, OSDMap } from '@cephwire/maps'

/** A daemon other than a monitor, and where it is. */
export interface Daemon {
  /** For people: `osd.3` */
  readonly name: string
  readonly service: ServiceId
  readonly addrs: EntityAddrvec
}

/** @throws TargetError with ENOENT for one that does not exist, with ENXIO for one that is down */
export function osdIn(map: OSDMap, osd: number): Daemon {
  const name = `osd.${osd}`
  const state = map.osdState.at(osd) ?? 0
  if ((state & OsdState.EXISTS) === 0) throw new TargetError('ENOENT', name, `${name} does not exist`)
  if ((state & OsdState.UP) === 0) throw new TargetError('ENXIO', name, `${name} is down`)
  return { name, service: ServiceId.Osd, addrs: map.clientAddrs.at(osd) ?? [] }
}

/**
 * The OSD that leads a placement group.
 *
 * @param pgid such as `2.1f`
 * @throws TargetError with ENOENT for a pool that does not exist, with ENXIO for a placement group that nobody leads
 */
export function primaryIn(map: OSDMap, pgid: string): Daemon {
  const pg = parsePgId(pgid)
  if (!map.pools.has(pg.pool)) throw new TargetError('ENOENT', pgid, `There is no pool ${pg.pool}`)
  const { actingPrimary } = osdMapPgToOsds(map, pg)
  if (actingPrimary < 0) throw new TargetError('ENXIO', pgid, `No OSD that is up leads ${pgid}`)
  return osdIn(map, actingPrimary)
}

/**
 * The active manager.
 *
 * @param name whom that has to be; '' for whoever it is
 * @returns undefined while there is none
 * @throws TargetError with ENXIO when another is active
 */
export function activeMgrIn(map: MgrMap, name = ''): Daemon | undefined {
  if (!map.available) return undefined
  if (name !== '' && name !== map.activeName) {
    throw new TargetError('ENXIO', `mgr.${name}`, `mgr.${name} is not the active manager, mgr.${map.activeName} is`)
  }
  return { name: printable(`mgr.${map.activeName}`, 128), service: ServiceId.Mgr, addrs: map.activeAddrs }
}
