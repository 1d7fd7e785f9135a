import { Reader, encode, utimeCodec } from '@cephwire/codec'
import { frameIn, frameOut } from '../diagnostics.js'
import { ConnectionFaultError, UnexpectedFrameError } from '../errors.js'
import { TagV1, tagV1Name } from './constants.js'
import { MSG_HEADER_V1_BYTES, bodyBytesV1, decodeHeaderV1, decodeMessageV1, encodeMessageV1 } from './message-frames.js'
import type { EntityName, Utime } from '@cephwire/codec'
import type { ByteStream } from '../byte-stream.js'
import type { Established, Wire, WireEvent } from '../wire.js'
import type { MsgHeaderV1 } from './message-frames.js'

/** What the handshake has settled of msgr1. */
export interface WireV1Init {
  readonly established: Established
  /** Our own name in message headers. */
  readonly src: EntityName
  /** Whether footers have room for a signature. */
  readonly msgAuth: boolean
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
export function createWireV1(stream: ByteStream, { established, src, msgAuth, verifyCrc }: WireV1Init): Wire {
  const { queue, place, limits } = stream
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
      const message = decodeMessageV1(header, queue.take(bytes), { msgAuth, verifyCrc, place })
      publishIn(TagV1.Msg, header)
      tag = header = undefined
      if (message !== undefined) return { kind: 'message', message }
    }
  }

  const checkTag = (tag: number): number => {
    if (tag === TagV1.Close) throw new ConnectionFaultError('The peer ended the session', place)
    if (tag !== TagV1.Msg && tailBytes[tag] === undefined) {
      throw new UnexpectedFrameError(tag, place, undefined, tagV1Name(tag))
    }
    return tag
  }

  const control = (tag: number, bytes: Uint8Array): WireEvent | undefined => {
    publishIn(tag)
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

  const publishIn = (tag: number, header?: MsgHeaderV1): void => {
    if (!frameIn.hasSubscribers) return
    const lengths = header === undefined ? [] : [header.frontLen, header.middleLen, header.dataLen]
    frameIn.publish({ peer: place.peer, tag, lengths })
  }

  const stamped = (tag: number, stamp: Utime): Uint8Array[] => {
    if (frameOut.hasSubscribers) frameOut.publish({ peer: place.peer, tag, lengths: [] })
    return [Uint8Array.of(tag), encode(utimeCodec, stamp)]
  }

  return {
    established,
    place,
    next,
    fill: () => stream.fill(),
    message(message, seq) {
      if (frameOut.hasSubscribers) {
        const lengths = [message.front.length, message.middle?.length ?? 0, message.data?.length ?? 0]
        frameOut.publish({ peer: place.peer, tag: TagV1.Msg, lengths })
      }
      return encodeMessageV1(message, seq, { src, msgAuth })
    },
    keepalive2: stamp => stamped(TagV1.Keepalive2, stamp),
    keepalive2Ack: stamp => stamped(TagV1.Keepalive2Ack, stamp),
    write: bytes => stream.writeRaw(bytes),
    destroy: cause => stream.destroy(cause)
  }
}
