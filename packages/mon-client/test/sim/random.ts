import { seeded } from '../support/targets.js'

/** Random choices that are the same for the same seed. */
export interface Random {
  /** From 0 to 1, 1 excluded. */
  readonly number: () => number
  /** A whole number, both ends included. */
  integer(least: number, most: number): number
  /** Whether something happens that has this probability. */
  chance(probability: number): boolean
  oneOf<T>(values: readonly T[]): T
  /** One of these, the heavier ones more often. */
  weighted<T>(values: readonly (readonly [weight: number, value: T])[]): T
  bytes(length: number): Uint8Array
  /** Another source: what one of its users draws changes nothing for the others. */
  fork(): Random
}

export function createRandom(seed: number): Random {
  const number = seeded(seed)
  return {
    number,
    integer: (least, most) => least + Math.floor(number() * (most - least + 1)),
    chance: probability => number() < probability,
    oneOf: values => values[Math.floor(number() * values.length)]!,
    weighted(values) {
      let left = number() * values.reduce((sum, [weight]) => sum + weight, 0)
      for (const [weight, value] of values) {
        left -= weight
        if (left < 0) return value
      }
      return values.at(-1)![1]
    },
    bytes: length => Uint8Array.from({ length }, () => number() * 256),
    fork: () => createRandom(Math.floor(number() * 0x1_0000_0000))
  }
}
