import { address } from './words.js'
import type { EntityAddr } from '@cephwire/codec'
import type { MsMode, NamedMonitor } from '@cephwire/mon-client'

/** One address of one monitor to try. */
export interface Target {
  readonly addr: EntityAddr
  /** As mon_host has it. */
  readonly text: string
  /** The same for all addresses of one monitor, as far as that is known. */
  readonly monitor: string
  /** Whether mon_host leaves open which protocol it is for. */
  readonly guessed: boolean
  /** Whether clients of this mode use it: first of all, when the monitor has no other, or never. */
  readonly use: 'first' | 'fallback' | 'never'
}

/** All addresses, each once. */
export function targetsOf(monitors: readonly NamedMonitor[], msMode: MsMode): readonly Target[] {
  const targets = new Map<string, Target>()
  for (const [monitor, { addrs, guessed }] of together(monitors)) {
    for (const addr of addrs) {
      const text = address(addr)
      if (addr.host === '' || targets.has(text)) continue
      targets.set(text, { addr, text, monitor, guessed, use: useOf(addr, addrs, msMode) })
    }
  }
  return [...targets.values()]
}

interface Together {
  readonly addrs: readonly EntityAddr[]
  readonly guessed: boolean
}

/** An address that says neither protocol nor port has become two monitors, `noname-a` and `noname-a-legacy`. */
function together(monitors: readonly NamedMonitor[]): ReadonlyMap<string, Together> {
  const each = new Map<string, Together>()
  for (const monitor of monitors) {
    const name = monitor.name.replace(/-legacy$/, '')
    const before = each.get(name)
    each.set(name, { addrs: [...(before?.addrs ?? []), ...monitor.addrs], guessed: before !== undefined })
  }
  return each
}

function useOf(addr: EntityAddr, all: readonly EntityAddr[], msMode: MsMode): Target['use'] {
  const legacy = addr.type === 'legacy'
  if (msMode === 'legacy') return legacy ? 'first' : 'never'
  if (!legacy) return 'first'
  if (msMode === 'crc' || msMode === 'secure') return 'never'
  return all.some(({ type }) => type === 'msgr2') ? 'fallback' : 'first'
}
