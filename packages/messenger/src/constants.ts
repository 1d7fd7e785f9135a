/*
  msgr2 on the wire                          doc/dev/msgr2.rst, src/msg/async/frames_v2.h, src/include/msgr.h
*/

/** What a frame is. */
export const Tag = {
  Hello: 1,
  AuthRequest: 2,
  AuthBadMethod: 3,
  AuthReplyMore: 4,
  AuthRequestMore: 5,
  AuthDone: 6,
  AuthSignature: 7,
  ClientIdent: 8,
  ServerIdent: 9,
  IdentMissingFeatures: 10,
  SessionReconnect: 11,
  SessionReset: 12,
  SessionRetry: 13,
  SessionRetryGlobal: 14,
  SessionReconnectOk: 15,
  Wait: 16,
  Message: 17,
  Keepalive2: 18,
  Keepalive2Ack: 19,
  Ack: 20,
  CompressionRequest: 21,
  CompressionDone: 22
} as const
export type Tag = (typeof Tag)[keyof typeof Tag]

const tagNames: ReadonlyMap<number, string> = new Map(
  Object.entries(Tag).map(([name, tag]) => [tag, name.replace(/(?!^)[A-Z]/g, '_$&').toUpperCase()])
)

/** `AUTH_REPLY_MORE`, as the documents have it; `tag(N)` for a number that is none. */
export function tagName(tag: number): string {
  return tagNames.get(tag) ?? `tag(${tag})`
}

export function isTag(tag: number): tag is Tag {
  return tagNames.has(tag)
}

/** How the frames behind the handshake are protected: src/include/msgr.h, CEPH_CON_MODE_* */
export const ConMode = { Crc: 1, Secure: 2 } as const
export type ConMode = (typeof ConMode)[keyof typeof ConMode]

export function conModeName(mode: number): string {
  return mode === ConMode.Crc ? 'crc' : mode === ConMode.Secure ? 'secure' : `con_mode(${mode})`
}

/** Feature words of the banner: CEPH_MSGR2_FEATURE_* */
export const Msgr2Feature = { Revision1: 1n, Compression: 2n } as const

/** Flags of CLIENT_IDENT and SERVER_IDENT: CEPH_MSG_CONNECT_LOSSY */
export const CONNECT_LOSSY = 1n

/** Priorities of messages: CEPH_MSG_PRIO_* */
export const MessagePriority = { Low: 64, Default: 127, High: 196, Highest: 255 } as const
