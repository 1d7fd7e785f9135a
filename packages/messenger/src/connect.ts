import { CEPH_FEATURES_ALL, CephFeature, EntityType, formatEntityAddr } from '@cephwire/codec'
import { systemClock } from './clock.js'
import { ConMode, tagName } from './constants.js'
import { Connection } from './connection.js'
import { ConnectionFaultError } from './errors.js'
import { FrameRing } from './frame-ring.js'
import { defaultMessengerLimits } from './limits.js'
import { createPlace } from './moving-place.js'
import { dialTcp } from './tcp.js'
import { tagV1Name } from './v1/constants.js'
import { handshakeV1 } from './v1/handshake.js'
import { handshakeV2 } from './handshake/handshake.js'
import type { EntityAddr, Features } from '@cephwire/codec'
import type { ClientAuthenticator } from './authenticator.js'
import type { Clock } from './clock.js'
import type { MovingPlace } from './moving-place.js'
import type { Keepalive2Options } from './keepalive.js'
import type { MessengerLimits } from './limits.js'
import type { Self } from './self-addr.js'
import type { Dial, Transport } from './transport.js'
import type { Wire } from './wire.js'

/** What `connect` needs to know. */
export interface ConnectInit {
  /** The peer's address as its map has it. Its type chooses the protocol: `legacy` msgr1, `msgr2` msgr2. */
  readonly addr: EntityAddr
  /** Where to dial instead, when a forwarded port or another network lies between. The peer is told `addr`. */
  readonly dialAddr?: EntityAddr
  readonly self?: Self
  /** Needed for msgr2. Not used with a monitor on msgr1: its client authenticates by messages, after `connect`. */
  readonly authenticator?: ClientAuthenticator
  /** What the peer has to be; default: anything on msgr2, a monitor on msgr1. */
  readonly peerType?: EntityType
  /** Connection modes that are allowed, the most wanted first. Default: secure, then crc. msgr2 only. */
  readonly preferredModes?: readonly ConMode[]
  /** Features to advertise. Default: all that the codec knows. */
  readonly features?: Features
  /** Features that the peer must have. */
  readonly requiredFeatures?: Features
  /**
   * Whether to take a session that the peer would go on with after a fault, as an MDS does; it ends with its connection
   * all the same. Default false.
   */
  readonly acceptLossless?: boolean
  /** Default true; false for a peer with ms_crc_data = false. */
  readonly verifyCrc?: boolean
  /** A number that grows with each connection of this client. Default 1. */
  readonly globalSeq?: bigint
  /** Default: TCP. */
  readonly dial?: Dial
  readonly clock?: Clock
  /** Sends KEEPALIVE2 by itself and ends the connection when the peer is silent. Default: off. */
  readonly keepalive2?: Keepalive2Options
  readonly limits?: Partial<MessengerLimits>
  /**
   * Told what the attempt is at, in the words of ProtocolV2.cc and ProtocolV1.cc: first `CONNECTING`, which is dialling,
   * at last `READY`. What it throws ends the attempt.
   */
  readonly onPhase?: (phase: string) => void
  /** Gives up connecting; of no meaning once connected. */
  readonly signal?: AbortSignal
}

/** What both protocols' handshakes need, with defaults in place. */
export interface HandshakeInit {
  readonly addr: EntityAddr
  readonly self: Required<Pick<Self, 'type'>> & Self
  readonly authenticator: ClientAuthenticator | undefined
  readonly peerType: EntityType | undefined
  readonly preferredModes: readonly ConMode[]
  readonly features: Features
  readonly requiredFeatures: Features
  readonly acceptLossless: boolean
  readonly verifyCrc: boolean
  readonly globalSeq: bigint
  readonly limits: MessengerLimits
}

/**
 * Dials a peer and does the handshake of its protocol.
 *
 * @returns a connection that is ready for messages
 * @throws MessengerError; what the authenticator throws; the signal's reason
 */
export async function connect(init: ConnectInit): Promise<Connection> {
  const clock = init.clock ?? systemClock
  const limits = { ...defaultMessengerLimits, ...init.limits }
  const { addr } = init
  const frames = new FrameRing({
    clock,
    capacity: limits.maxRecentFrames,
    tagName: addr.type === 'legacy' ? tagV1Name : tagName
  })
  init.signal?.throwIfAborted()
  const place = createPlace({ peer: formatEntityAddr(addr), phase: 'CONNECTING', frames, onPhase: init.onPhase })
  const deadline = new AbortController()
  const done = new AbortController()
  const abort = (): void => deadline.abort(init.signal?.reason)
  init.signal?.addEventListener('abort', abort, { once: true })
  clock.sleep(limits.handshakeTimeout, { signal: done.signal }).then(
    () => {
      const late = `No session after ${limits.handshakeTimeout} ms`
      deadline.abort(new ConnectionFaultError(late, { ...place }))
    },
    () => undefined
  )
  try {
    const wire = await establish(init, { limits, place, signal: deadline.signal })
    return new Connection({ wire, clock, limits, keepalive2: init.keepalive2 })
  } catch (error) {
    // An aborted handshake fails in whatever it was doing: the reason says more.
    throw deadline.signal.aborted ? (deadline.signal.reason as Error) : error
  } finally {
    done.abort()
    init.signal?.removeEventListener('abort', abort)
  }
}

async function establish(
  init: ConnectInit,
  { limits, place, signal }: { limits: MessengerLimits; place: MovingPlace; signal: AbortSignal }
): Promise<Wire> {
  const transport = await open(init, place, signal)
  const abort = (): void => transport.destroy(signal.reason as Error)
  signal.addEventListener('abort', abort, { once: true })
  // It may have been aborted between the end of dialling and here, where nobody listened.
  if (signal.aborted) abort()
  const handshake = init.addr.type === 'legacy' ? handshakeV1 : handshakeV2
  try {
    return await handshake(transport, place, {
      addr: init.addr,
      self: { type: EntityType.Client, ...init.self },
      authenticator: init.authenticator,
      peerType: init.peerType,
      preferredModes: init.preferredModes ?? [ConMode.Secure, ConMode.Crc],
      features: init.features ?? CEPH_FEATURES_ALL,
      requiredFeatures: init.requiredFeatures ?? CephFeature.MSG_ADDR2,
      acceptLossless: init.acceptLossless ?? false,
      verifyCrc: init.verifyCrc ?? true,
      globalSeq: init.globalSeq ?? 1n,
      limits
    })
  } catch (error) {
    transport.destroy()
    throw error
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

async function open(init: ConnectInit, place: MovingPlace, signal: AbortSignal): Promise<Transport> {
  const dialled = (init.dial ?? dialTcp)(init.dialAddr ?? init.addr, { signal })
  try {
    return await unlessAborted(dialled, signal)
  } catch (cause) {
    if (signal.aborted) {
      // A dial that does not listen to its signal may still come to something, which nobody wants any more.
      dialled.then(
        transport => transport.destroy(),
        () => undefined
      )
      throw signal.reason
    }
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConnectionFaultError(`Cannot connect: ${reason}`, place, { cause })
  }
}

/** The outcome of `promise`, or the signal's reason when that comes first. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error)
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
