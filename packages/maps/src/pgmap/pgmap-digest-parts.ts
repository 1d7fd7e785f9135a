/*
  PGMapDigest::pg_count                      src/mon/PGMap.h
    s32 acting
    s32 up_not_acting
    s32 primary

  interval_set<snapid_t>                     src/include/interval_set.h
    map<u64, u64>                              length by start

  pair<pool_stat_t, utime_t>
*/
import { utimeCodec } from '@cephwire/codec'
import { poolStatCodec } from './pool-stat.js'
import type { Codec } from '@cephwire/codec'
import type { PgCount, PoolStatDelta, SnapInterval } from './pgmap-digest.js'

export const pgCountCodec: Codec<PgCount> = {
  encode: (w, { acting, upNotActing, primary }) => void w.s32(acting).s32(upNotActing).s32(primary),
  decode: r => ({ acting: r.s32(), upNotActing: r.s32(), primary: r.s32() })
}

export const snapIntervalCodec: Codec<SnapInterval> = {
  encode: (w, { start, length }) => void w.u64(start).u64(length),
  decode: r => ({ start: r.u64(), length: r.u64() })
}

export const poolStatDeltaCodec: Codec<PoolStatDelta> = {
  encode(w, { sum, stamp }, features) {
    poolStatCodec.encode(w, sum, features)
    utimeCodec.encode(w, stamp, features)
  },
  decode: r => ({ sum: r.field('sum', poolStatCodec.decode), stamp: r.field('stamp', utimeCodec.decode) })
}
