/*
  The temporary monmap of a client           src/mon/MonMap.cc, init_with_addrs(), _add_ambiguous_addr()
*/
import { formatEntityAddr } from '@cephwire/codec'
import type { EntityAddr, EntityAddrvec } from '@cephwire/codec'

/** Where msgr2 is spoken: CEPH_MON_PORT_IANA */
export const MON_PORT_MSGR2 = 3300
/** Where msgr1 is spoken: CEPH_MON_PORT_LEGACY */
export const MON_PORT_LEGACY = 6789

/** A monitor to try, until the first monmap tells the real ones. */
export interface NamedMonitor {
  /** `noname-a`, `noname-a-legacy`, or the name that a `[mon.x]` section or DNS gives. */
  readonly name: string
  readonly addrs: EntityAddrvec
  /** Of mons with several priorities only the lowest number is tried first; 0 when nothing is said. */
  readonly priority: number
  /** How often to choose it among those of one priority; 0 when nothing is said. */
  readonly weight: number
}

/** Collects monitors; an address that is there already is not added again. */
export class NamedMonitors {
  readonly #monitors: NamedMonitor[] = []
  readonly #seen = new Set<string>()

  get list(): readonly NamedMonitor[] {
    return this.#monitors
  }

  /** One monitor whose addresses are complete. */
  add(name: string, addrs: EntityAddrvec, priority = 0, weight = 0): void {
    const texts = addrs.map(formatEntityAddr)
    if (texts.every(text => this.#seen.has(text))) return
    for (const text of texts) this.#seen.add(text)
    this.#monitors.push({ name, addrs, priority, weight })
  }

  /**
   * One address of which the kind or the port may be missing: type `any`, port 0. The usual ports tell the kind;
   * where they do not, the msgr2 and the msgr1 address become two monitors, so that both are tried.
   */
  addAmbiguous(name: string, addr: EntityAddr, priority = 0, weight = 0): void {
    const add = (type: 'msgr2' | 'legacy', port: number, suffix: '' | '-legacy'): void =>
      this.add(name + suffix, [{ ...addr, type, port }], priority, weight)
    const { type, port } = addr
    if (type === 'msgr2') add('msgr2', port || MON_PORT_MSGR2, '')
    else if (type === 'legacy') add('legacy', port || MON_PORT_LEGACY, '')
    else {
      if (port !== MON_PORT_LEGACY) add('msgr2', port || MON_PORT_MSGR2, '')
      if (port !== MON_PORT_MSGR2) add('legacy', port || MON_PORT_LEGACY, '-legacy')
    }
  }
}

/** Ceph's temporary names: `noname-a` to `noname-z`, then `noname-aa` and on. */
export function nonameAt(index: number): string {
  const letter = String.fromCharCode(97 + (index % 26))
  return index < 26 ? `noname-${letter}` : nonameAt(Math.floor(index / 26) - 1) + letter
}
