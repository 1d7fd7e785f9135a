/*
  osd_info_t                                 src/osd/OSDMap.cc
    u8  struct_v 1
    u32 last_clean_begin
    u32 last_clean_end
    u32 up_from
    u32 up_thru
    u32 down_at
    u32 lost_at
*/
import type { Codec } from '@cephwire/codec'

/** Epochs in the life of an OSD; 0 where there is none. */
export interface OsdInfo {
  /** Last interval that ended with a clean shutdown. */
  readonly lastCleanBegin: number
  readonly lastCleanEnd: number
  /** When it came up the last time. */
  readonly upFrom: number
  /** How long it is known to have been up. */
  readonly upThru: number
  /** When it went down the last time. */
  readonly downAt: number
  /** When it was declared lost the last time. */
  readonly lostAt: number
}

/** Bytes of an osd_info_t; all have as many. */
export const OSD_INFO_BYTES = 25

export const NO_OSD_INFO: OsdInfo = Object.freeze({
  lastCleanBegin: 0,
  lastCleanEnd: 0,
  upFrom: 0,
  upThru: 0,
  downAt: 0,
  lostAt: 0
})

export const osdInfoCodec: Codec<OsdInfo> = {
  encode(w, info) {
    w.u8(1).u32(info.lastCleanBegin).u32(info.lastCleanEnd)
    w.u32(info.upFrom).u32(info.upThru).u32(info.downAt).u32(info.lostAt)
  },
  decode(r) {
    const structV = r.u8()
    if (structV !== 1) r.fail(`osd_info_t of version ${structV}, expected 1`)
    return {
      lastCleanBegin: r.u32(),
      lastCleanEnd: r.u32(),
      upFrom: r.u32(),
      upThru: r.u32(),
      downAt: r.u32(),
      lostAt: r.u32()
    }
  }
}
