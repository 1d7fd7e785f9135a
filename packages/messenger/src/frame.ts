import { tagName } from './constants.js'

/** One frame without its protection: a tag and one to four segments. */
export interface Frame {
  /** A Tag. */
  readonly tag: number
  readonly segments: readonly Uint8Array[]
}

/** Segments of a MESSAGE frame. */
export const MessageSegment = { Header: 0, Front: 1, Middle: 2, Data: 3 } as const

export const MAX_SEGMENTS = 4

/** Alignments that a sender declares; receivers ignore them. Data is page-aligned, as frames_v2.h has it. */
export const SEGMENT_ALIGNMENTS: readonly number[] = [8, 8, 8, 4096]

/** `MESSAGE [41, 120, 0, 4096]`: tag and segment lengths, for people. Never content: it may be secret. */
export function describeFrame({ tag, segments }: Frame): string {
  return `${tagName(tag)} [${segments.map(segment => segment.length).join(', ')}]`
}

/** How many segments travel: trailing empty ones do not, the first always does. */
export function countSegments(segments: readonly Uint8Array[]): number {
  let count = segments.length
  while (count > 1 && segments[count - 1]!.length === 0) count--
  return count
}
