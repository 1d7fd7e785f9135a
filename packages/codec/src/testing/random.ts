/** Repeatable randomness for tests. */
export interface Random {
  /** Print it with a failure: it replays the run. */
  readonly seed: number
  /** At least 0, below 1. */
  next(): number
  /** A whole number, at least 0, below `bound`. */
  below(bound: number): number
  bytes(length: number): Uint8Array
}

/** A generator of the mulberry32 kind: the same seed gives the same numbers. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
  const below = (bound: number): number => Math.floor(next() * bound)
  return { seed, next, below, bytes: length => Uint8Array.from({ length }, () => below(256)) }
}
