import { sameEntityAddr } from '@cephwire/codec'
import type { EntityAddr } from '@cephwire/codec'
import type { MonTarget } from './mon-target.js'

/** Numbers from 0 to 1, 1 excluded. */
export type RandomNumber = () => number

/**
 * Targets in the order in which to try them, as MonClient::_add_conns does: those of the lowest priority first; among
 * them at random, by weight where weights are given. msgr2 goes before msgr1, and `avoid` behind all others.
 */
export function tryOrder(
  targets: readonly MonTarget[],
  random: RandomNumber,
  avoid?: EntityAddr
): readonly MonTarget[] {
  const groups = new Map<string, MonTarget[]>()
  const keyOf = ({ addr, priority }: MonTarget): string =>
    `${addr.type === 'legacy' ? 1 : 0}${String(priority).padStart(6, '0')}`
  for (const target of targets) groups.set(keyOf(target), [...(groups.get(keyOf(target)) ?? []), target])
  const order = [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]) => shuffled(group, random))
  const avoided = (target: MonTarget): boolean => avoid !== undefined && sameEntityAddr(target.addr, avoid)
  return [...order.filter(target => !avoided(target)), ...order.filter(avoided)]
}

/** Draws without putting back: where all weights are 0, or only such are left, each order is equally likely. */
function shuffled(targets: readonly MonTarget[], random: RandomNumber): MonTarget[] {
  const weighted = targets.some(({ weight }) => weight > 0)
  const left = targets.map(target => ({ target, weight: weighted ? target.weight : 1 }))
  const order: MonTarget[] = []
  while (left.length > 0) {
    const total = left.reduce((sum, { weight }) => sum + weight, 0)
    order.push(
      left.splice(total > 0 ? drawn(left, random() * total) : Math.floor(random() * left.length), 1)[0]!.target
    )
  }
  return order
}

function drawn(left: readonly { readonly weight: number }[], at: number): number {
  let sum = 0
  for (const [i, { weight }] of left.entries()) {
    sum += weight
    if (at < sum) return i
  }
  return left.length - 1
}
