import type { Service, ServiceDaemon, ServiceMap } from '@cephwire/maps'

/** How a servicemap differs from the one before; what is registered at first. */
export function serviceMapChanges(before: ServiceMap | undefined, after: ServiceMap): string[] {
  const old = before?.services ?? new Map<string, Service>()
  const words = [...new Set([...old.keys(), ...after.services.keys()])].sort().flatMap(kind => {
    const [was, is] = [old.get(kind), after.services.get(kind)]
    return [
      ...daemonChanges(kind, was?.daemons ?? NONE, is?.daemons ?? NONE),
      ...(was?.summary === is?.summary || (is?.summary ?? '') === '' ? [] : [`${kind}: ${is?.summary ?? ''}`])
    ]
  })
  return before === undefined && words.length === 0 ? ['no services'] : words
}

const NONE: ReadonlyMap<string, ServiceDaemon> = new Map()

function daemonChanges(
  kind: string,
  before: ReadonlyMap<string, ServiceDaemon>,
  after: ReadonlyMap<string, ServiceDaemon>
): string[] {
  const gone = [...before.keys()].filter(name => !after.has(name))
  return [
    ...gone.map(name => `${kind}.${name} gone`),
    ...[...after].flatMap(([name, daemon]) => {
      const was = before.get(name)
      if (was?.gid !== daemon.gid)
        return [`${kind}.${name} ${was === undefined ? 'registered' : 'restarted'}${at(daemon)}`]
      const [from, to] = [was, daemon].map(taskWords) as [string, string]
      return from === to ? [] : [`${kind}.${name} ${to === '' ? 'has no tasks' : to}`]
    })
  ]
}

function at({ metadata }: ServiceDaemon): string {
  const said = ['hostname', 'ceph_version_short'].flatMap(key => metadata.get(key) ?? [])
  return said.length === 0 ? '' : ` (${said.join(', ')})`
}

function taskWords({ taskStatus }: ServiceDaemon): string {
  return [...taskStatus].map(([task, state]) => `${task}: ${state}`).join(', ')
}
