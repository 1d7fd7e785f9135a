/*
  ceph_msg_header2                           src/include/msgr.h
    u64 seq
    u64 tid
    u16 type
    u16 priority
    u16 version
    u32 data_pre_padding_len
    u16 data_off
    u64 ack_seq          the last seq that the sender has received
    u8  flags            CEPH_MSG_FOOTER_*
    u16 compat_version
    u16 reserved
*/
import { packed } from '@cephwire/codec'
import { MessagePriority } from './constants.js'
import { MessageSegment } from './frame.js'
import type { Message, OutgoingMessage } from './message.js'

/** The layout as a declaration; the functions below are its straight-line form, for the path of every message. */
export const messageHeaderCodec = packed({
  seq: 'u64',
  tid: 'u64',
  type: 'u16',
  priority: 'u16',
  version: 'u16',
  dataPrePaddingLen: 'u32',
  dataOff: 'u16',
  ackSeq: 'u64',
  flags: 'u8',
  compatVersion: 'u16',
  reserved: 'u16'
})

export const MESSAGE_HEADER_BYTES = messageHeaderCodec.span
const TID_AT = messageHeaderCodec.offsetOf('tid')
const TYPE_AT = messageHeaderCodec.offsetOf('type')
const PRIORITY_AT = messageHeaderCodec.offsetOf('priority')
const VERSION_AT = messageHeaderCodec.offsetOf('version')
const ACK_SEQ_AT = messageHeaderCodec.offsetOf('ackSeq')
const FLAGS_AT = messageHeaderCodec.offsetOf('flags')
const COMPAT_VERSION_AT = messageHeaderCodec.offsetOf('compatVersion')

/** CEPH_MSG_FOOTER_COMPLETE: the sender was not interrupted. */
const FOOTER_COMPLETE = 1

const EMPTY = new Uint8Array(0)

/** Header, front, middle and data: the segments of a MESSAGE frame. */
export function encodeMessage(message: OutgoingMessage, seq: bigint, ackSeq: bigint): Uint8Array[] {
  const header = new Uint8Array(MESSAGE_HEADER_BYTES)
  const view = new DataView(header.buffer)
  view.setBigUint64(0, seq, true)
  view.setBigUint64(TID_AT, message.tid ?? 0n, true)
  view.setUint16(TYPE_AT, message.type, true)
  view.setUint16(PRIORITY_AT, message.priority ?? MessagePriority.Default, true)
  view.setUint16(VERSION_AT, message.version ?? 1, true)
  view.setBigUint64(ACK_SEQ_AT, ackSeq, true)
  view.setUint8(FLAGS_AT, FOOTER_COMPLETE)
  view.setUint16(COMPAT_VERSION_AT, message.compatVersion ?? 1, true)
  return [header, message.front, message.middle ?? EMPTY, message.data ?? EMPTY]
}

/** A message from the segments of its frame, whose header has been checked to be 41 bytes. */
export function decodeMessage(segments: readonly Uint8Array[]): Message {
  const header = segments[MessageSegment.Header]!
  const view = new DataView(header.buffer, header.byteOffset, MESSAGE_HEADER_BYTES)
  return {
    type: view.getUint16(TYPE_AT, true),
    seq: view.getBigUint64(0, true),
    tid: view.getBigUint64(TID_AT, true),
    priority: view.getUint16(PRIORITY_AT, true),
    version: view.getUint16(VERSION_AT, true),
    compatVersion: view.getUint16(COMPAT_VERSION_AT, true),
    front: segments[MessageSegment.Front] ?? EMPTY,
    middle: segments[MessageSegment.Middle] ?? EMPTY,
    data: segments[MessageSegment.Data] ?? EMPTY
  }
}
