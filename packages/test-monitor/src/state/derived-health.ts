import { formatEntityAddrvec } from '@cephwire/codec'
import type { HealthCheck } from './health-state.js'
import type { MonMapState } from './monmap-state.js'
import type { OSDMapState, Pool } from './osdmap-state.js'
import type { QuorumState } from './quorum-state.js'

/** What health follows from. */
export interface HealthSources {
  readonly monmap: MonMapState
  readonly quorum: QuorumState
  readonly osdmap: OSDMapState
}

/** Flags that somebody should know of, in the order in which Ceph lists them. */
const warnFlags: readonly string[] = [
  ...['pauserd', 'pausewr', 'pauserec', 'noup', 'nodown', 'noout', 'noin', 'nobackfill', 'norebalance'],
  ...['norecover', 'noscrub', 'nodeep-scrub', 'notieragent', 'nosnaptrim']
]

/** What monitors find wrong themselves: monitors that are down, flags of the osdmap, pools without copies. */
export function derivedHealth({ monmap, quorum, osdmap }: HealthSources): ReadonlyMap<string, HealthCheck> {
  const checks: readonly (readonly [string, HealthCheck | undefined])[] = [
    ['MON_DOWN', monDown(monmap, quorum)],
    ['OSDMAP_FLAGS', osdMapFlags(osdmap.flags)],
    ['POOL_NO_REDUNDANCY', poolNoRedundancy(osdmap.pools)],
    ['POOL_SCRUB_FLAGS', poolScrubFlags(osdmap.pools)]
  ]
  return new Map(checks.flatMap(([code, check]) => (check === undefined ? [] : [[code, check]])))
}

function warning(summary: string, count: number, detail: readonly string[]): HealthCheck {
  return { severity: 'HEALTH_WARN', summary, count, detail, muted: false }
}

/** Ceph waits some time before it says so. Without a quorum there is nobody to say it. */
function monDown({ map, names }: MonMapState, quorum: QuorumState): HealthCheck | undefined {
  const down = names.filter(name => !quorum.has(name))
  if (down.length === 0 || quorum.members.length === 0) return undefined
  const detail = down.map(name => {
    const addrs = formatEntityAddrvec(map.mons.get(name)?.publicAddrs ?? [])
    return `mon.${name} (rank ${names.indexOf(name)}) addr ${addrs} is down (out of quorum)`
  })
  return warning(`${down.length}/${names.length} mons down, quorum ${quorum.members.join(',')}`, down.length, detail)
}

/** The count is the length of the text, in Ceph too. */
function osdMapFlags(flags: ReadonlySet<string>): HealthCheck | undefined {
  const set = warnFlags.filter(flag => flags.has(flag)).join(',')
  return set === '' ? undefined : warning(`${set} flag(s) set`, set.length, [])
}

function poolNoRedundancy(pools: readonly Pool[]): HealthCheck | undefined {
  const alone = pools.filter(({ type, size }) => type === 'replicated' && size === 1)
  if (alone.length === 0) return undefined
  const detail = alone.map(({ name }) => `pool '${name}' has no replicas configured`)
  return warning(`${alone.length} pool(s) have no replicas configured`, alone.length, detail)
}

/** Nothing that changes the status: its severity is HEALTH_OK. */
function poolScrubFlags(pools: readonly Pool[]): HealthCheck | undefined {
  const scrubFlags = ['noscrub', 'nodeep-scrub']
  const found = scrubFlags.filter(flag => pools.some(({ flags }) => flags.has(flag)))
  if (found.length === 0) return undefined
  const detail = pools.flatMap(({ name, flags }) =>
    scrubFlags.filter(flag => flags.has(flag)).map(flag => `Pool ${name} has ${flag} flag`)
  )
  const summary = `Some pool(s) have the ${found.join(', ')} flag(s) set`
  return { severity: 'HEALTH_OK', summary, count: 0, detail, muted: false }
}
