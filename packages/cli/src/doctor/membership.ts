import { failed, ok, skipped, warning } from './check.js'
import { monitorAt } from './cluster-view.js'
import { endOf, isBroken, isReached } from './reachability.js'
import { count, list, source } from './words.js'
import type { ResolvedConfig } from '@cephwire/mon-client'
import type { Check } from './check.js'
import type { ClusterView } from './cluster-view.js'
import type { KnownCluster } from './mon-status.js'
import type { Probe } from './probe.js'

/**
 * Whether a monitor gave a session: it counts as one when it has handed out its monmap.
 *
 * @param otherwise whether something else says why not
 */
export function examineSession(probes: readonly Probe[], { authenticated }: ClusterView, otherwise: boolean): Check {
  const usable = authenticated.filter(({ target }) => target.use !== 'never')
  const served = usable.filter(({ cluster }) => cluster !== undefined)
  const first = served.filter(({ target }) => target.use === 'first')
  const quickest = (first.length > 0 ? first : served).toSorted((a, b) => a.millis - b.millis)[0]
  if (quickest !== undefined) {
    const { target, cluster, millis } = quickest
    const name = monitorAt(cluster, target.text)?.name ?? target.text
    return ok('session', `mon.${name} hands out monmap ${cluster!.epoch}, after ${millis} ms`)
  }
  // Whoever let this client in says more than one that did not.
  const stalled = usable[0] ?? (otherwise ? undefined : probes.find(isBrokenOff))
  if (stalled === undefined) return skipped('session', 'No monitor got that far')
  return failed('session', {
    problem: 'no-session',
    seen: `${stalled.target.text}: ${endOf(stalled)}`,
    meaning: 'The monitor is there and gives no session: it is overloaded, or something in between cuts or changes it.',
    advice: ['Look at the monitor on its host:', '  ceph daemon mon.ID mon_status']
  })
}

const isBrokenOff = (probe: Probe): boolean => probe.target.use !== 'never' && isReached(probe) && isBroken(probe)

/** Whether this is the cluster that the configuration means. */
export function examineFsid({ fsids }: ClusterView, config: ResolvedConfig): Check {
  const { fsid: expected, sources, confFile } = config
  if (fsids.length === 0) return skipped('fsid', 'No monitor said of which cluster it is')
  if (fsids.length > 1) {
    return failed('fsid', {
      problem: 'two-clusters',
      seen: `The monitors are of ${count(fsids.length, 'cluster')}: ${list(fsids)}`,
      meaning: 'mon_host mixes addresses of several clusters.',
      advice: ['Leave those of one cluster in mon_host, as it knows them itself:', '  ceph mon dump']
    })
  }
  const [fsid] = fsids
  if (expected === undefined || expected === fsid) {
    return ok('fsid', `${fsid!}${expected === undefined ? '; the configuration does not say which to expect' : ''}`)
  }
  return failed('fsid', {
    problem: 'wrong-fsid',
    seen: `The monitors are of cluster ${fsid!}, expected is ${expected} (${source(sources['fsid'])})`,
    meaning: 'mon_host leads to another cluster, or the fsid is one of a cluster that is no more.',
    advice: [
      'Correct mon_host, or if this is the right cluster:',
      `  fsid = ${fsid!}`,
      ...(confFile === undefined ? [] : [`in section [global] of ${confFile}`])
    ]
  })
}

/** Whether the addresses in mon_host are those that the monitors have. */
export function examineMonMap(
  { cluster, fsids }: ClusterView,
  probes: readonly Probe[],
  config: ResolvedConfig
): readonly Check[] {
  if (cluster === undefined || fsids.length !== 1) return [skipped('monmap', 'No monitor told who the others are')]
  const tried = new Set(probes.map(({ target }) => target.text))
  const lacking = cluster.monitors.filter(({ addrs }) => !addrs.some(addr => tried.has(addr)))
  const from = source(config.sources['monitors'])
  const names = cluster.monitors.map(({ name }) => `mon.${name}`)
  const checks: Check[] = [ok('monmap', `epoch ${cluster.epoch}: ${list(names)}`)]
  if (lacking.length > 0) {
    checks.push(
      warning('monmap', {
        problem: 'mon-host-incomplete',
        seen: `${list(lacking.map(({ name }) => `mon.${name}`))} ${lacking.length === 1 ? 'is' : 'are'} not in ${from}`,
        meaning: 'Clients start with those that are named: when these are down, no other is found.',
        advice: ['Name all of them:', `  mon_host = ${monHostOf(cluster)}`]
      })
    )
  }
  const foreign = foreigners(cluster, probes)
  if (foreign.length > 0) {
    checks.push(
      warning('monmap', {
        problem: 'foreign-address',
        seen: `${list(foreign)} of ${from} ${foreign.length === 1 ? 'is' : 'are'} not in the monmap`,
        meaning: 'The monitor was removed or moved, and the file is older than that.',
        advice: ['Name those that there are:', `  mon_host = ${monHostOf(cluster)}`]
      })
    )
  }
  return checks
}

/** An address of which another one of the same monitor is known was only a guess. */
function foreigners(cluster: KnownCluster, probes: readonly Probe[]): readonly string[] {
  const known = new Set(
    probes.filter(({ target }) => monitorAt(cluster, target.text) !== undefined).map(({ target }) => target.monitor)
  )
  return probes.filter(probe => !known.has(probe.target.monitor) && !isReached(probe)).map(({ target }) => target.text)
}

function monHostOf({ monitors }: KnownCluster): string {
  return monitors.map(({ addrs }) => (addrs.length === 1 ? addrs[0]! : `[${addrs.join(',')}]`)).join(' ')
}
