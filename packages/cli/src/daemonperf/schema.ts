import { escapeLine } from '../escape.js'
import { globMatches } from './glob.js'

/** A counter of a daemon: src/common/perf_counters.h */
export interface Counter {
  readonly section: string
  readonly name: string
  /** How it is headed. */
  readonly nick: string
  readonly priority: number
  /** Counts what has happened, so that the difference is shown. */
  readonly counts: boolean
  /** The mean of a duration, which is shown in milliseconds. */
  readonly averages: boolean
}

const LONG_RUNNING_AVG = 4
const COUNTER = 8

/**
 * The counters that are wanted, in the daemon's order.
 *
 * @param schema what `perf schema` answers
 */
export function selectCounters(
  schema: unknown,
  patterns: readonly string[] | undefined,
  least: number
): readonly Counter[] {
  return Object.entries(objectOf(schema)).flatMap(([section, counters]) =>
    Object.entries(objectOf(counters)).flatMap(([name, value]) => {
      const { type, nick, priority } = objectOf(value)
      const bits = numberOf(type)
      const counter: Counter = {
        section,
        name,
        nick: typeof nick === 'string' ? escapeLine(nick) : '',
        priority: numberOf(priority),
        counts: (bits & COUNTER) !== 0,
        averages: (bits & LONG_RUNNING_AVG) !== 0
      }
      const wanted = patterns?.some(p => globMatches(name, p) || globMatches(`${section}.${name}`, p)) ?? true
      return wanted && counter.priority >= least ? [counter] : []
    })
  )
}

/**
 * What to show of a counter.
 *
 * @param now what `perf dump` answers
 * @param before the same an interval before
 */
export function valueOf({ section, name, counts, averages }: Counter, now: unknown, before: unknown): number {
  const [is, was] = [now, before].map(dump => objectOf(objectOf(dump)[section])[name])
  if (counts) return Math.max(numberOf(is) - numberOf(was), 0)
  if (!averages) return numberOf(is)
  const [sum, entries] = ['sum', 'avgcount'].map(
    field => numberOf(objectOf(is)[field]) - numberOf(objectOf(was)[field])
  ) as [number, number]
  return entries === 0 ? 0 : (sum / entries) * 1000
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0
}
