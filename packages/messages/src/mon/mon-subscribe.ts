/*
  MMonSubscribe                              src/messages/MMonSubscribe.h
    map<string, ceph_mon_subscribe_item> what
    string hostname                            since version 3

  ceph_mon_subscribe_item                    src/include/ceph_fs.h
    u64 start
    u8  flags

  Before version 2, ceph_mon_subscribe_item_old
    u64 unused
    u64 have
    u8  onetime
*/
import { sortedByKey } from '@cephwire/codec'
import { MessageType } from '../message-types.js'
import type { Codec, Decode } from '@cephwire/codec'
import type { MessageCodec } from '../message-codec.js'

/** Flags of a subscription: src/include/ceph_fs.h, CEPH_SUBSCRIBE_* */
export const SubscribeFlag = { Onetime: 1 } as const
export type SubscribeFlag = (typeof SubscribeFlag)[keyof typeof SubscribeFlag]

/** One subscription. */
export interface MonSubscribeItem {
  /** The first version wanted: what one has plus one; 0 for the newest in full. */
  readonly start: bigint
  /** A mask of {@link SubscribeFlag}. */
  readonly flags: number
}

/** Asks to be sent maps and other things as they change. */
export interface MMonSubscribe {
  /** By name: `monmap`, `osdmap`, `config`, … */
  readonly what: ReadonlyMap<string, MonSubscribeItem>
  /** Of the sender, for `config` sections by host; '' before version 3. */
  readonly hostname: string
}

const itemCodec: Codec<MonSubscribeItem> = {
  encode: (w, { start, flags }) => void w.u64(start).u8(flags),
  decode: r => ({ start: r.u64(), flags: r.u8() })
}
const ITEM_BYTES = 9

const decodeOldItem: Decode<MonSubscribeItem> = r => {
  r.skip(8)
  const have = r.u64()
  return { start: have === 0n ? 0n : have + 1n, flags: r.bool() ? SubscribeFlag.Onetime : 0 }
}
const OLD_ITEM_BYTES = 17

export const monSubscribe: MessageCodec<MMonSubscribe, 'MMonSubscribe'> = {
  type: MessageType.MonSubscribe,
  name: 'MMonSubscribe',
  headVersion: 3,
  compatVersion: 1,
  encode(w, { what, hostname }, features) {
    w.map(
      sortedByKey(what),
      (w, name) => w.string(name),
      (w, item) => {
        itemCodec.encode(w, item, features)
      }
    )
    w.string(hostname)
  },
  decode(r, version = 3) {
    const [decodeItem, itemBytes] = version < 2 ? [decodeOldItem, OLD_ITEM_BYTES] : [itemCodec.decode, ITEM_BYTES]
    const what = r.field('what', r => r.map(r => r.string(), decodeItem, 4 + itemBytes))
    return { what, hostname: version >= 3 ? r.field('hostname', r => r.string()) : '' }
  }
}
