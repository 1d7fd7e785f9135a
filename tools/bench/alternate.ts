import { spawnSync } from 'node:child_process'

/** Milliseconds of one run of a program: on the clock, and of processors, user and system. */
export interface Took {
  readonly wall: number
  readonly cpu: number
}

export type Measure = keyof Took

/** Runs a program to its end, with its output thrown away. */
function timed(command: readonly string[]): Took {
  // bash tells CPU time of a child, which Node does not.
  const script = 'TIMEFORMAT="%3R %3U %3S"; time "$@" >/dev/null 2>&1'
  const { status, stderr } = spawnSync('bash', ['-c', script, 'bash', ...command], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}`)
  const [wall, user, system] = stderr
    .trim()
    .split(' ')
    .map(seconds => Number(seconds) * 1000)
  return { wall: wall!, cpu: user! + system! }
}

/**
 * Runs programs in turn, each once a round, in an order that rotates: what else the machine does meets all of them.
 *
 * @returns by name, a time for each round
 */
export function alternate(
  programs: ReadonlyMap<string, readonly string[]>,
  rounds: number
): ReadonlyMap<string, readonly Took[]> {
  const names = [...programs.keys()]
  const times = new Map<string, Took[]>(names.map(name => [name, []]))
  for (const name of names) timed(programs.get(name)!)
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < names.length; i++) {
      const name = names[(i + round) % names.length]!
      times.get(name)!.push(timed(programs.get(name)!))
    }
  }
  return times
}

export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!
}

/** The median of the ratios of the rounds, so that a machine that gets slower does not count. */
export function ratio(times: readonly Took[], to: readonly Took[], measure: Measure): number {
  return median(times.map((took, i) => took[measure] / to[i]![measure]))
}
