import { FrameStream } from '../frame-stream.js'
import { selfAddr } from '../self-addr.js'
import { createWireV2 } from '../wire-v2.js'
import { authenticate } from './authenticate.js'
import { greet } from './greet.js'
import { identify } from './identify.js'
import type { MovingPlace } from '../moving-place.js'
import type { HandshakeInit } from '../connect.js'
import type { Transport } from '../transport.js'
import type { Wire } from '../wire.js'

/** greet → authenticate → identify. */
export async function handshakeV2(transport: Transport, place: MovingPlace, init: HandshakeInit): Promise<Wire> {
  if (init.authenticator === undefined) throw new TypeError('msgr2 needs an authenticator')
  const stream = new FrameStream(transport, place, init.limits)
  const { addr, verifyCrc } = init
  const greeting = await greet(stream, { dialled: addr, selfType: init.self.type, peerType: init.peerType, verifyCrc })
  const { revision } = greeting
  const { globalId, conMode } = await authenticate(stream, init.authenticator, init.preferredModes, revision)
  const ownAddr = selfAddr(init.self, greeting.selfAddr)
  const peer = await identify(stream, {
    selfAddr: ownAddr,
    target: addr,
    peerType: greeting.peerType,
    globalId,
    globalSeq: init.globalSeq,
    features: init.features,
    requiredFeatures: init.requiredFeatures,
    acceptLossless: init.acceptLossless
  })
  const protocol = revision === 1 ? 'msgr2.1' : 'msgr2.0'
  return createWireV2(stream, { protocol, conMode, peer, globalId, selfAddr: ownAddr })
}
