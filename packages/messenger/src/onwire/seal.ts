import type { Frame } from '../frame.js'
import type { Preamble } from '../preamble.js'

/** Protects frames of one direction, in order. */
export interface Seal {
  /** The bytes of a frame, in pieces to be written one behind the other. */
  seal(tag: number, segments: readonly Uint8Array[]): Uint8Array[]
}

/** Takes the protection off frames of one direction, in order. */
export interface Open {
  /** Bytes to have before `openPreamble`. */
  readonly preambleBytes: number
  openPreamble(bytes: Uint8Array): Preamble
  /** Bytes to have, behind those, before `openBody`. */
  bodyBytes(preamble: Preamble): number
  /** @returns undefined for a frame that its sender has aborted */
  openBody(preamble: Preamble, body: Uint8Array): Frame | undefined
}

/** Which msgr2: 0 for 2.0, 1 for 2.1. */
export type Revision = 0 | 1
