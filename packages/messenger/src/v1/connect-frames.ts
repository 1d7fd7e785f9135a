/*
  Connecting                                 src/include/msgr.h

  ceph_msg_connect                            ceph_msg_connect_reply
    u64 features                                u8  tag
    u32 host_type                               u64 features
    u32 global_seq                              u32 global_seq
    u32 connect_seq                             u32 connect_seq
    u32 protocol_version                        u32 protocol_version
    u32 authorizer_protocol                     u32 authorizer_len
    u32 authorizer_len                          u8  flags
    u8  flags
*/
import { packed } from '@cephwire/codec'

export const msgConnectCodec = packed({
  features: 'u64',
  hostType: 'u32',
  globalSeq: 'u32',
  connectSeq: 'u32',
  protocolVersion: 'u32',
  authorizerProtocol: 'u32',
  authorizerLen: 'u32',
  flags: 'u8'
})

export const msgConnectReplyCodec = packed({
  tag: 'u8',
  features: 'u64',
  globalSeq: 'u32',
  connectSeq: 'u32',
  protocolVersion: 'u32',
  authorizerLen: 'u32',
  flags: 'u8'
})
