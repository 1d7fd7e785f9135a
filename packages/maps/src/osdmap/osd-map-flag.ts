/** Flags of an OSDMap: src/include/rados.h, CEPH_OSDMAP_* */
export const OSDMapFlag = {
  NEARFULL: 1 << 0,
  FULL: 1 << 1,
  PAUSERD: 1 << 2,
  PAUSEWR: 1 << 3,
  PAUSEREC: 1 << 4,
  NOUP: 1 << 5,
  NODOWN: 1 << 6,
  NOOUT: 1 << 7,
  NOIN: 1 << 8,
  NOBACKFILL: 1 << 9,
  NORECOVER: 1 << 10,
  NOSCRUB: 1 << 11,
  NODEEP_SCRUB: 1 << 12,
  NOTIERAGENT: 1 << 13,
  NOREBALANCE: 1 << 14,
  SORTBITWISE: 1 << 15,
  REQUIRE_JEWEL: 1 << 16,
  REQUIRE_KRAKEN: 1 << 17,
  REQUIRE_LUMINOUS: 1 << 18,
  RECOVERY_DELETES: 1 << 19,
  PURGED_SNAPDIRS: 1 << 20,
  NOSNAPTRIM: 1 << 21,
  PGLOG_HARDLIMIT: 1 << 22,
  NOAUTOSCALE: 1 << 23
} as const
export type OSDMapFlag = (typeof OSDMapFlag)[keyof typeof OSDMapFlag]

/** State of an OSD, and flags of a CRUSH node or a device class: src/include/rados.h, CEPH_OSD_* */
export const OsdState = {
  EXISTS: 1 << 0,
  UP: 1 << 1,
  AUTOOUT: 1 << 2,
  NEW: 1 << 3,
  FULL: 1 << 4,
  NEARFULL: 1 << 5,
  BACKFILLFULL: 1 << 6,
  DESTROYED: 1 << 7,
  NOUP: 1 << 8,
  NODOWN: 1 << 9,
  NOIN: 1 << 10,
  NOOUT: 1 << 11,
  STOP: 1 << 12
} as const
export type OsdState = (typeof OsdState)[keyof typeof OsdState]

/** Weight of an OSD that is in, and primary affinity of one that is like the others. */
export const OSD_IN = 0x10000

/** Where the name that Ceph prints is not the constant in lower case. */
const printed: Readonly<Partial<Record<string, string>>> = {
  NODEEP_SCRUB: 'nodeep-scrub',
  REQUIRE_JEWEL: 'require_jewel_osds',
  REQUIRE_KRAKEN: 'require_kraken_osds',
  REQUIRE_LUMINOUS: 'require_luminous_osds'
}

/** In the order in which Ceph prints them; nearfull and full are not printed. */
const order = [
  ...['PAUSERD', 'PAUSEWR', 'PAUSEREC', 'NOUP', 'NODOWN', 'NOOUT', 'NOIN', 'NOBACKFILL', 'NOREBALANCE', 'NORECOVER'],
  ...['NOSCRUB', 'NODEEP_SCRUB', 'NOTIERAGENT', 'NOSNAPTRIM', 'SORTBITWISE', 'REQUIRE_JEWEL', 'REQUIRE_KRAKEN'],
  ...['REQUIRE_LUMINOUS', 'RECOVERY_DELETES', 'PURGED_SNAPDIRS', 'PGLOG_HARDLIMIT', 'NOAUTOSCALE']
] as readonly (keyof typeof OSDMapFlag)[]

/** Names of the flags of a map, as `ceph osd dump` prints them. */
export function osdMapFlagNames(flags: number): string[] {
  const set = order.filter(name => (flags & OSDMapFlag[name]) !== 0)
  return set.map(name => printed[name] ?? name.toLowerCase())
}

/** Names of the bits of an OSD's state, the lowest first: `exists`, `up`. */
export function osdStateNames(state: number): string[] {
  const set = Object.entries(OsdState).filter(([, bit]) => (state & bit) !== 0)
  return set.map(([name]) => name.toLowerCase())
}

export const LEGACY_REQUIRE_FLAGS = OSDMapFlag.REQUIRE_JEWEL | OSDMapFlag.REQUIRE_KRAKEN | OSDMapFlag.REQUIRE_LUMINOUS
