import { encode, utimeCodec } from '@cephwire/codec'
import { Tag } from './constants.js'
import { seqCodec } from './control/session.js'
import { UnexpectedFrameError } from './errors.js'
import { decodeMessage, encodeMessage } from './message-header.js'
import type { Frame } from './frame.js'
import type { FrameStream } from './frame-stream.js'
import type { Established, Wire, WireEvent } from './wire.js'

/** The Wire over a handshaken msgr2 stream. */
export function createWireV2(stream: FrameStream, established: Established): Wire {
  const { frames } = stream
  const event = ({ tag, segments }: Frame): WireEvent => {
    switch (tag) {
      case Tag.Message: {
        const message = decodeMessage(segments)
        frames.message(message.type, message.tid)
        return { kind: 'message', message }
      }
      case Tag.Keepalive2:
        return { kind: 'keepalive2', stamp: stream.parse(tag, utimeCodec, segments[0]!) }
      case Tag.Keepalive2Ack:
        return { kind: 'keepalive2Ack', stamp: stream.parse(tag, utimeCodec, segments[0]!) }
      case Tag.Ack:
        return { kind: 'ack', seq: stream.parse(tag, seqCodec, segments[0]!) }
      default:
        throw new UnexpectedFrameError(tag, stream.place)
    }
  }
  return {
    established,
    place: stream.place,
    next() {
      const frame = stream.nextBuffered()
      return frame === undefined ? undefined : event(frame)
    },
    fill: () => stream.fill(),
    message(message, seq, ackSeq) {
      const pieces = stream.seal(Tag.Message, encodeMessage(message, seq, ackSeq))
      frames.message(message.type, message.tid ?? 0n)
      return pieces
    },
    keepalive2: stamp => stream.seal(Tag.Keepalive2, [encode(utimeCodec, stamp)]),
    keepalive2Ack: stamp => stream.seal(Tag.Keepalive2Ack, [encode(utimeCodec, stamp)]),
    write: bytes => stream.writeRaw(bytes),
    destroy: cause => stream.destroy(cause)
  }
}
