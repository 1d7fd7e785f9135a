import { decode } from '@cephwire/codec'
import { crushMapCodec } from '../crush/crush-codec.js'
import { OSD_IN, OsdState } from './osd-map-flag.js'
import type { CrushMap } from '../crush/crush-map.js'
import type { OSDMap } from './osd-map.js'

/** What placement asks of an osdmap over and over, in a form that answers at once. */
export interface PlacedOsds {
  readonly crush: CrushMap
  /** By OSD. */
  readonly weights: readonly number[]
  readonly affinities: readonly number[]
  readonly states: readonly number[]
}

const known = new WeakMap<OSDMap, PlacedOsds>()

/** @throws CodecError when the CRUSH map cannot be read */
export function placedOsds(map: OSDMap): PlacedOsds {
  const before = known.get(map)
  if (before !== undefined) return before
  const made = {
    crush: decode(crushMapCodec, map.crush),
    weights: [...map.osdWeight],
    affinities: [...map.osdPrimaryAffinity],
    states: [...map.osdState]
  }
  known.set(map, made)
  return made
}

/** Whether there is such an OSD. */
export const exists = ({ states }: PlacedOsds, osd: number): boolean => ((states[osd] ?? 0) & OsdState.EXISTS) !== 0

const UP_STATE = OsdState.EXISTS | OsdState.UP

export const isUp = ({ states }: PlacedOsds, osd: number): boolean => ((states[osd] ?? 0) & UP_STATE) === UP_STATE

/** How readily an OSD is primary, 0 to 0x10000. */
export const affinityOf = ({ affinities }: PlacedOsds, osd: number): number => affinities[osd] ?? OSD_IN
