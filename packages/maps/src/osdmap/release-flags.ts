import { LEGACY_REQUIRE_FLAGS, OsdMapFlag } from './osd-map-flag.js'

const JEWEL = 10
const KRAKEN = 11
export const LUMINOUS = 12
export const NAUTILUS = 14

/** The release that the flags of a map before Luminous ask its OSDs to have; 0 for none. */
export function releaseOfFlags(flags: number): number {
  if ((flags & OsdMapFlag.REQUIRE_LUMINOUS) !== 0) return LUMINOUS
  if ((flags & OsdMapFlag.REQUIRE_KRAKEN) !== 0) return KRAKEN
  return (flags & OsdMapFlag.REQUIRE_JEWEL) === 0 ? 0 : JEWEL
}

/** The flags of a map whose OSDs have a release: what that implies is set, what it replaces is not. */
export function flagsOfRelease(flags: number, release: number): number {
  const luminous = release >= LUMINOUS ? (flags & ~LEGACY_REQUIRE_FLAGS) | OsdMapFlag.RECOVERY_DELETES : flags
  return (release >= NAUTILUS ? luminous | OsdMapFlag.PGLOG_HARDLIMIT : luminous) >>> 0
}

/** The flags as a peer before Luminous knows them. */
export function legacyFlags(flags: number, release: number): number {
  if (release >= LUMINOUS) return (flags | OsdMapFlag.REQUIRE_LUMINOUS | OsdMapFlag.RECOVERY_DELETES) >>> 0
  if (release === KRAKEN) return (flags | OsdMapFlag.REQUIRE_KRAKEN) >>> 0
  return release === JEWEL ? (flags | OsdMapFlag.REQUIRE_JEWEL) >>> 0 : flags
}
