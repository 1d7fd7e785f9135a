import { Tag, isTag, tagName } from './constants.js'
import { FrameTooLargeError, MalformedFrameError, UnexpectedFrameError } from './errors.js'
import { MAX_SEGMENTS, MessageSegment } from './frame.js'
import { MESSAGE_HEADER_BYTES } from './message-header.js'
import type { ConnectionPlace } from './errors.js'
import type { MessengerLimits } from './limits.js'
import type { Preamble } from './preamble.js'

/** FRAME_EARLY_DATA_COMPRESSED of frames_v2.h */
const FLAG_COMPRESSED = 1

/**
 * Refuses a frame by its preamble, before any of its segments is buffered.
 *
 * @param authenticated whether the peer has proved itself: before, only small frames are taken
 */
export function checkPreamble(
  preamble: Preamble,
  limits: MessengerLimits,
  authenticated: boolean,
  place: ConnectionPlace
): void {
  const { tag, lengths, flags } = preamble
  const name = tagName(tag)
  if (!isTag(tag)) throw new UnexpectedFrameError(tag, place, 'is unknown')
  if (lengths.length < 1 || lengths.length > MAX_SEGMENTS) {
    throw new MalformedFrameError(`Frame ${name} does not have one to four segments`, place)
  }
  if ((flags & FLAG_COMPRESSED) !== 0) {
    throw new MalformedFrameError(`Frame ${name} is compressed, which was not offered`, place)
  }
  if (lengths.length > 1 && lengths.at(-1) === 0) {
    throw new MalformedFrameError(`Frame ${name} has an empty last segment`, place)
  }
  if (!authenticated) checkSize(`Frame ${name}`, sum(lengths), limits.maxPreAuthFrameBytes, place)
  if (tag === Tag.Message) checkMessage(lengths, limits, place)
  else checkControl(tag, lengths, limits, place)
}

function checkMessage(lengths: readonly number[], limits: MessengerLimits, place: ConnectionPlace): void {
  const header = lengths[MessageSegment.Header]
  if (header !== MESSAGE_HEADER_BYTES) {
    throw new MalformedFrameError(`Message header of ${header} bytes, expected ${MESSAGE_HEADER_BYTES}`, place)
  }
  checkSize('Front', lengths[MessageSegment.Front] ?? 0, limits.maxFrontBytes, place)
  checkSize('Middle', lengths[MessageSegment.Middle] ?? 0, limits.maxMiddleBytes, place)
  checkSize('Data', lengths[MessageSegment.Data] ?? 0, limits.maxDataBytes, place)
}

function checkControl(tag: Tag, lengths: readonly number[], limits: MessengerLimits, place: ConnectionPlace): void {
  const name = tagName(tag)
  if (lengths.length !== 1) throw new MalformedFrameError(`Frame ${name} has ${lengths.length} segments`, place)
  // WAIT is the one frame that has nothing to say.
  if (lengths[0] === 0 && tag !== Tag.Wait) throw new MalformedFrameError(`Frame ${name} is empty`, place)
  checkSize(`Frame ${name}`, lengths[0]!, limits.maxControlBytes, place)
}

function checkSize(what: string, declared: number, limit: number, place: ConnectionPlace): void {
  if (declared > limit) throw new FrameTooLargeError(what, declared, limit, place)
}

const sum = (lengths: readonly number[]): number => lengths.reduce((total, length) => total + length, 0)
