/*
  A message                                  src/include/msgr.h

  ceph_msg_header                             ceph_msg_footer
    u64 seq                                     u32 front_crc
    u64 tid                                     u32 middle_crc
    u16 type                                    u32 data_crc
    u16 priority                                u64 sig          only with MSG_AUTH
    u16 version                                 u8  flags        CEPH_MSG_FOOTER_*
    u32 front_len
    u32 middle_len
    u32 data_len
    u16 data_off
    u8  src type, u64 src num
    u16 compat_version
    u16 reserved
    u32 crc              of all in front of it

  All sums have seed 0. What sig is of stands in signature.ts; 0 between those who have no secret.
*/
import { crc32c, packed } from '@cephwire/codec'
import { MessagePriority } from '../constants.js'
import { FrameIntegrityError, FrameTooLargeError } from '../errors.js'
import { FooterFlag, TagV1 } from './constants.js'
import { messageSignature } from './signature.js'
import type { EntityName } from '@cephwire/codec'
import type { ConnectionPlace } from '../errors.js'
import type { MessengerLimits } from '../limits.js'
import type { Message, OutgoingMessage } from '../message.js'
import type { SignMessage } from './signature.js'

export const msgHeaderV1Codec = packed({
  seq: 'u64',
  tid: 'u64',
  type: 'u16',
  priority: 'u16',
  version: 'u16',
  frontLen: 'u32',
  middleLen: 'u32',
  dataLen: 'u32',
  dataOff: 'u16',
  srcType: 'u8',
  srcNum: 'u64',
  compatVersion: 'u16',
  reserved: 'u16',
  crc: 'u32'
})

export const msgFooterCodec = packed({ frontCrc: 'u32', middleCrc: 'u32', dataCrc: 'u32', sig: 'u64', flags: 'u8' })
/** ceph_msg_footer_old: of a peer without MSG_AUTH. */
export const msgFooterOldCodec = packed({ frontCrc: 'u32', middleCrc: 'u32', dataCrc: 'u32', flags: 'u8' })

export const MSG_HEADER_V1_BYTES = msgHeaderV1Codec.span
const CRC_AT = msgHeaderV1Codec.offsetOf('crc')

/** What a header says. */
export type MsgHeaderV1 = ReturnType<typeof msgHeaderV1Codec.decodeAt>

const EMPTY = new Uint8Array(0)

/** What both sides have settled of footers. */
export interface FooterForm {
  /** Whether they have room for a signature. */
  readonly msgAuth: boolean
  /** Undefined where messages are not signed. */
  readonly signMessage?: SignMessage | undefined
}

/** Tag, header, sections and footer of a message, in pieces. */
export function encodeMessageV1(
  message: OutgoingMessage,
  seq: bigint,
  { src, msgAuth, signMessage }: FooterForm & { readonly src: EntityName }
): Uint8Array[] {
  const { front, middle = EMPTY, data = EMPTY } = message
  const lengths = { frontLen: front.length, middleLen: middle.length, dataLen: data.length }
  const header = msgHeaderV1Codec.toBytes({
    seq,
    tid: message.tid ?? 0n,
    type: message.type,
    priority: message.priority ?? MessagePriority.Default,
    version: message.version ?? 1,
    ...lengths,
    dataOff: 0,
    srcType: src.type,
    srcNum: BigInt.asUintN(64, src.num),
    compatVersion: message.compatVersion ?? 1,
    reserved: 0,
    crc: 0
  })
  const crc = crc32c(0, header.subarray(0, CRC_AT))
  new DataView(header.buffer, header.byteOffset).setUint32(CRC_AT, crc, true)
  const sums = { frontCrc: crc32c(0, front), middleCrc: crc32c(0, middle), dataCrc: crc32c(0, data) }
  const sig = signMessage === undefined ? 0n : messageSignature(signMessage, { ...lengths, crc, seq }, sums)
  const flags = FooterFlag.Complete | (signMessage === undefined ? 0 : FooterFlag.Signed)
  const footer = msgAuth
    ? msgFooterCodec.toBytes({ ...sums, sig, flags })
    : msgFooterOldCodec.toBytes({ ...sums, flags })
  return [Uint8Array.of(TagV1.Msg), header, front, middle, data, footer].filter(piece => piece.length > 0)
}

/** Reads and checks a header; refuses what is too large before anything of it is waited for. */
export function decodeHeaderV1(bytes: Uint8Array, limits: MessengerLimits, place: ConnectionPlace): MsgHeaderV1 {
  const header = msgHeaderV1Codec.decodeAt(bytes)
  if (header.crc !== crc32c(0, bytes.subarray(0, CRC_AT))) throw new FrameIntegrityError('message header', place)
  const sections = [
    ['Front', header.frontLen, limits.maxFrontBytes],
    ['Middle', header.middleLen, limits.maxMiddleBytes],
    ['Data', header.dataLen, limits.maxDataBytes]
  ] as const
  for (const [what, length, limit] of sections) {
    if (length > limit) throw new FrameTooLargeError(what, length, limit, place)
  }
  return header
}

/** Bytes behind the header. */
export function bodyBytesV1(header: MsgHeaderV1, msgAuth: boolean): number {
  const footer = msgAuth ? msgFooterCodec.span : msgFooterOldCodec.span
  return header.frontLen + header.middleLen + header.dataLen + footer
}

/** @returns undefined for a message that its sender has not completed */
export function decodeMessageV1(
  header: MsgHeaderV1,
  body: Uint8Array,
  {
    msgAuth,
    signMessage,
    verifyCrc,
    place
  }: FooterForm & { readonly verifyCrc: boolean; readonly place: ConnectionPlace }
): Message | undefined {
  const middleAt = header.frontLen
  const dataAt = middleAt + header.middleLen
  const footerAt = dataAt + header.dataLen
  const front = body.subarray(0, middleAt)
  const middle = body.subarray(middleAt, dataAt)
  const data = body.subarray(dataAt, footerAt)
  const footer = (msgAuth ? msgFooterCodec : msgFooterOldCodec).decodeAt(body, footerAt)
  if ((footer.flags & FooterFlag.Complete) === 0) return undefined
  if (verifyCrc) {
    if (crc32c(0, front) !== footer.frontCrc) throw new FrameIntegrityError('front', place)
    if (crc32c(0, middle) !== footer.middleCrc) throw new FrameIntegrityError('middle', place)
    const summed = (footer.flags & FooterFlag.NoCrc) === 0
    if (summed && crc32c(0, data) !== footer.dataCrc) throw new FrameIntegrityError('data', place)
  }
  if (signMessage !== undefined && !isSigned(signMessage, header, footer)) {
    throw new FrameIntegrityError('signature', place)
  }
  const { seq, tid, type, priority, version, compatVersion } = header
  return { type, seq, tid, priority, version, compatVersion, front, middle, data }
}

type Footer = ReturnType<typeof msgFooterCodec.decodeAt> | ReturnType<typeof msgFooterOldCodec.decodeAt>

const isSigned = (signMessage: SignMessage, header: MsgHeaderV1, footer: Footer): boolean =>
  'sig' in footer && footer.sig === messageSignature(signMessage, header, footer)
