import { crushHash2 } from '../crush/hash.js'
import { CRUSH_ITEM_NONE } from '../crush/indep.js'
import { OSD_IN } from './osd-map-flag.js'
import { affinityOf } from './placed-osds.js'
import type { PlacedOsds } from './placed-osds.js'

const RJENKINS1 = 0

/** Whether an OSD is not primary of a placement group though it comes first. */
function declines(osds: PlacedOsds, seed: number, osd: number): boolean {
  const affinity = affinityOf(osds, osd)
  return affinity < OSD_IN && crushHash2(RJENKINS1, seed, osd) >>> 16 >= affinity
}

/** The OSDs of a placement group and the one that leads it; -1 for none. */
export interface LedOsds {
  readonly osds: readonly number[]
  readonly primary: number
}

/** The first that does not decline, or else the first: src/osd/OSDMap.cc, _apply_primary_affinity() */
export function leadOsds(osds: PlacedOsds, seed: number, up: readonly number[], shifts: boolean): LedOsds {
  const isThere = (osd: number): boolean => osd !== CRUSH_ITEM_NONE
  const primary = up.find(osd => isThere(osd) && !declines(osds, seed, osd)) ?? up.find(isThere)
  if (primary === undefined) return { osds: up, primary: -1 }
  const at = up.indexOf(primary)
  return { osds: shifts ? [primary, ...up.slice(0, at), ...up.slice(at + 1)] : up, primary }
}
