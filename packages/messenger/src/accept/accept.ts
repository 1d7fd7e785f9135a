import { CEPH_FEATURES_ALL, CephFeature, formatEntityAddr } from '@cephwire/codec'
import { systemClock } from '../clock.js'
import { Connection } from '../connection.js'
import { tagName } from '../constants.js'
import { FrameRing } from '../frame-ring.js'
import { defaultMessengerLimits } from '../limits.js'
import { tagV1Name } from '../v1/constants.js'
import { withDeadline } from './deadline.js'
import { handshakeV1 } from './handshake-v1.js'
import { handshakeV2 } from './handshake-v2.js'
import type { EntityAddr, EntityAddrvec, EntityName, Features } from '@cephwire/codec'
import type { MovingPlace } from '../moving-place.js'
import type { Clock } from '../clock.js'
import type { Keepalive2Options } from '../keepalive.js'
import type { MessengerLimits } from '../limits.js'
import type { Revision } from '../onwire/seal.js'
import type { Transport } from '../transport.js'
import type { Wire } from '../wire.js'
import type { ServerAuthenticator } from './server-authenticator.js'

/** What `accept` needs to know. */
export interface AcceptInit {
  /** What is spoken on the port: the server speaks first, so it cannot wait and see. */
  readonly protocol: 'msgr2' | 'msgr1'
  /** Our own addresses, as the map has them: a peer that wants to reach another one is turned away. */
  readonly addrs: EntityAddrvec
  /** Our own name, such as `mon.0`. */
  readonly name: EntityName
  /** Needed for msgr2, one for each connection. Not used by a monitor on msgr1: clients authenticate by messages, later. */
  readonly authenticator?: ServerAuthenticator
  /** The newest revision of msgr2 to speak: 0 is msgr2.0, without secure mode. Default 1. */
  readonly revision?: Revision
  /** Features to advertise. Default: all that the codec knows. */
  readonly features?: Features
  /** Features that the peer must have. Default: MSG_ADDR2 on msgr2, none on msgr1. */
  readonly requiredFeatures?: Features
  /** Default true; false for a peer with ms_crc_data = false. */
  readonly verifyCrc?: boolean
  /** A number that grows with each connection. Default 1. */
  readonly globalSeq?: bigint
  readonly clock?: Clock
  /** Sends KEEPALIVE2 by itself and ends the connection when the peer is silent. Default: off, as with monitors. */
  readonly keepalive2?: Keepalive2Options
  readonly limits?: Partial<MessengerLimits>
  /** msgr1: whether the peer has proved itself by messages. Before, they may not be larger than a pre-auth frame. */
  readonly authenticated?: () => boolean
  /** Puts something between the connection and its wire, once the handshake is over. */
  readonly wrapWire?: (wire: Wire) => Wire
  /** Gives up accepting; of no meaning once connected. */
  readonly signal?: AbortSignal
}

/** What both protocols' handshakes need, with defaults in place. */
export interface AcceptHandshakeInit {
  readonly addrs: EntityAddrvec
  readonly name: EntityName
  /** The peer's address as we see it, of the type that the protocol has. */
  readonly remote: EntityAddr
  readonly authenticator: ServerAuthenticator | undefined
  readonly revision: Revision
  readonly features: Features
  readonly requiredFeatures: Features
  readonly verifyCrc: boolean
  readonly globalSeq: bigint
  readonly limits: MessengerLimits
  readonly authenticated: () => boolean
}

/**
 * Does the server half of a handshake with whoever has connected. Owns the transport from then on.
 *
 * @returns a connection that is ready for messages; `peer` is what the client has said of itself: name with its
 *   global_id, addresses, features
 * @throws MessengerError; what the authenticator throws; the signal's reason. The transport is destroyed then
 */
export async function accept(transport: Transport, init: AcceptInit): Promise<Connection> {
  const clock = init.clock ?? systemClock
  const limits = { ...defaultMessengerLimits, ...init.limits }
  const msgr2 = init.protocol === 'msgr2'
  const remote: EntityAddr = { ...transport.remote, type: msgr2 ? 'msgr2' : 'legacy' }
  const frames = new FrameRing({ clock, capacity: limits.maxRecentFrames, tagName: msgr2 ? tagName : tagV1Name })
  const place: MovingPlace = { peer: formatEntityAddr(remote), phase: 'ACCEPTING', frames }
  const { signal } = init
  const abort = (reason: Error): void => transport.destroy(reason)
  try {
    const wire = await withDeadline({ clock, timeout: limits.handshakeTimeout, place, signal, abort }, () =>
      (msgr2 ? handshakeV2 : handshakeV1)(transport, place, {
        addrs: init.addrs,
        name: init.name,
        remote,
        authenticator: init.authenticator,
        revision: init.revision ?? 1,
        features: init.features ?? CEPH_FEATURES_ALL,
        requiredFeatures: init.requiredFeatures ?? (msgr2 ? CephFeature.MSG_ADDR2 : 0n),
        verifyCrc: init.verifyCrc ?? true,
        globalSeq: init.globalSeq ?? 1n,
        limits,
        authenticated: init.authenticated ?? (() => true)
      })
    )
    return new Connection({ wire: init.wrapWire?.(wire) ?? wire, clock, limits, keepalive2: init.keepalive2 })
  } catch (error) {
    transport.destroy()
    throw error
  }
}
