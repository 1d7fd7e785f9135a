import { LEGACY_REQUIRE_FLAGS, OSDMapFlag } from './osd-map-flag.js'

const JEWEL = 10
const KRAKEN = 11
export const LUMINOUS = 12
export const NAUTILUS = 14

/** The release that the flags of a map before Luminous ask its OSDs to have; 0 for none. */
export function releaseOfFlags(flags: number): number {
  if ((flags & OSDMapFlag.REQUIRE_LUMINOUS) !== 0) return LUMINOUS
  if ((flags & OSDMapFlag.REQUIRE_KRAKEN) !== 0) return KRAKEN
  return (flags & OSDMapFlag.REQUIRE_JEWEL) === 0 ? 0 : JEWEL
}

/** The flags of a map whose OSDs have a release: what that implies is set, what it replaces is not. */
export function flagsOfRelease(flags: number, release: number): number {
  const luminous = release >= LUMINOUS ? (flags & ~LEGACY_REQUIRE_FLAGS) | OSDMapFlag.RECOVERY_DELETES : flags
  return (release >= NAUTILUS ? luminous | OSDMapFlag.PGLOG_HARDLIMIT : luminous) >>> 0
}

/** The flags as a peer before Luminous knows them. */
export function legacyFlags(flags: number, release: number): number {
  if (release >= LUMINOUS) return (flags | OSDMapFlag.REQUIRE_LUMINOUS | OSDMapFlag.RECOVERY_DELETES) >>> 0
  if (release === KRAKEN) return (flags | OSDMapFlag.REQUIRE_KRAKEN) >>> 0
  return release === JEWEL ? (flags | OSDMapFlag.REQUIRE_JEWEL) >>> 0 : flags
}
