/*
  Feature bits of a peer                     src/include/ceph_features.h

  A u64. Bits are used again once no release needs their first meaning: a bit of incarnation 2 counts only together
  with CEPH_FEATURE_INCARNATION_2 (bit 57), one of incarnation 3 only together with bits 57 and 28. Several features
  may share a bit. So a feature is a mask, and a peer has it when all bits of the mask are set.
*/

/** A u64 of feature bits. */
export type Features = bigint

const bit = (n: number): bigint => 1n << BigInt(n)
const inc2 = (n: number): bigint => bit(n) | bit(57)
const inc3 = (n: number): bigint => bit(n) | bit(57) | bit(28)

/** Every feature in use today, as the mask of its bit and its incarnation: CEPH_FEATUREMASK_… */
export const CephFeature = {
  UID: bit(0),
  NOSRCADDR: bit(1),
  SERVER_NAUTILUS: inc3(2),
  FLOCK: bit(3),
  SUBSCRIBE2: bit(4),
  MONNAMES: bit(5),
  RECONNECT_SEQ: bit(6),
  DIRLAYOUTHASH: bit(7),
  OBJECTLOCATOR: bit(8),
  PGID64: bit(9),
  INCSUBOSDMAP: bit(10),
  PGPOOL3: bit(11),
  OSDREPLYMUX: bit(12),
  OSDENC: bit(13),
  SERVER_KRAKEN: inc2(14),
  MONENC: bit(15),
  SERVER_OCTOPUS: inc3(16),
  OSD_REPOP_MLCOD: inc3(16),
  OS_PERF_STAT_NS: inc3(17),
  CRUSH_TUNABLES: bit(18),
  OSD_PGLOG_HARDLIMIT: inc2(19),
  SERVER_PACIFIC: inc3(20),
  SERVER_LUMINOUS: inc2(21),
  RESEND_ON_SPLIT: inc2(21),
  RADOS_BACKOFF: inc2(21),
  OSDMAP_PG_UPMAP: inc2(21),
  CRUSH_CHOOSE_ARGS: inc2(21),
  OSD_FIXED_COLLECTION_LIST: inc2(22),
  MSG_AUTH: bit(23),
  RECOVERY_RESERVATION_2: inc2(24),
  CRUSH_TUNABLES2: bit(25),
  CREATEPOOLID: bit(26),
  REPLY_CREATE_INODE: bit(27),
  SERVER_MIMIC: inc2(28),
  MDSENC: bit(29),
  OSDHASHPSPOOL: bit(30),
  SERVER_REEF: inc3(31),
  STRETCH_MODE: inc3(32),
  SERVER_QUINCY: inc3(33),
  RANGE_BLOCKLIST: inc3(34),
  OSD_CACHEPOOL: bit(35),
  CRUSH_V2: bit(36),
  EXPORT_PEER: bit(37),
  OSDMAP_ENC: bit(39),
  MDS_INLINE_DATA: bit(40),
  CRUSH_TUNABLES3: bit(41),
  OSD_PRIMARY_AFFINITY: bit(41),
  MSGR_KEEPALIVE2: bit(42),
  OSD_POOLRESEND: bit(43),
  OSD_FADVISE_FLAGS: bit(46),
  MDS_QUOTA: bit(47),
  CRUSH_V4: bit(48),
  SERVER_SQUID: inc2(49),
  SERVER_TENTACLE: inc2(50),
  NEW_OSDOP_ENCODING: bit(56),
  MON_STATEFUL_SUB: bit(57),
  SERVER_JEWEL: bit(57),
  CRUSH_TUNABLES5: bit(58),
  NEW_OSDOPREPLY_ENCODING: bit(58),
  FS_FILE_LAYOUT_V2: bit(58),
  FS_BTIME: bit(59),
  FS_CHANGE_ATTR: bit(59),
  MSG_ADDR2: bit(59),
  OSD_RECOVERY_DELETES: bit(60),
  CEPHX_V2: bit(61)
} as const satisfies Record<string, Features>

/** Name of a feature. */
export type CephFeatureName = keyof typeof CephFeature

/** CEPH_FEATURES_ALL: what a peer advertises that knows everything here. OS_PERF_STAT_NS is for daemons alone. */
export const CEPH_FEATURES_ALL: Features = Object.entries(CephFeature)
  .filter(([name]) => name !== 'OS_PERF_STAT_NS')
  .reduce((all, [, mask]) => all | mask, 0n)

/** Whether a peer has a feature, incarnation included: HAVE_FEATURE. */
export function haveFeature(features: Features, mask: Features): boolean {
  return (features & mask) === mask
}

/**
 * Names of the features in a mask, for messages to people; bits without a name are written as `bit N`.
 *
 * Where features share a bit, all of their names are given.
 */
export function featureNames(features: Features): string[] {
  const names = Object.entries(CephFeature)
    .filter(([, mask]) => haveFeature(features, mask))
    .map(([name]) => name)
  const known = Object.values(CephFeature).reduce(
    (bits, mask) => (haveFeature(features, mask) ? bits | mask : bits),
    0n
  )
  for (let n = 0; n < 64; n++) if ((features & ~known & bit(n)) !== 0n) names.push(`bit ${n}`)
  return names
}

/**
 * What a peer's u64 means: bit 63 set stands for "everything up to bit 32", since one release sent ~0.
 * ceph_sanitize_features.
 */
export function sanitizeFeatures(features: Features): Features {
  return (features & bit(63)) === 0n ? features : 0x1_ffff_ffffn
}
