/*
  preamble_block_t                           src/msg/async/frames_v2.h
    u8  tag
    u8  num_segments     1 … 4
    4 × { u32 length, u16 alignment }
    u8  flags
    u8  reserved
    u32 crc              CRC-32C, seed 0, of everything in front of it
*/
import { crc32c, packed } from '@cephwire/codec'
import { FrameIntegrityError } from './errors.js'
import { MAX_SEGMENTS, SEGMENT_ALIGNMENTS } from './frame.js'
import type { ConnectionPlace } from './errors.js'

/** The layout as a declaration; the functions below are its straight-line form, for the path of every frame. */
export const preambleCodec = packed({
  tag: 'u8',
  numSegments: 'u8',
  length0: 'u32',
  alignment0: 'u16',
  length1: 'u32',
  alignment1: 'u16',
  length2: 'u32',
  alignment2: 'u16',
  length3: 'u32',
  alignment3: 'u16',
  flags: 'u8',
  reserved: 'u8',
  crc: 'u32'
})

export const PREAMBLE_BYTES = preambleCodec.span
const NUM_SEGMENTS_AT = preambleCodec.offsetOf('numSegments')
const SEGMENTS_AT = preambleCodec.offsetOf('length0')
const SEGMENT_ENTRY_BYTES = preambleCodec.offsetOf('length1') - SEGMENTS_AT
const FLAGS_AT = preambleCodec.offsetOf('flags')
const CRC_AT = preambleCodec.offsetOf('crc')

/** What a preamble says. */
export interface Preamble {
  readonly tag: number
  /** Bytes of each segment that travels. */
  readonly lengths: readonly number[]
  readonly flags: number
}

/** Writes a preamble with its crc to the first 32 bytes of `bytes`, which must be zeros. */
export function encodePreamble(bytes: Uint8Array, tag: number, segments: readonly Uint8Array[], count: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, PREAMBLE_BYTES)
  view.setUint8(0, tag)
  view.setUint8(NUM_SEGMENTS_AT, count)
  for (let i = 0; i < count; i++) {
    const at = SEGMENTS_AT + i * SEGMENT_ENTRY_BYTES
    view.setUint32(at, segments[i]!.length, true)
    view.setUint16(at + 4, SEGMENT_ALIGNMENTS[i]!, true)
  }
  view.setUint32(CRC_AT, crc32c(0, bytes.subarray(0, CRC_AT)), true)
}

/** Reads 32 bytes. Nothing in them is used before their crc is checked. */
export function decodePreamble(bytes: Uint8Array, place: ConnectionPlace): Preamble {
  const view = new DataView(bytes.buffer, bytes.byteOffset, PREAMBLE_BYTES)
  if (view.getUint32(CRC_AT, true) !== crc32c(0, bytes.subarray(0, CRC_AT))) {
    throw new FrameIntegrityError('preamble', place)
  }
  const count = Math.min(view.getUint8(NUM_SEGMENTS_AT), MAX_SEGMENTS + 1)
  const lengths: number[] = []
  for (let i = 0; i < count && i < MAX_SEGMENTS; i++) {
    lengths.push(view.getUint32(SEGMENTS_AT + i * SEGMENT_ENTRY_BYTES, true))
  }
  // A count over the table stays visible to checkPreamble.
  if (count > MAX_SEGMENTS) lengths.push(0)
  return { tag: view.getUint8(0), lengths, flags: view.getUint8(FLAGS_AT) }
}
