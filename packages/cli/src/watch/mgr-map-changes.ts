import { MgrMapFlag, mgrMapToJson } from '@cephwire/maps'
import { fieldWords, setChanges } from './fields.js'
import type { MgrMap } from '@cephwire/maps'

const UNSAID = [
  ...['epoch', 'active_gid', 'active_name', 'active_addr', 'active_change', 'active_mgr_features', 'available', 'flags']
]

const standbysOf = (map: MgrMap): ReadonlySet<string> => new Set([...map.standbys.values()].map(({ name }) => name))

/** How a mgrmap differs from the one before; who is active and who stands by at first. */
export function mgrMapChanges(before: MgrMap | undefined, after: MgrMap): string[] {
  if (before === undefined) {
    const standbys = [...standbysOf(after)]
    return [`${activeWords(after)}${standbys.length > 0 ? `, standbys: ${standbys.join(', ')}` : ''}`]
  }
  const standbys = setChanges(standbysOf(before), standbysOf(after))
  const modules = setChanges(before.modules, after.modules)
  return [
    ...(activeWords(before) === activeWords(after) && before.activeGid === after.activeGid ? [] : [activeWords(after)]),
    ...standbys.gone.filter(name => name !== after.activeName).map(name => `mgr.${name} no longer stands by`),
    ...standbys.added.map(name => `mgr.${name} stands by`),
    ...modules.added.map(name => `module ${name} enabled`),
    ...modules.gone.map(name => `module ${name} disabled`),
    ...serviceChanges(before.services, after.services),
    ...downChanges(before.flags ?? 0n, after.flags ?? 0n),
    ...fieldWords(mgrMapToJson(before), mgrMapToJson(after), UNSAID)
  ]
}

function activeWords({ activeName, activeGid, available }: MgrMap): string {
  if (activeName === '' || activeGid === 0n) return 'no active mgr'
  return `mgr.${activeName} is ${available ? 'active' : 'active (starting)'}`
}

function serviceChanges(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  const gone = [...before.keys()].filter(module => !after.has(module))
  const others = [...after].filter(([module, uri]) => before.get(module) !== uri)
  return [...gone.map(module => `${module} no longer served`), ...others.map(([module, uri]) => `${module} at ${uri}`)]
}

function downChanges(before: bigint, after: bigint): string[] {
  const [was, is] = [before, after].map(flags => (flags & MgrMapFlag.Down) !== 0n) as [boolean, boolean]
  return was === is ? [] : [is ? 'flag down set: no mgr may be active' : 'flag down unset']
}
