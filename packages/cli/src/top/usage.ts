/*
  JSON of `ceph status` and `ceph df detail`  src/mon/PGMap.cc print_summary(), dump_cluster_stats(),
                                              dump_pool_stats_full()
*/
import { fields, list, number, text } from '../json-reader.js'
import type { IoView, PoolView, ProgressView, UsageView } from './model.js'

/** Operations on a pool since its counters began. */
export interface PoolCounters {
  readonly at: number
  readonly readBytes: number
  readonly writeBytes: number
  readonly reads: number
  readonly writes: number
}

export interface UsageInit {
  /** When it was asked for, in milliseconds since 1970. */
  readonly at: number
  /** The answers; fields that are not there or of another type count as 0. */
  readonly status: unknown
  readonly df: unknown
  /** By number of the pool. */
  readonly pgsOf: (pool: number) => number | undefined
  readonly ioOf: (pool: number, counters: PoolCounters) => IoView | undefined
}

export function readUsage({ at, status, df, pgsOf, ioOf }: UsageInit): UsageView {
  const { pgmap: pgmapField, progress_events: progress } = fields(status)
  const pgmap = fields(pgmapField)
  const n = (name: string): number => number(pgmap[name])
  return {
    at,
    pgs: n('num_pgs'),
    states: statesOf(pgmap['pgs_by_state']),
    objects: n('num_objects'),
    data: n('data_bytes'),
    used: n('bytes_used'),
    avail: n('bytes_avail'),
    total: n('bytes_total'),
    client: {
      readBytes: n('read_bytes_sec'),
      writeBytes: n('write_bytes_sec'),
      reads: n('read_op_per_sec'),
      writes: n('write_op_per_sec')
    },
    recovery: {
      degraded: n('degraded_objects'),
      degradedTotal: n('degraded_total'),
      misplaced: n('misplaced_objects'),
      misplacedTotal: n('misplaced_total'),
      unfound: n('unfound_objects'),
      bytes: n('recovering_bytes_per_sec'),
      objects: n('recovering_objects_per_sec')
    },
    pools: list(fields(df)['pools']).map(pool => poolOf(pool, at, pgsOf, ioOf)),
    progress: Object.values(fields(progress)).map(progressOf)
  }
}

function statesOf(value: unknown): [state: string, count: number][] {
  const states = list(value).map(each => {
    const { state_name: name, count } = fields(each)
    return [text(name), number(count)] as [string, number]
  })
  return states.sort(([, a], [, b]) => b - a)
}

function poolOf(value: unknown, at: number, pgsOf: UsageInit['pgsOf'], ioOf: UsageInit['ioOf']): PoolView {
  const { name, id: idField, stats: statsField } = fields(value)
  const [id, stats] = [number(idField), fields(statsField)]
  const n = (field: string): number => number(stats[field])
  const counters = { at, readBytes: n('rd_bytes'), writeBytes: n('wr_bytes'), reads: n('rd'), writes: n('wr') }
  return {
    name: text(name),
    id,
    pgs: pgsOf(id),
    stored: n('stored'),
    objects: n('objects'),
    used: n('bytes_used'),
    usedShare: n('percent_used'),
    avail: n('max_avail'),
    io: ioOf(id, counters)
  }
}

function progressOf(value: unknown): ProgressView {
  const { message, progress } = fields(value)
  return { message: text(message).trim(), done: Math.min(1, Math.max(0, number(progress))) }
}
