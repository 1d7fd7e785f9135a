/*
  Values of options of the type "secs"       src/common/ceph_time.cc, parse_timespan()
    *( digits [ unit ] )                     without a unit: seconds, and nothing behind it
*/

const SECONDS: ReadonlyMap<string, number> = new Map(
  (
    [
      [1, 's sec second seconds'],
      [60, 'm min minute minutes'],
      [3600, 'h hr hour hours'],
      [86400, 'd day days'],
      [7 * 86400, 'w wk week weeks'],
      [30 * 86400, 'mo month months'],
      [365 * 86400, 'y yr year years']
    ] as const
  ).flatMap(([seconds, units]) => units.split(' ').map(unit => [unit, seconds] as const))
)

/** Milliseconds of `300`, `5m`, `1 hour 30 min`; undefined when it is no time span. */
export function parseTimespan(text: string): number | undefined {
  const rest = text.trim()
  if (!/^(\d{1,15}\s*[A-Za-z]+\s*)*(\d{1,15})?$/.test(rest) || rest === '') return undefined
  let seconds = 0
  for (const [, digits, unit] of rest.matchAll(/(\d+)\s*([A-Za-z]*)/g)) {
    const factor = unit === '' ? 1 : SECONDS.get(unit!)
    if (factor === undefined) return undefined
    seconds += Number(digits) * factor
  }
  return seconds * 1000
}

/** A number as options of the type "float" take it; undefined when it is none. */
export function parseDecimal(text: string): number | undefined {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : undefined
}
