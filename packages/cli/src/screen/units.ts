/*
  Numbers as Ceph prints them                src/include/types.h byte_u_t, si_u_t, format_u()
                                             src/common/ceph_time.cc timespan_str()
*/
const byteUnits = [' B', ' KiB', ' MiB', ' GiB', ' TiB', ' PiB', ' EiB']
const siUnits = ['', 'k', 'M', 'G', 'T', 'P', 'E']
/** Of a number with its unit, where it has a fraction. */
const MAX_LENGTH = 7

/** `1.5 GiB` */
export function formatBytes(bytes: number): string {
  return withUnit(bytes, 1024, byteUnits)
}

/** `1.50k` */
export function formatCount(count: number): string {
  return withUnit(count, 1000, siUnits)
}

function withUnit(value: number, base: number, units: readonly string[]): string {
  const whole = Math.max(0, Math.trunc(value))
  let index = 0
  for (let rest = whole; rest >= base && index < units.length - 1; rest = Math.floor(rest / base)) index++
  const unit = units[index]!
  const scaled = whole / base ** index
  if (Number.isInteger(scaled)) return `${scaled}${unit}`
  const fits = [2, 1, 0].map(digits => fixed(scaled, digits) + unit).find(text => text.length <= MAX_LENGTH)
  return fits ?? fixed(scaled, 0) + unit
}

/** As printf: what lies in the middle is rounded to the even digit. */
function fixed(value: number, digits: number): string {
  const halves = value * 2 ** (digits + 1)
  const down = Math.floor(value * 10 ** digits)
  const isTie = Number.isInteger(halves) && halves % 2 !== 0
  return (isTie && down % 2 === 0 ? down / 10 ** digits : value).toFixed(digits)
}

const DAY = 24 * 3600
/** Up to how many seconds a unit is used, and how many it has. */
const steps: readonly (readonly [below: number, length: number, unit: string])[] = [
  [120, 1, 's'],
  [120 * 60, 60, 'm'],
  [2 * DAY, 3600, 'h'],
  [14 * DAY, DAY, 'd'],
  [12 * 7 * DAY, 7 * DAY, 'w'],
  [24 * 30 * DAY, 30 * DAY, 'M'],
  [Infinity, 365 * DAY, 'y']
]

/** How long, in whole seconds, minutes, hours, days, weeks, months (`M`) or years: `90s`, `3m`. */
export function formatTimespan(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const [, length, unit] = steps.find(([below]) => whole < below) ?? steps[0]!
  return `${Math.floor(whole / length)}${unit}`
}

/** A round trip: `0.5 ms`, `120 ms`. */
export function formatMillis(millis: number): string {
  return millis < 100 ? `${millis.toFixed(1)} ms` : `${Math.round(millis)} ms`
}
