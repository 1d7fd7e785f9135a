/*
  Conversation of msgr1                      src/msg/async/ProtocolV1.cc

    server: "ceph v027", entity_addr_t of the server, entity_addr_t of the client as the server sees it
    client: "ceph v027", entity_addr_t of the client
    … and what connect.ts has

  Addresses are in their legacy form, 136 bytes.
*/
import { CephFeature, EntityType, Writer, decode, formatEntityAddr } from '@cephwire/codec'
import { entityAddrCodec, haveFeature } from '@cephwire/codec'
import { ByteStream } from '../byte-stream.js'
import { ConMode } from '../constants.js'
import { Untagged } from '../frame-ring.js'
import { BannerError, MalformedFrameError, PeerMismatchError } from '../errors.js'
import { selfAddr } from '../self-addr.js'
import { connectV1 } from './connect.js'
import { createWireV1 } from './wire.js'
import type { EntityAddr } from '@cephwire/codec'
import type { MovingPlace } from '../moving-place.js'
import type { HandshakeInit } from '../connect.js'
import type { Transport } from '../transport.js'
import type { Wire } from '../wire.js'

export const BANNER = new TextEncoder().encode('ceph v027')
export const ADDR_BYTES = 136

export async function handshakeV1(transport: Transport, place: MovingPlace, init: HandshakeInit): Promise<Wire> {
  const stream = new ByteStream(transport, place, init.limits)
  const ownAddr = await greetV1(stream, init)
  place.phase = 'CONNECTING_SEND_CONNECT_MSG'
  const { features, secrets } = await connectV1(stream, init)
  const msgAuth = haveFeature(features & init.features, CephFeature.MSG_AUTH)
  place.phase = 'READY'
  return createWireV1(stream, {
    established: {
      protocol: 'msgr1',
      conMode: ConMode.Crc,
      peer: { name: { type: init.peerType ?? EntityType.Mon, num: -1n }, addrs: [init.addr], features },
      globalId: 0n,
      selfAddr: ownAddr
    },
    src: { type: init.self.type, num: -1n },
    msgAuth,
    signMessage: msgAuth ? secrets.signMessage : undefined,
    verifyCrc: init.verifyCrc
  })
}

async function greetV1(stream: ByteStream, init: HandshakeInit): Promise<EntityAddr> {
  stream.place.phase = 'CONNECTING_WAIT_BANNER_AND_IDENTIFY'
  await checkBannerV1(stream)
  const serverAddr = decodeAddr(stream, await stream.take(ADDR_BYTES))
  const seenAddr = decodeAddr(stream, await stream.take(ADDR_BYTES))
  stream.frames.begin('in', Untagged.Banner).segment(BANNER.length).segment(ADDR_BYTES).segment(ADDR_BYTES)
  const blank = serverAddr.host === '' || serverAddr.host === '0.0.0.0' || serverAddr.host === '::'
  const sameHost = blank || serverAddr.host === init.addr.host
  if (!sameHost || serverAddr.port !== init.addr.port || serverAddr.nonce !== init.addr.nonce) {
    throw new PeerMismatchError(
      `Dialled ${formatEntityAddr(init.addr)}, reached ${formatEntityAddr(serverAddr)}`,
      stream.place
    )
  }
  const ownAddr = selfAddr(init.self, seenAddr)
  const hello = new Writer().bytes(BANNER)
  entityAddrCodec.encode(hello, ownAddr, 0n)
  stream.frames.begin('out', Untagged.Banner).segment(BANNER.length).segment(ADDR_BYTES)
  await stream.writeRaw(hello.finish())
  return ownAddr
}

/** The peer's banner, refused at its first wrong byte. */
export async function checkBannerV1(stream: ByteStream): Promise<void> {
  const { queue } = stream
  let head = ''
  while (head.length < BANNER.length) {
    if (queue.length === 0) await stream.fill()
    head += String.fromCharCode(...queue.take(Math.min(queue.length, BANNER.length - head.length)))
    const expected = String.fromCharCode(...BANNER.subarray(0, head.length))
    if (head !== expected) {
      const hint = head.startsWith('ceph v2')
        ? ': it speaks msgr2, use its v2 address (as a rule port 3300) or another --ms-mode'
        : ''
      throw new BannerError(`The peer does not speak msgr1${hint}`, stream.place)
    }
  }
}

export function decodeAddr(stream: ByteStream, bytes: Uint8Array): EntityAddr {
  try {
    return decode(entityAddrCodec, bytes)
  } catch (cause) {
    throw new MalformedFrameError('The address in the greeting does not decode', stream.place, { cause })
  }
}
