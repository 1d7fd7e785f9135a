import type { OSDMap } from './osd-map.js'
import type { PlacedOsds } from './placed-osds.js'

/** Out, yet there: an id that no OSD has is not. */
const isMarkedOut = ({ weights }: PlacedOsds, osd: number): boolean => weights[osd] === 0

/**
 * Where a placement group is kept by those who know better than CRUSH: src/osd/OSDMap.cc, _apply_upmap()
 *
 * @param pg text of its id
 */
export function applyUpmap(map: OSDMap, osds: PlacedOsds, pg: string, raw: readonly number[]): readonly number[] {
  const whole = map.pgUpmap.get(pg)
  if (whole?.some(osd => isMarkedOut(osds, osd))) return raw
  const placed = [...(whole ?? raw)]
  for (const { from, to } of map.pgUpmapItems.get(pg) ?? []) {
    const at = placed.indexOf(from)
    if (at >= 0 && !placed.includes(to) && !isMarkedOut(osds, to)) placed[at] = to
  }
  const primary = map.pgUpmapPrimaries.get(pg)
  const at = primary === undefined || !osds.weights[primary] ? -1 : placed.indexOf(primary, 1)
  if (at > 0) [placed[0], placed[at]] = [placed[at]!, placed[0]!]
  return placed
}
