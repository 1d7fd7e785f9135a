/** What a connection takes from its peer and how long it waits (docs/limits.md). Sizes in bytes, times in milliseconds. */
export interface MessengerLimits {
  /** The banner's payload. */
  readonly maxBannerBytes: number
  /** One frame before authentication is finished. */
  readonly maxPreAuthFrameBytes: number
  /** All bytes before authentication is finished. */
  readonly maxPreAuthBytes: number
  /** A frame that is not a message. */
  readonly maxControlBytes: number
  readonly maxFrontBytes: number
  readonly maxMiddleBytes: number
  readonly maxDataBytes: number
  /** Rounds of AUTH_REPLY_MORE. */
  readonly maxAuthRounds: number
  /** Messages that were received and not yet taken: beyond, the socket is not read. */
  readonly maxQueuedMessages: number
  /** From dialling to the end of the handshake. */
  readonly handshakeTimeout: number
  /** How long `close()` waits for bytes that are still to be written. */
  readonly closeTimeout: number
  /** Frames of both directions that are remembered, without their content, for errors to carry; at least 1. */
  readonly maxRecentFrames: number
}

export const defaultMessengerLimits: MessengerLimits = Object.freeze({
  maxBannerBytes: 1024,
  maxPreAuthFrameBytes: 64 * 1024,
  maxPreAuthBytes: 256 * 1024,
  maxControlBytes: 64 * 1024,
  maxFrontBytes: 16 * 1024 * 1024,
  maxMiddleBytes: 16 * 1024 * 1024,
  maxDataBytes: 64 * 1024 * 1024,
  maxAuthRounds: 4,
  maxQueuedMessages: 256,
  handshakeTimeout: 10_000,
  closeTimeout: 200,
  maxRecentFrames: 16
})
