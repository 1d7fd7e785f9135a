/*
  LogEntry                                   src/common/LogEntry.cc
    ENCODE_START(5, 5)
      EntityName name
      entity_name_t rank
      entity_addrvec_t addrs
      utime_t stamp
      u64 seq
      u16 prio
      string msg
      string channel

  Before struct_v 5
      entity_name_t rank
      entity_addr_t addr
      utime_t stamp
      u64 seq
      u16 prio
      string msg
      string channel                           since struct_v 3
      EntityName name                          since struct_v 4
*/
import { entityAddrCodec, entityAddrvecCodec, entityNameCodec, utimeCodec } from '@cephwire/codec'
import { authEntityCodec } from './auth-entity.js'
import type { Codec, EntityAddrvec, EntityName, Reader, Utime } from '@cephwire/codec'
import type { AuthEntity } from './auth-entity.js'

/** Levels of the cluster log: src/common/ostream_temp.h, clog_type */
export const ClogType = { Debug: 0, Info: 1, Sec: 2, Warn: 3, Error: 4 } as const
export type ClogType = (typeof ClogType)[keyof typeof ClogType]

/** One line of the cluster log. */
export interface LogEntry {
  /** Who logs, by key; unknown before struct_v 4. */
  readonly name: AuthEntity
  /** Who logs, by rank or global_id. */
  readonly rank: EntityName
  readonly addrs: EntityAddrvec
  readonly stamp: Utime
  /** Counts the sender's entries. */
  readonly seq: bigint
  /** A {@link ClogType}; other numbers are kept as they come. */
  readonly prio: number
  /** Bytes that are not UTF-8 are replaced. */
  readonly msg: string
  /** `cluster` or `audit`. */
  readonly channel: string
}

const STRUCT_V = 5
const UNKNOWN_NAME: AuthEntity = { type: 0, id: '' }

const decodeLine = (r: Reader): Pick<LogEntry, 'stamp' | 'seq' | 'prio' | 'msg'> => ({
  stamp: r.field('stamp', utimeCodec.decode),
  seq: r.field('seq', r => r.u64()),
  prio: r.field('prio', r => r.u16()),
  msg: r.field('msg', r => r.text())
})

export const logEntryCodec: Codec<LogEntry> = {
  encode(w, entry, features) {
    w.versioned(STRUCT_V, STRUCT_V, w => {
      authEntityCodec.encode(w, entry.name, features)
      entityNameCodec.encode(w, entry.rank, features)
      entityAddrvecCodec.encode(w, entry.addrs, features)
      utimeCodec.encode(w, entry.stamp, features)
      w.u64(entry.seq).u16(entry.prio).string(entry.msg).string(entry.channel)
    })
  },
  decode: r =>
    r.versionedLegacy(STRUCT_V, { compatV: 2, lenV: 2 }, (r, structV) => {
      if (structV < 5) {
        const rank = r.field('rank', entityNameCodec.decode)
        const addrs = [r.field('addr', entityAddrCodec.decode)]
        const line = decodeLine(r)
        const channel = structV >= 3 ? r.field('channel', r => r.string()) : 'cluster'
        const name = structV >= 4 ? r.field('name', authEntityCodec.decode) : UNKNOWN_NAME
        return { name, rank, addrs, ...line, channel }
      }
      return {
        name: r.field('name', authEntityCodec.decode),
        rank: r.field('rank', entityNameCodec.decode),
        addrs: r.field('addrs', entityAddrvecCodec.decode),
        ...decodeLine(r),
        channel: r.field('channel', r => r.string())
      }
    })
}
