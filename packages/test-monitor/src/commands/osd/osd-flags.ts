/** Flags of the osdmap in the order in which Ceph lists them, and their bits: src/include/rados.h, CEPH_OSDMAP_* */
const bits: ReadonlyMap<string, number> = new Map([
  ['pauserd', 1 << 2],
  ['pausewr', 1 << 3],
  ['pauserec', 1 << 4],
  ['noup', 1 << 5],
  ['nodown', 1 << 6],
  ['noout', 1 << 7],
  ['noin', 1 << 8],
  ['nobackfill', 1 << 9],
  ['norebalance', 1 << 14],
  ['norecover', 1 << 10],
  ['noscrub', 1 << 11],
  ['nodeep-scrub', 1 << 12],
  ['notieragent', 1 << 13],
  ['nosnaptrim', 1 << 21],
  ['sortbitwise', 1 << 15],
  ['recovery_deletes', 1 << 19],
  ['purged_snapdirs', 1 << 20],
  ['pglog_hardlimit', 1 << 22]
])

/** What every map has since Luminous and Pacific, and nobody needs to be told of: CEPH_OSDMAP_SEMIHIDDEN_FLAGS */
const semihidden: ReadonlySet<string> = new Set([
  'sortbitwise',
  'recovery_deletes',
  'purged_snapdirs',
  'pglog_hardlimit'
])

/** What `ceph osd set` and `unset` know. */
export const settableFlags: readonly string[] = [
  'pause',
  ...['noup', 'nodown', 'noout', 'noin', 'nobackfill', 'norebalance', 'norecover', 'noscrub', 'nodeep-scrub'],
  ...['notieragent', 'nosnaptrim']
]

/** `pauserd,pausewr,noout` */
export function formatFlags(flags: ReadonlySet<string>): string {
  return [...bits.keys()].filter(flag => flags.has(flag)).join(',')
}

/** What somebody has set, without what every map has. */
export function importantFlags(flags: ReadonlySet<string>): string {
  return formatFlags(new Set([...flags].filter(flag => !semihidden.has(flag))))
}

export function flagsMask(flags: ReadonlySet<string>): number {
  return [...flags].reduce((mask, flag) => mask | (bits.get(flag) ?? 0), 0)
}
