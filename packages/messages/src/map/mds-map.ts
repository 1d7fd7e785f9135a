/*
  MMDSMap                                    src/messages/MMDSMap.h
    fsid
    u32 epoch
    bufferlist encoded
    string map_fs_name                         since version 2; always empty
*/
import { uuidCodec } from '@cephwire/codec'
import { MessageType } from '../message-types.js'
import type { Uuid } from '@cephwire/codec'
import type { MessageCodec } from '../message-codec.js'

/** The mdsmap of one file system. */
export interface MMDSMap {
  readonly fsid: Uuid
  readonly epoch: number
  /** An MDSMap. Decoded: a view of the front. */
  readonly encoded: Uint8Array
  readonly mapFsName: string
}

export const mdsMap: MessageCodec<MMDSMap, 'MMDSMap'> = {
  type: MessageType.MDSMap,
  name: 'MMDSMap',
  headVersion: 2,
  compatVersion: 1,
  encode(w, { fsid, epoch, encoded, mapFsName }, features) {
    uuidCodec.encode(w, fsid, features)
    w.u32(epoch).blob(encoded).string(mapFsName)
  },
  decode: (r, version = 2) => ({
    fsid: r.field('fsid', uuidCodec.decode),
    epoch: r.field('epoch', r => r.u32()),
    encoded: r.field('encoded', r => r.blob()),
    mapFsName: version >= 2 ? r.field('map_fs_name', r => r.string()) : ''
  })
}
