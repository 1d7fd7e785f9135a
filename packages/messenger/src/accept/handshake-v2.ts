import { FrameStream } from '../frame-stream.js'
import { createWireV2 } from '../wire-v2.js'
import { authenticate } from './authenticate.js'
import { greet } from './greet.js'
import { identify } from './identify.js'
import type { MovingPlace } from '../moving-place.js'
import type { Transport } from '../transport.js'
import type { Wire } from '../wire.js'
import type { AcceptHandshakeInit } from './accept.js'

/** greet → authenticate → identify. */
export async function handshakeV2(transport: Transport, place: MovingPlace, init: AcceptHandshakeInit): Promise<Wire> {
  if (init.authenticator === undefined) throw new TypeError('msgr2 needs an authenticator')
  const stream = new FrameStream(transport, place, init.limits)
  const { revision, peerType, selfAddr } = await greet(stream, init)
  const { globalId, conMode } = await authenticate(stream, init.authenticator, { peerType, revision })
  const peer = await identify(stream, { ...init, peerType })
  const protocol = revision === 1 ? 'msgr2.1' : 'msgr2.0'
  return createWireV2(stream, { protocol, conMode, peer, globalId, selfAddr })
}
