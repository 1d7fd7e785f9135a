import { channel } from 'node:diagnostics_channel'
import type { Channel } from 'node:diagnostics_channel'

/** What is published for each frame: never its content, which may be secret. */
export interface FrameDiagnostics {
  /** The address that was dialled. */
  readonly peer: string
  /** A Tag of msgr2, or of msgr1 where that is spoken. */
  readonly tag: number
  /** Bytes of each segment. */
  readonly lengths: readonly number[]
}

/** `ceph:msgr:frame:in`: a frame was received. */
export const frameIn: Channel = channel('ceph:msgr:frame:in')
/** `ceph:msgr:frame:out`: a frame is about to be written. */
export const frameOut: Channel = channel('ceph:msgr:frame:out')
