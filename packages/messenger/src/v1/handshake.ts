/*
  Conversation of msgr1                      src/msg/async/ProtocolV1.cc

    server: "ceph v027", entity_addr_t of the server, entity_addr_t of the client as the server sees it
    client: "ceph v027", entity_addr_t of the client, ceph_msg_connect
    server: ceph_msg_connect_reply, authorizer_len bytes
              SEQ:  u64 in_seq; the client answers with its own
    … or the client asks again as the reply tells

  Addresses are in their legacy form, 136 bytes. Nobody authenticates here: with monitors that is done by messages.
*/
import { CephFeature, EntityType, Reader, Writer, decode, featureNames, formatEntityAddr } from '@cephwire/codec'
import { entityAddrCodec, haveFeature } from '@cephwire/codec'
import { ByteStream } from '../byte-stream.js'
import { ConMode } from '../constants.js'
import { Untagged } from '../frame-ring.js'
import {
  AuthRefusedError,
  BannerError,
  FeatureMismatchError,
  FrameTooLargeError,
  MalformedFrameError,
  PeerMismatchError,
  UnexpectedFrameError
} from '../errors.js'
import { selfAddr } from '../self-addr.js'
import { msgConnectCodec, msgConnectReplyCodec } from './connect-frames.js'
import { TagV1, protocolVersion, tagV1Name } from './constants.js'
import { createWireV1 } from './wire.js'
import type { EntityAddr, Features } from '@cephwire/codec'
import type { MovingPlace } from '../moving-place.js'
import type { HandshakeInit } from '../connect.js'
import type { Transport } from '../transport.js'
import type { Wire } from '../wire.js'

export const BANNER = new TextEncoder().encode('ceph v027')
export const ADDR_BYTES = 136
/** How often a server may ask to try again. */
const MAX_RETRIES = 5
/** An authorizer reply larger than this is no authorizer reply (ProtocolV1.cc asserts it). */
export const MAX_AUTHORIZER_BYTES = 4096
export const LOSSY = 1
/** EACCES */
const BAD_AUTHORIZER = -13

export async function handshakeV1(transport: Transport, place: MovingPlace, init: HandshakeInit): Promise<Wire> {
  const stream = new ByteStream(transport, place, init.limits)
  const ownAddr = await greetV1(stream, init)
  place.phase = 'CONNECTING_SEND_CONNECT_MSG'
  const features = await connectV1(stream, init)
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
    msgAuth: haveFeature(features & init.features, CephFeature.MSG_AUTH),
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

/** @returns the peer's features */
async function connectV1(stream: ByteStream, init: HandshakeInit): Promise<Features> {
  let globalSeq = Number(BigInt.asUintN(32, init.globalSeq))
  for (let retries = 0; retries <= MAX_RETRIES; retries++) {
    stream.frames.begin('out', Untagged.Connect).segment(msgConnectCodec.span)
    await stream.writeRaw(
      msgConnectCodec.toBytes({
        features: init.features,
        hostType: init.self.type,
        globalSeq,
        connectSeq: 0,
        protocolVersion: protocolVersion(init.peerType ?? EntityType.Mon),
        authorizerProtocol: 0,
        authorizerLen: 0,
        flags: LOSSY
      })
    )
    const reply = msgConnectReplyCodec.decodeAt(await stream.take(msgConnectReplyCodec.span))
    if (reply.authorizerLen >= MAX_AUTHORIZER_BYTES) {
      throw new FrameTooLargeError('Authorizer', reply.authorizerLen, MAX_AUTHORIZER_BYTES - 1, stream.place)
    }
    await stream.take(reply.authorizerLen)
    stream.frames.begin('in', reply.tag).segment(msgConnectReplyCodec.span).segment(reply.authorizerLen)
    switch (reply.tag) {
      case TagV1.Ready:
      case TagV1.Seq:
        return acceptReply(stream, init, reply.tag, reply.features)
      case TagV1.RetryGlobal:
        globalSeq = (reply.globalSeq + 1) >>> 0
        break
      case TagV1.Features:
        throw missingFeatures(stream, reply.features & ~init.features)
      case TagV1.BadProtoVer:
        throw new BannerError(`The peer wants protocol version ${reply.protocolVersion}`, stream.place)
      case TagV1.BadAuthorizer:
        throw new AuthRefusedError({ result: BAD_AUTHORIZER, allowedMethods: [], allowedModes: [] }, stream.place)
      default:
        throw new UnexpectedFrameError(reply.tag, stream.place, 'answers a connect', tagV1Name(reply.tag))
    }
  }
  throw new UnexpectedFrameError(TagV1.RetryGlobal, stream.place, `came more than ${MAX_RETRIES} times`, 'RETRY_GLOBAL')
}

async function acceptReply(
  stream: ByteStream,
  init: HandshakeInit,
  tag: number,
  features: Features
): Promise<Features> {
  const missing = init.requiredFeatures & ~features & ~CephFeature.MSG_ADDR2
  if (missing !== 0n) throw missingFeatures(stream, missing, 'The peer lacks features that are required here')
  if (tag === TagV1.Seq) {
    new Reader(await stream.take(8)).u64()
    stream.frames.begin('out', TagV1.Seq).segment(8)
    await stream.writeRaw(new Writer(8).u64(0n).finish())
  }
  return features
}

function missingFeatures(
  stream: ByteStream,
  missing: Features,
  text = 'The cluster requires features that are missing here'
): FeatureMismatchError {
  return new FeatureMismatchError(`${text}: ${featureNames(missing).join(', ')}`, missing, stream.place)
}
