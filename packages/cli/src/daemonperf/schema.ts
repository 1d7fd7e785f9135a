import { escapeLine } from '../escape.js'
import { fields, number, text } from '../json-reader.js'
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
  return Object.entries(fields(schema)).flatMap(([section, counters]) =>
    Object.entries(fields(counters)).flatMap(([name, value]) => {
      const { type, nick, priority } = fields(value)
      const bits = number(type)
      const counter: Counter = {
        section,
        name,
        nick: escapeLine(text(nick)),
        priority: number(priority),
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
  const [is, was] = [now, before].map(dump => fields(fields(dump)[section])[name])
  if (counts) return Math.max(number(is) - number(was), 0)
  if (!averages) return number(is)
  const [sum, entries] = ['sum', 'avgcount'].map(field => number(fields(is)[field]) - number(fields(was)[field])) as [
    number,
    number
  ]
  return entries === 0 ? 0 : (sum / entries) * 1000
}
