import { Reader, encode, utimeCodec } from '@cephwire/codec'
import { frameIn, frameOut } from '../diagnostics.js'
import { ConnectionFaultError, UnexpectedFrameError } from '../errors.js'
import { TagV1, tagV1Name } from './constants.js'
import { MSG_HEADER_V1_BYTES, bodyBytesV1, decodeHeaderV1, decodeMessageV1, encodeMessageV1 } from './message-frames.js'
import type { EntityName, Utime } from '@cephwire/codec'
import type { ByteStream } from '../byte-stream.js'
import type { OutgoingMessage } from '../message.js'
import type { Established, Wire, WireEvent } from '../wire.js'
import type { FooterForm, MsgHeaderV1 } from './message-frames.js'

/** What the handshake has settled of msgr1. */
export interface WireV1Init extends FooterForm {
  readonly established: Established
  /** Our own name in message headers. */
  readonly src: EntityName
  readonly verifyCrc: boolean
}

/** Bytes behind a tag that is not MSG. */
const tailBytes: Readonly<Record<number, number>> = {
  [TagV1.Keepalive]: 0,
  [TagV1.Ack]: 8,
  [TagV1.Keepalive2]: 8,
  [TagV1.Keepalive2Ack]: 8
}

/** The Wire over a handshaken msgr1 stream. */
export function createWireV1(stream: ByteStream, init: WireV1Init): Wire {
  const { established, src, msgAuth, signMessage, verifyCrc } = init
  const { queue, place, limits, frames } = stream
  let tag: number | undefined
  let header: MsgHeaderV1 | undefined

  const next = (): WireEvent | undefined => {
    for (;;) {
      if (tag === undefined) {
        if (queue.length < 1) return undefined
        tag = checkTag(queue.take(1)[0]!)
      }
      if (tag !== TagV1.Msg) {
        if (queue.length < tailBytes[tag]!) return undefined
        const event = control(tag, queue.take(tailBytes[tag]!))
        tag = undefined
        if (event !== undefined) return event
        continue
      }
      if (header === undefined) {
        if (queue.length < MSG_HEADER_V1_BYTES) return undefined
        header = decodeHeaderV1(queue.take(MSG_HEADER_V1_BYTES), limits, place)
      }
      const bytes = bodyBytesV1(header, msgAuth)
      if (queue.length < bytes) return undefined
      const message = decodeMessageV1(header, queue.take(bytes), { msgAuth, signMessage, verifyCrc, place })
      noteMessageIn(header)
      tag = header = undefined
      if (message !== undefined) return { kind: 'message', message }
    }
  }

  const checkTag = (tag: number): number => {
    if (tag === TagV1.Close) {
      frames.begin('in', tag)
      throw new ConnectionFaultError('The peer ended the session', place)
    }
    if (tag !== TagV1.Msg && tailBytes[tag] === undefined) {
      throw new UnexpectedFrameError(tag, place, undefined, tagV1Name(tag))
    }
    return tag
  }

  const control = (tag: number, bytes: Uint8Array): WireEvent | undefined => {
    noteIn(tag, bytes.length)
    switch (tag) {
      case TagV1.Ack:
        return { kind: 'ack', seq: new Reader(bytes).u64() }
      case TagV1.Keepalive2:
        return { kind: 'keepalive2', stamp: utimeCodec.decode(new Reader(bytes)) }
      case TagV1.Keepalive2Ack:
        return { kind: 'keepalive2Ack', stamp: utimeCodec.decode(new Reader(bytes)) }
      default:
        return undefined
    }
  }

  const noteIn = (tag: number, bytes: number): void => {
    frames.begin('in', tag)
    if (bytes > 0) frames.segment(bytes)
    if (frameIn.hasSubscribers) frameIn.publish({ peer: place.peer, tag, lengths: [] })
  }

  const noteMessageIn = ({ type, tid, frontLen, middleLen, dataLen }: MsgHeaderV1): void => {
    frames.begin('in', TagV1.Msg).segment(frontLen).segment(middleLen).segment(dataLen).message(type, tid)
    if (!frameIn.hasSubscribers) return
    frameIn.publish({ peer: place.peer, tag: TagV1.Msg, lengths: [frontLen, middleLen, dataLen] })
  }

  const noteMessageOut = ({ type, tid = 0n, front, middle, data }: OutgoingMessage): void => {
    const middleLen = middle?.length ?? 0
    const dataLen = data?.length ?? 0
    frames.begin('out', TagV1.Msg).segment(front.length).segment(middleLen).segment(dataLen).message(type, tid)
    if (!frameOut.hasSubscribers) return
    frameOut.publish({ peer: place.peer, tag: TagV1.Msg, lengths: [front.length, middleLen, dataLen] })
  }

  const stamped = (tag: number, stamp: Utime): Uint8Array[] => {
    frames.begin('out', tag).segment(tailBytes[tag]!)
    if (frameOut.hasSubscribers) frameOut.publish({ peer: place.peer, tag, lengths: [] })
    return [Uint8Array.of(tag), encode(utimeCodec, stamp)]
  }

  return {
    established,
    place,
    next,
    fill: () => stream.fill(),
    message(message, seq) {
      const pieces = encodeMessageV1(message, seq, { src, msgAuth, signMessage })
      noteMessageOut(message)
      return pieces
    },
    keepalive2: stamp => stamped(TagV1.Keepalive2, stamp),
    keepalive2Ack: stamp => stamped(TagV1.Keepalive2Ack, stamp),
    write: bytes => stream.writeRaw(bytes),
    destroy: cause => stream.destroy(cause)
  }
}
