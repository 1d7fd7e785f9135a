import { compareUtf8, formatEntityAddrvec, formatUtime, sortedByKey } from '@cephwire/codec'
import { cephReleaseName } from '../releases.js'
import { cipherName } from './cipher.js'
import { monsByRank } from './monmap.js'
import type { MonInfo } from './mon-info.js'
import type { MonMap } from './monmap.js'

/** Control characters in names would act on the terminal. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, char => `\\x${char.codePointAt(0)!.toString(16).padStart(2, '0')}`)
}

/** std::map<std::string, std::string> as Ceph prints it: `{datacenter=dc1,rack=r1}` */
export function formatCrushLoc(crushLoc: ReadonlyMap<string, string>): string {
  return `{${[...sortedByKey(crushLoc)].map(([type, bucket]) => `${type}=${bucket}`).join(',')}}`
}

/** std::set<std::string> as Ceph prints it: `a,b` */
export function formatNames(names: ReadonlySet<string>): string {
  return [...names].sort(compareUtf8).join(',')
}

function monLine(info: MonInfo, rank: number): string {
  const location = info.crushLoc.size === 0 ? '' : `; crush_location ${formatCrushLoc(info.crushLoc)}`
  return `${rank}: ${formatEntityAddrvec(info.publicAddrs)} mon.${info.name}${location}`
}

function authLines(map: MonMap): string[] {
  if (map.authEpoch === undefined) return []
  return [
    `auth_epoch ${map.authEpoch}`,
    `auth_service_cipher ${cipherName(map.authServiceCipher ?? 0)}`,
    `auth_allowed_ciphers ${(map.authAllowedCiphers ?? []).map(cipherName).join(', ')}`,
    `auth_preferred_cipher ${cipherName(map.authPreferredCipher ?? 0)}`
  ]
}

/**
 * The text that `ceph mon dump` prints for the map, each line with its newline: src/mon/MonMap.cc, print().
 *
 * A map of Tentacle has its four lines about ciphers. Control characters are written as `\x1b`.
 */
export function formatMonMap(map: MonMap): string {
  const leaders = formatNames(map.disallowedLeaders)
  const lines = [
    `epoch ${map.epoch}`,
    `fsid ${map.fsid}`,
    `last_changed ${formatUtime(map.lastChanged)}`,
    `created ${formatUtime(map.created)}`,
    `min_mon_release ${map.minMonRelease} (${cephReleaseName(map.minMonRelease)})`,
    `election_strategy: ${map.strategy}`,
    ...(map.stretchModeEnabled ? ['stretch_mode_enabled 1', `tiebreaker_mon ${map.tiebreakerMon}`] : []),
    ...(map.stretchModeEnabled || leaders !== '' ? [`disallowed_leaders ${leaders}`] : []),
    ...monsByRank(map).map(monLine),
    ...authLines(map)
  ]
  return lines.map(line => `${printable(line)}\n`).join('')
}
