/*
  osd_stat_t::Interfaces                     src/osd/osd_types.cc, osd_stat_t::encode()
    u32 last_update
    u32 back_pingtime[3]
    u32 back_min[3]
    u32 back_max[3]
    u32 back_last
    u32 front_pingtime[3]
    u32 front_min[3]
    u32 front_max[3]
    u32 front_last
*/
import type { Decode, Writer } from '@cephwire/codec'

/** Of the last one, five and fifteen minutes; in microseconds. */
export type PingTriple = readonly [number, number, number]

/** Heartbeats over one network, in microseconds. */
export interface PingTimes {
  /** Averages. */
  readonly pingtime: PingTriple
  readonly min: PingTriple
  readonly max: PingTriple
  readonly last: number
}

/** Heartbeats of one OSD with another one. */
export interface PingInterfaces {
  /** Seconds since 1970. */
  readonly lastUpdate: number
  /** Over the network of the cluster. */
  readonly back: PingTimes
  /** Over the public network; all 0 where there is only one. */
  readonly front: PingTimes
}

/** All have as many. */
export const PING_INTERFACES_BYTES = 84

const decodeTriple: Decode<PingTriple> = r => [r.u32(), r.u32(), r.u32()]

const decodeTimes: Decode<PingTimes> = r => ({
  pingtime: decodeTriple(r),
  min: decodeTriple(r),
  max: decodeTriple(r),
  last: r.u32()
})

export const decodePingInterfaces: Decode<PingInterfaces> = r => ({
  lastUpdate: r.u32(),
  back: decodeTimes(r),
  front: decodeTimes(r)
})

export function encodePingInterfaces(w: Writer, { lastUpdate, back, front }: PingInterfaces): void {
  w.u32(lastUpdate)
  for (const { pingtime, min, max, last } of [back, front]) {
    for (const time of [...pingtime, ...min, ...max, last]) w.u32(time)
  }
}
