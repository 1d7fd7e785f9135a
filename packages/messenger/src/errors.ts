import { CephError } from '@cephwire/codec'
import { conModeName, tagName } from './constants.js'
import type { CephErrorOptions } from '@cephwire/codec'
import type { FrameRecord } from './frame-record.js'
import type { FrameRing } from './frame-ring.js'

/** Where a connection stood when something went wrong. */
export interface ConnectionPlace {
  /** The address that was dialled, such as `v2:10.0.0.1:3300/0`. */
  readonly peer: string
  /** What the handshake was at, in the words of ProtocolV2.cc, such as `AUTH_CONNECTING`. */
  readonly phase: string
  /** What the errors of this place take along as {@link MessengerError.frames}. */
  readonly frames?: Pick<FrameRing, 'records'>
}

/** Facts shared by the errors of this package. */
export interface MessengerErrorOptions extends CephErrorOptions {
  /** Text to stand behind the place. */
  readonly suffix?: string
}

/** Of a list that the peer sends, an error names no more. */
export const MAX_NAMED = 8

const nowhere: ConnectionPlace = { peer: '', phase: '' }
const NO_FRAMES: readonly FrameRecord[] = Object.freeze([])

/** The root of this package's errors: a connection that cannot go on. */
export abstract class MessengerError extends CephError {
  /** The address that was dialled; '' where no connection is involved. */
  readonly peer: string
  /** What the connection was at, in the words of ProtocolV2.cc; '' where no connection is involved. */
  readonly phase: string
  /** Whether the same attempt may well succeed later or elsewhere. */
  readonly retryable: boolean = false
  /**
   * The last frames of the connection before this error, oldest first, without their content; none where no connection
   * is involved. Not printed with the error: `formatFrameRecord` prints one of them.
   */
  declare readonly frames: readonly FrameRecord[]

  constructor(message: string, place: ConnectionPlace = nowhere, options: MessengerErrorOptions = {}) {
    const where = place.peer === '' ? '' : ` (${place.peer}, ${place.phase})`
    super(message + where + (options.suffix ?? ''), options)
    this.peer = place.peer
    this.phase = place.phase
    Object.defineProperty(this, 'frames', { value: place.frames?.records() ?? NO_FRAMES })
  }
}

/** The peer does not greet as this protocol does. */
export class BannerError extends MessengerError {
  override readonly code = 'ERR_CEPH_MSGR_BANNER'
}

/** One side requires features that the other lacks. */
export class FeatureMismatchError extends MessengerError {
  override readonly code = 'ERR_CEPH_MSGR_FEATURES'
  /** The feature bits that are missing. */
  readonly missing: bigint

  constructor(message: string, missing: bigint, place?: ConnectionPlace) {
    super(message, place)
    this.missing = missing
  }
}

/** A checksum or an authentication tag does not fit: the bytes were changed on the way, or are no frame. */
export class FrameIntegrityError extends MessengerError {
  override readonly code = 'ERR_CEPH_MSGR_INTEGRITY'
  override readonly retryable = true
  /** What did not verify: `preamble`, `segment 0` …, `frame`, `signature`. */
  readonly part: string

  constructor(part: string, place?: ConnectionPlace, options?: CephErrorOptions) {
    super(`The ${part} does not verify`, place, options)
    this.part = part
  }
}

/** A frame is larger than this side takes (docs/limits.md). Thrown before its bytes are buffered. */
export class FrameTooLargeError extends MessengerError {
  override readonly code = 'ERR_CEPH_MSGR_TOO_LARGE'
  /** Bytes that were declared. */
  readonly declared: number
  /** Bytes that are taken at most. */
  readonly limit: number

  constructor(what: string, declared: number, limit: number, place?: ConnectionPlace) {
    super(`${what} of ${declared} bytes is over the limit of ${limit}`, place)
    this.declared = declared
    this.limit = limit
  }
}

/** A frame whose content is not what its tag says. */
export class MalformedFrameError extends MessengerError {
  override readonly code = 'ERR_CEPH_MSGR_MALFORMED'
}

/** A frame that has no place at this point of the conversation. */
export class UnexpectedFrameError extends MessengerError {
  override readonly code = 'ERR_CEPH_MSGR_UNEXPECTED_FRAME'
  readonly tag: number

  constructor(tag: number, place?: ConnectionPlace, detail = 'has no place here', name: string = tagName(tag)) {
    super(`Frame ${name} ${detail}`, place)
    this.tag = tag
  }
}

/** The peer refuses the authentication method, or what it carried. */
export class AuthRefusedError extends MessengerError {
  override readonly code = 'ERR_CEPH_MSGR_AUTH_REFUSED'
  /** A negative errno of Linux. */
  readonly result: number
  readonly allowedMethods: readonly number[]
  readonly allowedModes: readonly number[]

  constructor(
    refusal: {
      readonly result: number
      readonly allowedMethods: readonly number[]
      readonly allowedModes: readonly number[]
    },
    place?: ConnectionPlace
  ) {
    super(`Authentication refused with ${refusal.result}`, place)
    this.result = refusal.result
    this.allowedMethods = refusal.allowedMethods
    this.allowedModes = refusal.allowedModes
  }
}

/** The peer chose, or can only do, a connection mode that was not offered. */
export class ConModeError extends MessengerError {
  override readonly code = 'ERR_CEPH_MSGR_CON_MODE'

  static notOffered(chosen: number, offered: readonly number[], place: ConnectionPlace): ConModeError {
    return new ConModeError(
      `The peer chose ${conModeName(chosen)}, offered were ${offered.map(conModeName).join(', ')}`,
      place
    )
  }

  static notAllowed(allowed: readonly number[], offered: readonly number[], place: ConnectionPlace): ConModeError {
    const named = allowed.slice(0, MAX_NAMED).map(conModeName).join(', ')
    return new ConModeError(
      `The peer allows ${named === '' ? 'no mode' : named}, offered were ${offered.map(conModeName).join(', ')}`,
      place
    )
  }
}

/** The peer is not the one that was dialled. */
export class PeerMismatchError extends MessengerError {
  override readonly code = 'ERR_CEPH_MSGR_PEER'
}

/** The transport failed, ended or was too slow. */
export class ConnectionFaultError extends MessengerError {
  override readonly code = 'ERR_CEPH_MSGR_FAULT'
  override readonly retryable = true
}

/** The connection was closed by this side. */
export class ConnectionClosedError extends MessengerError {
  override readonly code = 'ERR_CEPH_MSGR_CLOSED'
}

/** A lifecycle was asked for a move that its table does not have: a bug of this package. */
export class IllegalTransitionError extends MessengerError {
  override readonly code = 'ERR_CEPH_MSGR_ILLEGAL_TRANSITION'
}
