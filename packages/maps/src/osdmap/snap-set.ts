/*
  interval_set<snapid_t>                     src/include/interval_set.h
    u32 count
    …
      u64 start
      u64 length
*/
import type { Codec, Decode } from '@cephwire/codec'

/** Snapshots `start` to `start + length - 1`. */
export interface SnapRange {
  readonly start: bigint
  readonly length: bigint
}

/** A set of snapshots: intervals in their order, none touching the next. */
export type SnapSet = readonly SnapRange[]

export const SNAP_RANGE_BYTES = 16

export const decodeSnapRange: Decode<SnapRange> = r => ({ start: r.u64(), length: r.u64() })

export const snapSetCodec: Codec<SnapSet> = {
  encode: (w, set) => void w.list(set, (w, { start, length }) => w.u64(start).u64(length)),
  decode: r => r.list(decodeSnapRange, SNAP_RANGE_BYTES)
}

const endOf = ({ start, length }: SnapRange): bigint => start + length

/** All snapshots of both. */
export function uniteSnaps(a: SnapSet, b: SnapSet): SnapSet {
  const sorted = [...a, ...b].sort((x, y) => (x.start < y.start ? -1 : x.start > y.start ? 1 : 0))
  const united: SnapRange[] = []
  for (const interval of sorted) {
    const last = united.at(-1)
    if (last === undefined || endOf(last) < interval.start) united.push(interval)
    else if (endOf(interval) > endOf(last)) {
      united[united.length - 1] = { start: last.start, length: endOf(interval) - last.start }
    }
  }
  return united
}

/** The snapshots of `a` that are not in `b`. */
export function subtractSnaps(a: SnapSet, b: SnapSet): SnapSet {
  const left: SnapRange[] = []
  let next = 0
  for (const interval of a) {
    let start = interval.start
    const end = endOf(interval)
    while (next < b.length && endOf(b[next]!) <= start) next++
    for (let i = next; i < b.length && b[i]!.start < end; i++) {
      const hole = b[i]!
      if (hole.start > start) left.push({ start, length: hole.start - start })
      if (endOf(hole) > start) start = endOf(hole)
    }
    if (start < end) left.push({ start, length: end - start })
  }
  return left
}

/** As Ceph prints a set in dumps: `[1~3,7~1]`, both numbers in hexadecimal. */
export function formatSnapSet(set: SnapSet): string {
  return `[${set.map(({ start, length }) => `${start.toString(16)}~${length.toString(16)}`).join(',')}]`
}
