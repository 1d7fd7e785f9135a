const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Units, and up to how many seconds they are taken: src/common/ceph_time.cc, timespan_str */
const units = [
  { name: 's', seconds: 1, below: 2 * MINUTE },
  { name: 'm', seconds: MINUTE, below: 2 * HOUR },
  { name: 'h', seconds: HOUR, below: 2 * DAY },
  { name: 'd', seconds: DAY, below: 14 * DAY },
  { name: 'w', seconds: 7 * DAY, below: 12 * 7 * DAY },
  { name: 'M', seconds: 30 * DAY, below: 24 * 30 * DAY },
  { name: 'y', seconds: 365 * DAY, below: Infinity }
] as const

/** How long something takes, for people: `0.5s`, `5m`, `3d`. */
export function formatTimespan(millis: number): string {
  const seconds = millis / 1000
  if (seconds < 2) return `${Number(seconds.toPrecision(6))}s`
  const { name, seconds: size } = units.find(({ below }) => seconds < below)!
  return `${Math.floor(seconds / size)}${name}`
}
