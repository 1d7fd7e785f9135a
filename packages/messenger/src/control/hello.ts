/*
  HELLO                                      src/msg/async/frames_v2.h, HelloFrame
    u8             entity_type of the sender
    entity_addr_t  peer_addr: the other side's address as the sender sees it
*/
import { entityAddrCodec } from '@cephwire/codec'
import type { Codec, EntityAddr } from '@cephwire/codec'

export interface Hello {
  /** An EntityType. */
  readonly entityType: number
  readonly peerAddr: EntityAddr
}

export const helloCodec: Codec<Hello> = {
  encode: (w, hello, features) => {
    w.u8(hello.entityType)
    entityAddrCodec.encode(w, hello.peerAddr, features)
  },
  decode: r => ({
    entityType: r.field('entity_type', r => r.u8()),
    peerAddr: r.field('peer_addr', entityAddrCodec.decode)
  })
}
