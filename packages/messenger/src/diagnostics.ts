import { channel } from 'node:diagnostics_channel'
import type { Channel } from 'node:diagnostics_channel'
import type { ConMode } from './constants.js'
import type { Established } from './wire.js'

/** What is published for each frame: never its content, which may be secret. */
export interface FrameDiagnostics {
  /** The address that was dialled. */
  readonly peer: string
  /** A Tag of msgr2, or of msgr1 where that is spoken. */
  readonly tag: number
  /** Bytes of each segment. */
  readonly lengths: readonly number[]
}

/** What is published when a connection is ready for messages. */
export interface ConnectDiagnostics {
  /** The address that was dialled. */
  readonly peer: string
  readonly protocol: Established['protocol']
  readonly conMode: ConMode
  /** From dialling, or from accepting, to now. */
  readonly millis: number
}

/** What is published when a connection that was ready has ended. */
export interface CloseDiagnostics {
  /** The address that was dialled. */
  readonly peer: string
  /** What ended it; undefined after `close()`. */
  readonly error: Error | undefined
}

/** `ceph:msgr:connect`: a connection is ready for messages. */
export const connectionReady: Channel = channel('ceph:msgr:connect')
/** `ceph:msgr:close`: a connection that was ready has ended. */
export const connectionClosed: Channel = channel('ceph:msgr:close')
/** `ceph:msgr:frame:in`: a frame was received. */
export const frameIn: Channel = channel('ceph:msgr:frame:in')
/** `ceph:msgr:frame:out`: a frame is about to be written. */
export const frameOut: Channel = channel('ceph:msgr:frame:out')
