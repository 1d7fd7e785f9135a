/*
  msgr1 on the wire                          src/include/msgr.h, src/msg/async/ProtocolV1.cc
*/
import { EntityType } from '@cephwire/codec'

/** What follows on the stream: CEPH_MSGR_TAG_* */
export const TagV1 = {
  Ready: 1,
  ResetSession: 2,
  Wait: 3,
  RetrySession: 4,
  RetryGlobal: 5,
  Close: 6,
  Msg: 7,
  Ack: 8,
  Keepalive: 9,
  BadProtoVer: 10,
  BadAuthorizer: 11,
  Features: 12,
  Seq: 13,
  Keepalive2: 14,
  Keepalive2Ack: 15,
  ChallengeAuthorizer: 16
} as const
export type TagV1 = (typeof TagV1)[keyof typeof TagV1]

const tagNames: ReadonlyMap<number, string> = new Map(
  Object.entries(TagV1).map(([name, tag]) => [tag, name.replace(/(?!^)[A-Z]/g, '_$&').toUpperCase()])
)

export function tagV1Name(tag: number): string {
  return tagNames.get(tag) ?? `tag(${tag})`
}

/** Version of the protocol behind the messenger, by the kind of peer: CEPH_MONC_PROTOCOL and its kin. */
export function protocolVersion(peerType: number): number {
  switch (peerType) {
    case EntityType.Mon:
      return 15
    case EntityType.Osd:
      return 24
    case EntityType.Mds:
      return 32
    default:
      return 0
  }
}

/** CEPH_MSG_FOOTER_* */
export const FooterFlag = { Complete: 1, NoCrc: 2, Signed: 4 } as const

/** CEPH_MSG_CONNECT_LOSSY */
export const LOSSY = 1

/** An authorizer, or the reply to one, is smaller (ProtocolV1.cc asserts it). */
export const MAX_AUTHORIZER_BYTES = 4096
