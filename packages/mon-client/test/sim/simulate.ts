import { createHash } from 'node:crypto'
import { createRandom } from './random.js'
import { createSchedule } from './schedule.js'
import { describeError } from './ledger.js'
import { World } from './world.js'
import type { Ledger } from './ledger.js'
import type { Schedule } from './schedule.js'

/** What came of a seed. */
export interface Simulated {
  readonly seed: number
  readonly schedule: Schedule
  /** What was not as it should be, with the virtual time. */
  readonly violations: readonly string[]
  readonly counts: Ledger['counts']
  /** Everything that happened, if it was asked for. */
  readonly trace: readonly string[]
  /** Of the trace. */
  readonly hash: string
  /** Virtual milliseconds. */
  readonly lasted: number
  readonly recovery: number
}

/** Hours of virtual time that no schedule lasts. */
const LIMIT = 3_600_000

/**
 * Plays the schedule of a seed.
 *
 * @param tracing whether to remember everything that happens
 */
export async function simulate(seed: number, tracing = false): Promise<Simulated> {
  const random = createRandom(seed)
  const schedule = createSchedule(random)
  const violations: string[] = []
  const trace: string[] = []
  const note = (text: string): void => void trace.push(`${world.clock.now().toFixed(3)} ${text}`)
  const fail = (violation: string): void => {
    violations.push(`${world.clock.now().toFixed(3)} ${violation}`)
    if (tracing) note(`VIOLATION ${violation}`)
  }
  const world: World = new World({ schedule, random, fail, trace: tracing ? note : undefined })
  const unhandled = (reason: unknown): void => fail(`unhandled rejection: ${describeError(reason)}`)
  process.on('unhandledRejection', unhandled)
  // Stack traces cost more than most of what is simulated.
  const { stackTraceLimit } = Error
  if (!tracing) Error.stackTraceLimit = 0
  try {
    await world.clock.run(world.play(), LIMIT)
  } catch (error) {
    fail(describeError(error))
  }
  // A rejection that nobody handles is told when the microtasks are through.
  await new Promise(resolve => setImmediate(resolve))
  Error.stackTraceLimit = stackTraceLimit
  process.removeListener('unhandledRejection', unhandled)
  const hash = createHash('sha256').update(trace.join('\n')).digest('hex')
  const { counts } = world.ledger
  return { seed, schedule, violations, counts, trace, hash, lasted: world.clock.now(), recovery: world.recovery }
}
