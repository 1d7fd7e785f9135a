/*
  pg_merge_meta_t                            src/osd/osd_types.h
    ENCODE_START(1, 1)
      pg_t source_pgid
      u32 ready_epoch
      u32 last_epoch_started
      u32 last_epoch_clean
      eversion_t source_version
      eversion_t target_version

  eversion_t
    u64 version
    u32 epoch
*/
import { readTail } from '../struct-encoding.js'
import { pgIdCodec } from './pg-id.js'
import type { Codec } from '@cephwire/codec'
import type { StructEncoding } from '../struct-encoding.js'
import type { PgId } from './pg-id.js'

/** A version of a placement group's log. */
export interface Eversion {
  readonly epoch: number
  readonly version: bigint
}

/** What is known of the last merge of two placement groups of a pool. */
export interface PgMergeMeta {
  readonly sourcePgid: PgId
  readonly readyEpoch: number
  readonly lastEpochStarted: number
  readonly lastEpochClean: number
  readonly sourceVersion: Eversion
  readonly targetVersion: Eversion
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}

const STRUCT_V = 1
const NO_VERSION: Eversion = Object.freeze({ epoch: 0, version: 0n })

export const NO_PG_MERGE: PgMergeMeta = Object.freeze({
  sourcePgid: Object.freeze({ pool: 0n, seed: 0 }),
  readyEpoch: 0,
  lastEpochStarted: 0,
  lastEpochClean: 0,
  sourceVersion: NO_VERSION,
  targetVersion: NO_VERSION
})

const eversionCodec: Codec<Eversion> = {
  encode: (w, { epoch, version }) => void w.u64(version).u32(epoch),
  decode(r) {
    const version = r.u64()
    return { epoch: r.u32(), version }
  }
}

export const pgMergeMetaCodec: Codec<PgMergeMeta> = {
  encode(w, meta, features) {
    w.versioned(meta.encoding?.structV ?? STRUCT_V, STRUCT_V, w => {
      pgIdCodec.encode(w, meta.sourcePgid, features)
      w.u32(meta.readyEpoch).u32(meta.lastEpochStarted).u32(meta.lastEpochClean)
      eversionCodec.encode(w, meta.sourceVersion, features)
      eversionCodec.encode(w, meta.targetVersion, features)
      if (meta.encoding !== undefined) w.bytes(meta.encoding.tail)
    })
  },
  decode: r =>
    r.versioned(STRUCT_V, (r, structV) => ({
      sourcePgid: r.field('source_pgid', pgIdCodec.decode),
      readyEpoch: r.u32(),
      lastEpochStarted: r.u32(),
      lastEpochClean: r.u32(),
      sourceVersion: r.field('source_version', eversionCodec.decode),
      targetVersion: r.field('target_version', eversionCodec.decode),
      encoding: { structV, tail: readTail(r) }
    }))
}
