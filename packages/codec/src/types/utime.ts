/*
  utime_t                                    src/include/utime.h
    u32 sec
    u32 nsec
*/
import type { Codec } from '../codec.js'

/** A point in time since 1970 or a duration. */
export interface Utime {
  /** Seconds. */
  readonly sec: number
  /** Nanoseconds; a well-formed time has fewer than 10⁹. */
  readonly nsec: number
}

export const utimeCodec: Codec<Utime> = {
  encode: (w, time) => void w.u32(time.sec).u32(time.nsec),
  decode: r => ({ sec: r.field('sec', r => r.u32()), nsec: r.field('nsec', r => r.u32()) })
}

/** Milliseconds, with fractions. */
export function utimeToMillis({ sec, nsec }: Utime): number {
  return sec * 1000 + nsec / 1e6
}

/** @param millis not negative */
export function utimeFromMillis(millis: number): Utime {
  const sec = Math.floor(millis / 1000)
  return { sec, nsec: Math.min(999_999_999, Math.round((millis - sec * 1000) * 1e6)) }
}

/**
 * As Ceph prints a time in dumps, in UTC: `2024-05-31T10:11:12.345678+0000`.
 *
 * Times of less than ten years are durations to Ceph: `12.345678`.
 */
export function formatUtime({ sec, nsec }: Utime): string {
  const micros = String(Math.floor(nsec / 1000)).padStart(6, '0')
  if (sec < 10 * 365 * 24 * 3600) return `${sec}.${micros}`
  return `${new Date(sec * 1000).toISOString().slice(0, 19)}.${micros}+0000`
}
