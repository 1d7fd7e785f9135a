/*
  Frames in crc mode                         src/msg/async/frames_v2.cc

  revision 1                                  revision 0
    preamble, 32 bytes                          preamble, 32 bytes
    segment 0, u32 crc     unless empty         segments 0 … 3
    segments 1 … 3                              u8 late_flags
    u8 late_status         if num_segments > 1  u32 crc[4]
    u32 crc[3]             likewise

  Segments are summed with seed 0xffffffff; the crc of an empty one is that seed, of one that does not travel 0.
*/
import { crc32c } from '@cephwire/codec'
import { FrameIntegrityError } from '../errors.js'
import { MAX_SEGMENTS, countSegments } from '../frame.js'
import { PREAMBLE_BYTES, decodePreamble, encodePreamble } from '../preamble.js'
import { LATE_STATUS_COMPLETE, isAborted, isAbortedRevision0 } from './late-status.js'
import type { ConnectionPlace } from '../errors.js'
import type { Open, Revision, Seal } from './seal.js'

const SEGMENT_SEED = 0xffffffff
const EPILOGUE_BYTES = { 0: 1 + 4 * MAX_SEGMENTS, 1: 1 + 4 * (MAX_SEGMENTS - 1) } as const
/** Frames with content up to this size are put together in one piece: one write is cheaper than the copy it saves. */
const ONE_PIECE_BYTES = 16 * 1024

/** Options of the receiving side. */
export interface CrcOptions {
  /** Whether the segments' sums are checked; a peer with ms_crc_data = false sends 0 for all of them. Default true. */
  readonly verifyCrc?: boolean
}

const bodyBytes = (revision: Revision, lengths: readonly number[]): number => {
  let bytes = 0
  for (const length of lengths) bytes += length
  if (revision === 0) return bytes + EPILOGUE_BYTES[0]
  return bytes + (lengths[0] === 0 ? 0 : 4) + (lengths.length > 1 ? EPILOGUE_BYTES[1] : 0)
}

export function crcSeal(revision: Revision): Seal {
  return {
    seal(tag, segments) {
      const count = countSegments(segments)
      let content = 0
      for (const segment of segments) content += segment.length
      return content <= ONE_PIECE_BYTES
        ? [sealInOnePiece(revision, tag, segments, count, content)]
        : sealInPieces(revision, tag, segments, count)
    }
  }
}

function sealInOnePiece(
  revision: Revision,
  tag: number,
  segments: readonly Uint8Array[],
  count: number,
  content: number
): Uint8Array {
  const firstSum = revision === 1 && segments[0]!.length > 0 ? 4 : 0
  const epilogueBytes = revision === 0 ? EPILOGUE_BYTES[0] : count > 1 ? EPILOGUE_BYTES[1] : 0
  const bytes = new Uint8Array(PREAMBLE_BYTES + content + firstSum + epilogueBytes)
  const view = new DataView(bytes.buffer)
  encodePreamble(bytes, tag, segments, count)
  const epilogueAt = bytes.length - epilogueBytes
  if (revision === 1 && count > 1) bytes[epilogueAt] = LATE_STATUS_COMPLETE
  let at = PREAMBLE_BYTES
  for (let i = 0; i < count; i++) {
    const segment = segments[i]!
    bytes.set(segment, at)
    at += segment.length
    const crc = crc32c(SEGMENT_SEED, segment)
    if (revision === 0) view.setUint32(epilogueAt + 1 + 4 * i, crc, true)
    else if (i > 0) view.setUint32(epilogueAt + 1 + 4 * (i - 1), crc, true)
    else if (firstSum > 0) {
      view.setUint32(at, crc, true)
      at += firstSum
    }
  }
  return bytes
}

function sealInPieces(revision: Revision, tag: number, segments: readonly Uint8Array[], count: number): Uint8Array[] {
  const preamble = new Uint8Array(PREAMBLE_BYTES)
  encodePreamble(preamble, tag, segments, count)
  const travelling = segments.slice(0, count)
  const sums = travelling.map(segment => crc32c(SEGMENT_SEED, segment))
  if (revision === 0) return [preamble, ...travelling, epilogue(0, 0, sums)]
  const first = segments[0]!.length === 0 ? [] : [segments[0]!, u32Bytes(sums[0]!)]
  if (count === 1) return [preamble, ...first]
  return [preamble, ...first, ...travelling.slice(1), epilogue(1, LATE_STATUS_COMPLETE, sums.slice(1))]
}

function epilogue(revision: Revision, late: number, sums: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(EPILOGUE_BYTES[revision])
  const view = new DataView(bytes.buffer)
  bytes[0] = late
  sums.forEach((crc, i) => view.setUint32(1 + 4 * i, crc, true))
  return bytes
}

function u32Bytes(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value, true)
  return bytes
}

export function crcOpen(revision: Revision, place: ConnectionPlace, { verifyCrc = true }: CrcOptions = {}): Open {
  const verify = (segment: number, bytes: Uint8Array, crc: number): void => {
    if (verifyCrc && crc32c(SEGMENT_SEED, bytes) !== crc) throw new FrameIntegrityError(`segment ${segment}`, place)
  }
  return {
    preambleBytes: PREAMBLE_BYTES,
    openPreamble: bytes => decodePreamble(bytes, place),
    bodyBytes: ({ lengths }) => bodyBytes(revision, lengths),
    openBody({ tag, lengths }, body) {
      const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
      const segments: Uint8Array[] = []
      let at = 0
      for (const [i, length] of lengths.entries()) {
        segments.push(body.subarray(at, at + length))
        at += length
        if (i === 0 && revision === 1 && length > 0) {
          verify(0, segments[0]!, view.getUint32(at, true))
          at += 4
        }
      }
      if (revision === 1) {
        if (lengths.length === 1) return { tag, segments }
        if (isAborted(body[at]!, place)) return undefined
        for (let i = 1; i < segments.length; i++) verify(i, segments[i]!, view.getUint32(at + 1 + 4 * (i - 1), true))
      } else {
        if (isAbortedRevision0(body[at]!)) return undefined
        segments.forEach((segment, i) => verify(i, segment, view.getUint32(at + 1 + 4 * i, true)))
      }
      return { tag, segments }
    }
  }
}
