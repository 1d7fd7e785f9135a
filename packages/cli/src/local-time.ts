import type { Utime } from '@cephwire/codec'

/** Times before count as durations. */
const TEN_YEARS = 10 * 365 * 24 * 3600

/**
 * A time as Ceph prints it: `2024-05-31T12:11:12.345678+0200`.
 *
 * @param east minutes from UTC to the zone; default: the one where this process is
 */
export function formatLocal({ sec, nsec }: Utime, east = -new Date(sec * 1000).getTimezoneOffset()): string {
  const micros = String(Math.floor(nsec / 1000)).padStart(6, '0')
  if (sec < TEN_YEARS) return `${sec}.${micros}`
  const there = new Date(sec * 1000 + east * 60_000).toISOString().slice(0, 19)
  const minutes = Math.abs(east)
  const zone = `${twoDigits(Math.floor(minutes / 60))}${twoDigits(minutes % 60)}`
  return `${there}.${micros}${east < 0 ? '-' : '+'}${zone}`
}

function twoDigits(number: number): string {
  return String(Math.floor(number)).padStart(2, '0')
}
