import { formatEntityAddr, legacyAddr, msgr2Addr, sameEntityAddr } from '@cephwire/codec'
import type { EntityAddr, EntityAddrvec } from '@cephwire/codec'
import type { MonMap } from '@cephwire/maps'
import type { NamedMonitor } from './config/named-monitors.js'
import type { MsMode } from './options.js'

/** One address of one monitor to try. */
export interface MonTarget {
  /** Of the monitor; temporary before the first monmap. */
  readonly name: string
  readonly addr: EntityAddr
  /** Lower ones are tried first. */
  readonly priority: number
  /** How often to choose it among those of its priority; 0 for all alike. */
  readonly weight: number
}

/**
 * The address of each monitor that the mode allows. `legacy` takes msgr1 alone, `crc` and `secure` msgr2 alone; where
 * both are allowed, msgr1 serves the monitors that have no msgr2.
 */
export function targetsOf(monitors: Iterable<NamedMonitor>, msMode: MsMode): readonly MonTarget[] {
  const targets: MonTarget[] = []
  for (const { name, addrs, priority, weight } of monitors) {
    const addr = addrFor(addrs, msMode)
    if (addr !== undefined) targets.push({ name, addr, priority, weight })
  }
  return targets
}

/** The address to dial; undefined when the mode allows none of them. */
export function addrFor(addrs: EntityAddrvec, msMode: MsMode): EntityAddr | undefined {
  const legacy = msMode === 'crc' || msMode === 'secure' ? undefined : legacyAddr(addrs)
  const addr = msMode === 'legacy' ? legacy : (msgr2Addr(addrs) ?? legacy)
  return addr?.host === '' ? undefined : addr
}

/** The monitors of a monmap, as the configuration's are given. */
export function monitorsOfMonMap(monmap: MonMap): readonly NamedMonitor[] {
  return monmap.ranks.map(name => {
    const { publicAddrs, priority, weight } = monmap.mons.get(name)!
    return { name, addrs: publicAddrs, priority, weight }
  })
}

/** `a` and those of `b` whose address is not in `a`. */
export function unionOfTargets(a: readonly MonTarget[], b: readonly MonTarget[]): readonly MonTarget[] {
  return [...a, ...b.filter(({ addr }) => !a.some(other => sameEntityAddr(other.addr, addr)))]
}

export const formatTarget = ({ addr }: MonTarget): string => formatEntityAddr(addr)

/** The monitor's name in the monmap, where its address is known there. */
export function nameInMonMap(monmap: MonMap, target: MonTarget): string {
  for (const [name, { publicAddrs }] of monmap.mons) {
    if (publicAddrs.some(addr => sameEntityAddr(addr, target.addr))) return name
  }
  return target.name
}
