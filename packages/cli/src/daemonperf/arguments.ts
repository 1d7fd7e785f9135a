import { UsageError } from '../errors.js'

/** What `daemonperf` is told behind the daemon. */
export interface PerfArguments {
  /** Whether to list what there is instead. */
  readonly list: boolean
  /** Counters of a lower priority are left out. */
  readonly priority: number
  /** Shell patterns for names of counters, or SECTION.NAME; undefined for all. */
  readonly patterns: readonly string[] | undefined
  /** Seconds. */
  readonly interval: number
  /** Lines; undefined for no end. */
  readonly count: number | undefined
}

/** In the order in which a beginning of one is looked for: src/common/perf_counters.h */
const priorities = { critical: 10, interesting: 8, useful: 5, uninteresting: 2, debugonly: 0 } as const

/** @throws UsageError */
export function perfArguments(words: readonly string[]): PerfArguments {
  const numbers = words.findIndex(isNumber)
  const names = numbers < 0 ? words : words.slice(0, numbers)
  const [interval = '1', count] = numbers < 0 ? [] : words.slice(numbers)
  let list = false
  let priority: number = priorities.interesting
  let patterns: readonly string[] | undefined
  for (const name of names) {
    const named = Object.entries(priorities).find(([known]) => known.startsWith(name))
    if (name === 'list' || name === 'ls') list = true
    else if (named !== undefined) priority = named[1]
    else patterns = name.split(',')
  }
  if (Number(interval) < 0) throw new UsageError('daemonperf: interval should be a positive number')
  if (count !== undefined && !/^\d{1,9}$/.test(count)) {
    throw new UsageError('daemonperf: count should be a positive integer')
  }
  return {
    list,
    priority,
    patterns,
    interval: Number(interval),
    count: count === undefined ? undefined : Number(count)
  }
}

function isNumber(word: string): boolean {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(word)
}
