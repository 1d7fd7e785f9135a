import { formatEntityAddrvec } from '@cephwire/codec'
import { monMapToJson, monsByRank } from '@cephwire/maps'
import { fieldWords, setChanges } from './fields.js'
import type { MonMap } from '@cephwire/maps'

/** How a monmap differs from the one before; who is in it at first. */
export function monMapChanges(before: MonMap | undefined, after: MonMap): string[] {
  const addrs = (map: MonMap, name: string): string => formatEntityAddrvec(map.mons.get(name)!.publicAddrs)
  if (before === undefined) {
    return [
      `mons ${monsByRank(after)
        .map(({ name }) => `${name} at ${addrs(after, name)}`)
        .join(', ')}`
    ]
  }
  const { added, gone } = setChanges(new Set(before.ranks), new Set(after.ranks))
  const kept = after.ranks.filter(name => before.mons.has(name))
  return [
    ...gone.map(name => `mon.${name} removed`),
    ...added.map(name => `mon.${name} added at ${addrs(after, name)}, rank ${after.ranks.indexOf(name)}`),
    ...kept.flatMap(name => {
      const [from, to] = [before, after].map(map => addrs(map, name)) as [string, string]
      return from === to ? [] : [`mon.${name} address ${from} → ${to}`]
    }),
    ...kept.flatMap(name => {
      const [from, to] = [before, after].map(map => map.ranks.indexOf(name)) as [number, number]
      return from === to ? [] : [`mon.${name} rank ${from} → ${to}`]
    }),
    ...fieldWords(monMapToJson(before), monMapToJson(after), ['epoch', 'modified'])
  ]
}

/** Names of the monitors in the quorum, by the `mon_status` of one of them. */
export function quorumNames(monStatus: unknown, map: MonMap): readonly string[] {
  const { quorum } = (monStatus ?? {}) as { readonly quorum?: unknown }
  if (!Array.isArray(quorum)) return []
  return quorum.map(rank => map.ranks[Number(rank)] ?? `rank ${Number(rank)}`)
}

/** How the quorum differs from the one before. */
export function quorumChanges(
  before: readonly string[] | undefined,
  after: readonly string[],
  all: readonly string[]
): string[] {
  if (before !== undefined && before.join() === after.join()) return []
  const missing = all.filter(name => !after.includes(name))
  const { added, gone } = setChanges(new Set(before ?? after), new Set(after))
  const said = [
    ...gone.map(name => `mon.${name} has left`),
    ...added.map(name => `mon.${name} has joined`),
    ...(missing.length > 0 ? [`out of quorum: ${missing.join(', ')}`] : [])
  ]
  const quorum = after.length === 0 ? 'no quorum' : `quorum ${after.join(',')}`
  return [said.length === 0 ? quorum : `${quorum}; ${said.join(', ')}`]
}
