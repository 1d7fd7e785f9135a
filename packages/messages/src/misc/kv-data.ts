/*
  MKVData                                    src/messages/MKVData.h
    u64 version
    string prefix
    u8  incremental
    map<string, optional<bufferlist>> data
*/
import { sortedByKey } from '@cephwire/codec'
import { MessageType } from '../message-types.js'
import type { MessageCodec } from '../message-codec.js'

/** Entries of the config-key store: what a subscription `kv:PREFIX` brings. */
export interface MKVData {
  readonly version: bigint
  readonly prefix: string
  /** Whether `data` is what changed; otherwise it is everything under the prefix. */
  readonly incremental: boolean
  /** Values by key; undefined: the key is gone. Decoded: views of the front. */
  readonly data: ReadonlyMap<string, Uint8Array | undefined>
}

export const kvData: MessageCodec<MKVData, 'MKVData'> = {
  type: MessageType.KVData,
  name: 'MKVData',
  headVersion: 1,
  compatVersion: 1,
  encode(w, { version, prefix, incremental, data }) {
    w.u64(version).string(prefix).bool(incremental)
    w.map(
      sortedByKey(data),
      (w, key) => w.string(key),
      (w, value) => w.optional(value, (w, value) => w.blob(value))
    )
  },
  decode: r => ({
    version: r.field('version', r => r.u64()),
    prefix: r.field('prefix', r => r.string()),
    incremental: r.field('incremental', r => r.bool()),
    data: r.field('data', r =>
      r.map(
        r => r.string(),
        r => r.optional(r => r.blob()),
        5
      )
    )
  })
}
