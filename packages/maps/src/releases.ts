/** Names of Ceph's releases by number: src/common/ceph_strings.cc, ceph_release_name */
const names: readonly string[] = [
  'unknown',
  'argonaut',
  'bobtail',
  'cuttlefish',
  'dumpling',
  'emperor',
  'firefly',
  'giant',
  'hammer',
  'infernalis',
  'jewel',
  'kraken',
  'luminous',
  'mimic',
  'nautilus',
  'octopus',
  'pacific',
  'quincy',
  'reef',
  'squid',
  'tentacle'
]

/** `pacific` for 16; `unknown` for a number without a name. */
export function cephReleaseName(release: number): string {
  return names[release] ?? 'unknown'
}

/** 16 for `pacific`; undefined for a word that is no release. */
export function parseCephRelease(name: string): number | undefined {
  const release = names.indexOf(name)
  return release > 0 ? release : undefined
}
