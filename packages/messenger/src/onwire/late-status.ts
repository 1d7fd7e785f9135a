import { MalformedFrameError } from '../errors.js'
import type { ConnectionPlace } from '../errors.js'

/** FRAME_LATE_STATUS_COMPLETE; the high nibble is reserved. */
export const LATE_STATUS_COMPLETE = 0x0e
const LATE_STATUS_ABORTED = 0x01
const LATE_STATUS_MASK = 0x0f
/** FRAME_LATE_FLAG_ABORTED of revision 0. */
const LATE_FLAG_ABORTED = 0x01

/** Whether the sender gave the frame up half-way, by the epilogue of revision 1. */
export function isAborted(lateStatus: number, place: ConnectionPlace): boolean {
  switch (lateStatus & LATE_STATUS_MASK) {
    case LATE_STATUS_COMPLETE:
      return false
    case LATE_STATUS_ABORTED:
      return true
    default:
      throw new MalformedFrameError(`Frame with late_status 0x${lateStatus.toString(16)}`, place)
  }
}

/** The same by the epilogue of revision 0. */
export function isAbortedRevision0(lateFlags: number): boolean {
  return (lateFlags & LATE_FLAG_ABORTED) !== 0
}
