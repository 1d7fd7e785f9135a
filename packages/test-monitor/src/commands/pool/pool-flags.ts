/** Flags of pools by bit: src/osd/osd_types.h, pg_pool_t::FLAG_* */
const bits: ReadonlyMap<string, number> = new Map([
  ['hashpspool', 1 << 0],
  ['full', 1 << 1],
  ['nodelete', 1 << 4],
  ['nopgchange', 1 << 5],
  ['nosizechange', 1 << 6],
  ['write_fadvise_dontneed', 1 << 7],
  ['noscrub', 1 << 8],
  ['nodeep-scrub', 1 << 9],
  ['selfmanaged_snaps', 1 << 13],
  ['pool_snaps', 1 << 14],
  ['creating', 1 << 15],
  ['bulk', 1 << 17]
])

/** What `ceph osd pool get` and `set` know as variables. */
export const settablePoolFlags: readonly string[] = [
  ...['hashpspool', 'nodelete', 'nopgchange', 'nosizechange', 'write_fadvise_dontneed', 'noscrub', 'nodeep-scrub'],
  'bulk'
]

/** `hashpspool,nodelete` */
export function formatPoolFlags(flags: ReadonlySet<string>): string {
  return [...bits.keys()].filter(flag => flags.has(flag)).join(',')
}

export function poolFlagsMask(flags: ReadonlySet<string>): number {
  return [...flags].reduce((mask, flag) => mask | (bits.get(flag) ?? 0), 0)
}
