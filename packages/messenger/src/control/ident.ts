/*
  CLIENT_IDENT                               src/msg/async/frames_v2.h, ClientIdentFrame
    entity_addrvec_t  addrs: the client's own
    entity_addr_t     target_addr: the address of the server that was dialled
    s64               gid: the client's global_id
    u64               global_seq
    u64               supported_features
    u64               required_features
    u64               flags        CEPH_MSG_CONNECT_LOSSY
    u64               cookie

  SERVER_IDENT
    entity_addrvec_t  addrs
    s64               gid: a monitor's rank
    u64               global_seq
    u64               supported_features
    u64               required_features
    u64               flags
    u64               cookie

  IDENT_MISSING_FEATURES
    u64               features that the client lacks
*/
import { entityAddrCodec, entityAddrvecCodec } from '@cephwire/codec'
import type { Codec, EntityAddr, EntityAddrvec, Features, Reader, Writer } from '@cephwire/codec'

interface IdentTail {
  readonly gid: bigint
  readonly globalSeq: bigint
  readonly supportedFeatures: Features
  readonly requiredFeatures: Features
  readonly flags: bigint
  readonly cookie: bigint
}

export interface ClientIdent extends IdentTail {
  readonly addrs: EntityAddrvec
  readonly targetAddr: EntityAddr
}

export interface ServerIdent extends IdentTail {
  readonly addrs: EntityAddrvec
}

const encodeTail = (w: Writer, ident: IdentTail): void =>
  void w
    .s64(ident.gid)
    .u64(ident.globalSeq)
    .u64(ident.supportedFeatures)
    .u64(ident.requiredFeatures)
    .u64(ident.flags)
    .u64(ident.cookie)

const decodeTail = (r: Reader): IdentTail => ({
  gid: r.field('gid', r => r.s64()),
  globalSeq: r.field('global_seq', r => r.u64()),
  supportedFeatures: r.field('supported_features', r => r.u64()),
  requiredFeatures: r.field('required_features', r => r.u64()),
  flags: r.field('flags', r => r.u64()),
  cookie: r.field('cookie', r => r.u64())
})

export const clientIdentCodec: Codec<ClientIdent> = {
  encode: (w, ident, features) => {
    entityAddrvecCodec.encode(w, ident.addrs, features)
    entityAddrCodec.encode(w, ident.targetAddr, features)
    encodeTail(w, ident)
  },
  decode: r => ({
    addrs: r.field('addrs', entityAddrvecCodec.decode),
    targetAddr: r.field('target_addr', entityAddrCodec.decode),
    ...decodeTail(r)
  })
}

export const serverIdentCodec: Codec<ServerIdent> = {
  encode: (w, ident, features) => {
    entityAddrvecCodec.encode(w, ident.addrs, features)
    encodeTail(w, ident)
  },
  decode: r => ({ addrs: r.field('addrs', entityAddrvecCodec.decode), ...decodeTail(r) })
}

export const identMissingFeaturesCodec: Codec<Features> = {
  encode: (w, features) => void w.u64(features),
  decode: r => r.field('features', r => r.u64())
}
