import { OsdState } from '@cephwire/maps'
import type { OSDMap, OSDMapDiff } from '@cephwire/maps'
import type { Json } from '../decode/to-json.js'

/** How many OSDs there are. */
interface OsdCounts {
  readonly total: number
  readonly up: number
  readonly in: number
}

function countOsds({ osdState, osdWeight }: OSDMap): OsdCounts {
  let [total, up, isIn] = [0, 0, 0]
  let osd = 0
  for (const state of osdState) {
    if ((state & OsdState.EXISTS) !== 0) {
      total++
      if ((state & OsdState.UP) !== 0) up++
      if ((osdWeight.at(osd) ?? 0) > 0) isIn++
    }
    osd++
  }
  return { total, up, in: isIn }
}

/** What has changed, or how many OSDs there are at first and in an epoch of which there is nothing to say. */
export function osdMapChanges(map: OSDMap, diff: OSDMapDiff | undefined): readonly string[] {
  if (diff !== undefined && diff.words.length > 0) return diff.words
  const { total, up, in: isIn } = countOsds(map)
  return [`${total} total, ${up} up, ${isIn} in`]
}

/** As `ceph osd stat -f json`. */
export function osdStatJson(map: OSDMap): { readonly [name: string]: Json } {
  const { total, up, in: isIn } = countOsds(map)
  return {
    epoch: map.epoch,
    num_osds: total,
    num_up_osds: up,
    osd_up_since: map.lastUpChange.sec,
    num_in_osds: isIn,
    osd_in_since: map.lastInChange.sec
  }
}
