import { failed, ok, skipped } from './check.js'
import { quorumOf } from './cluster-view.js'
import { isUndecided } from './authentication.js'
import { isReached } from './reachability.js'
import { list, shellWord } from './words.js'
import type { Check } from './check.js'
import type { ClusterView } from './cluster-view.js'
import type { KnownMonitor, MonStatus } from './mon-status.js'
import type { Probe } from './probe.js'

/** Whether the monitors agree, and who is missing. */
export function examineQuorum(probes: readonly Probe[], view: ClusterView): Check {
  const quorum = quorumOf(view)
  const { cluster, statuses } = view
  if (quorum !== undefined) {
    const outside = cluster?.monitors.filter(({ name }) => !quorum.includes(name)) ?? []
    if (outside.length === 0) return ok('quorum', list(quorum.map(name => `mon.${name}`)))
    const each = outside.map(monitor => stateOf(monitor, statuses, probes))
    return failed('quorum', {
      problem: 'outside-quorum',
      seen: `${list(quorum.map(name => `mon.${name}`))} are the quorum; ${list(each)}`,
      meaning:
        'Clients are served by the others. One that is up and outside does not reach them, or has a wrong clock.',
      advice: ['Start what is down; look at what is up, on its host:', ...outside.flatMap(restart)]
    })
  }
  const undecided = probes.filter(isUndecided)
  if (statuses.length === 0 && undecided.length === 0) return skipped('quorum', 'No monitor said anything about it')
  const monitors = cluster?.monitors ?? []
  const down = monitors.filter(monitor => !isUp(monitor, statuses, probes))
  const majority = Math.floor(monitors.length / 2) + 1
  const up = list(
    statuses.length > 0
      ? statuses.map(({ name, state }) => `mon.${name} is ${state}`)
      : undecided.map(({ target }) => `${target.text} lets nobody in`)
  )
  const missing = down.length === 0 ? '' : `; ${list(down.map(monitor => stateOf(monitor, statuses, probes)))}`
  return failed('quorum', {
    problem: 'no-quorum',
    seen: `There is no quorum: ${up}${missing}`,
    meaning:
      monitors.length === 0
        ? 'A monitor that takes connections and lets nobody in does not see a majority of the monitors.'
        : `${majority} of ${monitors.length} monitors must be up and see each other; before that nobody is served.`,
    advice:
      down.length === 0
        ? ['See that the monitors reach each other, and what each says on its host:', '  ceph daemon mon.ID mon_status']
        : [
            `Start the monitors that are down, each on its host (with cephadm: ceph-${cluster!.fsid}@mon.NAME):`,
            ...down.map(({ name }) => `  systemctl start ${shellWord(`ceph-mon@${name}`)}`),
            'Those that are lost for good can be taken out of the monmap of one that is stopped:',
            '  ceph-mon -i ID --extract-monmap FILE',
            `  monmaptool FILE --rm ${shellWord(down[0]!.name)}`,
            '  ceph-mon -i ID --inject-monmap FILE'
          ]
  })
}

function isUp({ name, addrs }: KnownMonitor, statuses: readonly MonStatus[], probes: readonly Probe[]): boolean {
  if (statuses.some(status => status.name === name)) return true
  return probes.some(probe => addrs.includes(probe.target.text) && isReached(probe))
}

function stateOf(monitor: KnownMonitor, statuses: readonly MonStatus[], probes: readonly Probe[]): string {
  const status = statuses.find(({ name }) => name === monitor.name)
  if (status !== undefined) return `mon.${monitor.name} is ${status.state}`
  return `mon.${monitor.name} is ${isUp(monitor, statuses, probes) ? 'up and lets nobody in' : 'not reached'}`
}

const restart = ({ name }: KnownMonitor): readonly string[] => [`  systemctl status ${shellWord(`ceph-mon@${name}`)}`]
