/** Names of what clients of a file system may have to know, by bit: src/mds/cephfs_features.cc. The first five are reserved. */
const names: readonly string[] = [
  'reserved',
  'reserved',
  'reserved',
  'reserved',
  'reserved',
  'jewel',
  'kraken',
  'luminous',
  'mimic',
  'reply_encoding',
  'reclaim_client',
  'lazy_caps_wanted',
  'multi_reconnect',
  'deleg_ino',
  'metric_collect',
  'alternate_name',
  'notify_session_state',
  'op_getvxattr',
  '32bits_retry_fwd',
  'new_snaprealm_info',
  'has_owner_uidgid',
  'client_mds_auth_caps',
  'charmap',
  'blockdiff'
]

const hasBit = (bits: Uint8Array, bit: number): boolean => (((bits[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1

/**
 * Names by number of the features whose bits are set, the lowest first; a bit without a name is left out.
 *
 * @param bits a feature_bitset_t: bit 0 is the lowest of the first byte
 */
export function cephFsFeatureNames(bits: Uint8Array): ReadonlyMap<number, string> {
  return new Map([...names.entries()].filter(([bit]) => hasBit(bits, bit)))
}
