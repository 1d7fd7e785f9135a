/*
  store_statfs_t                             src/osd/osd_types.h
    DENC_START(1, 1)
      u64 total
      u64 available
      u64 internally_reserved
      s64 allocated
      s64 data_stored
      s64 data_compressed
      s64 data_compressed_allocated
      s64 data_compressed_original
      s64 omap_allocated
      s64 internal_metadata
*/
import { readTail } from '../struct-encoding.js'
import { dumpInt } from './dump-int.js'
import type { Codec } from '@cephwire/codec'
import type { StructEncoding } from '../struct-encoding.js'

/** What object stores hold, in bytes. Of a pool, `total` and `available` are 0. */
export interface StoreStatfs {
  readonly total: bigint
  readonly available: bigint
  /** Kept by the store for itself. */
  readonly internallyReserved: bigint
  /** Taken on the device. */
  readonly allocated: bigint
  /** What users wrote. */
  readonly dataStored: bigint
  readonly dataCompressed: bigint
  readonly dataCompressedAllocated: bigint
  /** What was compressed, before it was. */
  readonly dataCompressedOriginal: bigint
  readonly omapAllocated: bigint
  readonly internalMetadata: bigint
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}

const STRUCT_V = 1
const STRUCT_COMPAT = 1
/** struct_v, struct_compat, length and ten integers */
export const MIN_STATFS_BYTES = 86

export const storeStatfsCodec: Codec<StoreStatfs> = {
  encode(w, statfs) {
    const { structV, tail } = statfs.encoding ?? { structV: STRUCT_V, tail: new Uint8Array(0) }
    w.versioned(structV, STRUCT_COMPAT, w => {
      w.u64(statfs.total)
        .u64(statfs.available)
        .u64(statfs.internallyReserved)
        .s64(statfs.allocated)
        .s64(statfs.dataStored)
        .s64(statfs.dataCompressed)
        .s64(statfs.dataCompressedAllocated)
        .s64(statfs.dataCompressedOriginal)
        .s64(statfs.omapAllocated)
        .s64(statfs.internalMetadata)
      w.bytes(tail)
    })
  },
  decode: r =>
    r.versioned(STRUCT_V, (r, structV) => ({
      total: r.u64(),
      available: r.u64(),
      internallyReserved: r.u64(),
      allocated: r.s64(),
      dataStored: r.s64(),
      dataCompressed: r.s64(),
      dataCompressedAllocated: r.s64(),
      dataCompressedOriginal: r.s64(),
      omapAllocated: r.s64(),
      internalMetadata: r.s64(),
      encoding: { structV, tail: readTail(r) }
    }))
}

/** A StoreStatfs that says nothing. */
export const NO_STATFS: StoreStatfs = Object.freeze({
  total: 0n,
  available: 0n,
  internallyReserved: 0n,
  allocated: 0n,
  dataStored: 0n,
  dataCompressed: 0n,
  dataCompressedAllocated: 0n,
  dataCompressedOriginal: 0n,
  omapAllocated: 0n,
  internalMetadata: 0n
})

/** store_statfs_t as Ceph dumps it, in bytes. */
export interface StoreStatfsJson {
  readonly total: number
  readonly available: number
  readonly internally_reserved: number
  readonly allocated: number
  readonly data_stored: number
  readonly data_compressed: number
  readonly data_compressed_allocated: number
  readonly data_compressed_original: number
  readonly omap_allocated: number
  readonly internal_metadata: number
}

/** store_statfs_t::dump */
export function storeStatfsToJson(statfs: StoreStatfs): StoreStatfsJson {
  return {
    total: dumpInt(statfs.total),
    available: dumpInt(statfs.available),
    internally_reserved: dumpInt(statfs.internallyReserved),
    allocated: dumpInt(statfs.allocated),
    data_stored: dumpInt(statfs.dataStored),
    data_compressed: dumpInt(statfs.dataCompressed),
    data_compressed_allocated: dumpInt(statfs.dataCompressedAllocated),
    data_compressed_original: dumpInt(statfs.dataCompressedOriginal),
    omap_allocated: dumpInt(statfs.omapAllocated),
    internal_metadata: dumpInt(statfs.internalMetadata)
  }
}

/** What OSDs said before Nautilus, in KiB. */
interface LegacyKb {
  readonly kb: bigint
  readonly kbUsed: bigint
  readonly kbAvail: bigint
  readonly kbUsedData: bigint
  readonly kbUsedOmap: bigint
  readonly kbUsedMeta: bigint
}

/** The StoreStatfs that Ceph makes of it. */
export function legacyStatfs({ kb, kbUsed, kbAvail, kbUsedData, kbUsedOmap, kbUsedMeta }: LegacyKb): StoreStatfs {
  const bytes = (kib: bigint): bigint => BigInt.asIntN(64, kib << 10n)
  const reserved = bytes(kb) - bytes(kbAvail) - bytes(kbUsed)
  return {
    ...NO_STATFS,
    total: BigInt.asUintN(64, bytes(kb)),
    available: BigInt.asUintN(64, bytes(kbAvail)),
    internallyReserved: reserved > 0n ? BigInt.asUintN(64, reserved) : 0n,
    allocated: bytes(kbUsedData),
    omapAllocated: bytes(kbUsedOmap),
    internalMetadata: bytes(kbUsedMeta)
  }
}
