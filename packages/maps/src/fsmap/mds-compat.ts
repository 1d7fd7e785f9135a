/** What monitors make of the features of MDS daemons when they decode a map: src/mds/MDSMap.cc */
import { featureSet } from './compat-set.js'
import type { CompatSet, FeatureSet } from './compat-set.js'

const INLINE = 7n
const inline = { 7: 'mds uses inline data' }

const none = featureSet()

/** MDSMap::get_compat_set_base: before there was a version for it. */
export const BASE_COMPAT: CompatSet = { compat: none, roCompat: none, incompat: featureSet({ 1: 'base v0.20' }) }

/** MDSMap::get_compat_set_v16_2_4: of daemons that do not say. */
export const PACIFIC_COMPAT: CompatSet = {
  compat: none,
  roCompat: none,
  incompat: featureSet({
    1: 'base v0.20',
    2: 'client writeable ranges',
    3: 'default file layouts on dirs',
    4: 'dir inode in separate object',
    5: 'mds uses versioned encoding',
    6: 'dirfrag is stored in omap',
    ...inline,
    8: 'no anchor table',
    9: 'file layout v2',
    10: 'snaprealm v2'
  })
}

const isEmpty = ({ names }: FeatureSet): boolean => names.size === 0

/** Whether it names no feature at all. */
export function isEmptyCompat({ compat, roCompat, incompat }: CompatSet): boolean {
  return [compat, roCompat, incompat].every(isEmpty)
}

/** Every daemon since Nautilus knows this one, so it is taken for granted. */
export function withInline(set: CompatSet): CompatSet {
  if (set.incompat.names.has(INLINE)) return set
  const { mask, names } = set.incompat
  return { ...set, incompat: { mask: mask | (1n << INLINE), names: new Map([...names, [INLINE, inline[7]]]) } }
}
