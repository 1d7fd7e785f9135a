/*
  Taking a session up again                  src/msg/async/frames_v2.h

  SESSION_RECONNECT      entity_addrvec_t addrs, u64 client_cookie, u64 server_cookie, u64 global_seq, u64 connect_seq,
                         u64 msg_seq
  SESSION_RESET          u8 full
  SESSION_RETRY          u64 connect_seq
  SESSION_RETRY_GLOBAL   u64 global_seq
  SESSION_RECONNECT_OK   u64 msg_seq
  WAIT                   nothing

  Monitors keep no sessions (SERVER_IDENT comes with cookie 0), so a client of monitors never meets these.
*/
import { entityAddrvecCodec } from '@cephwire/codec'
import type { Codec, EntityAddrvec } from '@cephwire/codec'

export interface SessionReconnect {
  readonly addrs: EntityAddrvec
  readonly clientCookie: bigint
  readonly serverCookie: bigint
  readonly globalSeq: bigint
  readonly connectSeq: bigint
  readonly msgSeq: bigint
}

export const sessionReconnectCodec: Codec<SessionReconnect> = {
  encode: (w, frame, features) => {
    entityAddrvecCodec.encode(w, frame.addrs, features)
    w.u64(frame.clientCookie).u64(frame.serverCookie).u64(frame.globalSeq).u64(frame.connectSeq).u64(frame.msgSeq)
  },
  decode: r => ({
    addrs: r.field('addrs', entityAddrvecCodec.decode),
    clientCookie: r.field('client_cookie', r => r.u64()),
    serverCookie: r.field('server_cookie', r => r.u64()),
    globalSeq: r.field('global_seq', r => r.u64()),
    connectSeq: r.field('connect_seq', r => r.u64()),
    msgSeq: r.field('msg_seq', r => r.u64())
  })
}

/** SESSION_RESET: whether the peer has forgotten the session altogether. */
export const sessionResetCodec: Codec<boolean> = {
  encode: (w, full) => void w.bool(full),
  decode: r => r.field('full', r => r.bool())
}

/** SESSION_RETRY, SESSION_RETRY_GLOBAL, SESSION_RECONNECT_OK and ACK: one sequence number. */
export const seqCodec: Codec<bigint> = {
  encode: (w, seq) => void w.u64(seq),
  decode: r => r.field('seq', r => r.u64())
}
