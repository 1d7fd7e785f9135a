/*
  Conversation of msgr1, the server's half   src/msg/async/ProtocolV1.cc: see ../v1/handshake.ts
*/
import { CephFeature, Reader, Writer, entityAddrCodec, featureNames, haveFeature, legacyAddr } from '@cephwire/codec'
import { ByteStream } from '../byte-stream.js'
import { ConMode } from '../constants.js'
import { Untagged } from '../frame-ring.js'
import { FeatureMismatchError, FrameTooLargeError, PeerMismatchError, UnexpectedFrameError } from '../errors.js'
import { msgConnectCodec, msgConnectReplyCodec } from '../v1/connect-frames.js'
import { LOSSY, MAX_AUTHORIZER_BYTES, TagV1, protocolVersion, tagV1Name } from '../v1/constants.js'
import { ADDR_BYTES, BANNER, checkBannerV1, decodeAddr } from '../v1/handshake.js'
import { createWireV1 } from '../v1/wire.js'
import { afterRefusal } from './after-refusal.js'
import { Authorizers } from './authorizers.js'
import { preAuthLimits } from './pre-auth-limits.js'
import type { EntityAddr, Features } from '@cephwire/codec'
import type { AuthSecrets } from '../authenticator.js'
import type { MovingPlace } from '../moving-place.js'
import type { Transport } from '../transport.js'
import type { Wire } from '../wire.js'
import type { AcceptHandshakeInit } from './accept.js'

type MsgConnect = ReturnType<typeof msgConnectCodec.decodeAt>

const EMPTY = new Uint8Array(0)

/** ceph_msg_connects of one connection: a client may try again after a refusal. */
const MAX_CONNECTS = 5

export async function handshakeV1(transport: Transport, place: MovingPlace, init: AcceptHandshakeInit): Promise<Wire> {
  const stream = new ByteStream(transport, place, preAuthLimits(init.limits, init.authenticated))
  const selfAddr = legacyAddr(init.addrs)
  if (selfAddr === undefined) throw new PeerMismatchError('There is no v1 address to accept msgr1 at', place)
  const peerAddr = await greetV1(stream, selfAddr, init.remote)
  place.phase = 'ACCEPTING_WAIT_CONNECT_MSG_AUTH'
  const { features, hostType, globalId, secrets } = await acceptConnect(stream, init)
  const msgAuth = haveFeature(features & init.features, CephFeature.MSG_AUTH)
  place.phase = 'READY'
  return createWireV1(stream, {
    established: {
      protocol: 'msgr1',
      conMode: ConMode.Crc,
      peer: { name: { type: hostType, num: globalId === 0n ? -1n : globalId }, addrs: [peerAddr], features },
      globalId,
      selfAddr
    },
    src: init.name,
    msgAuth,
    signMessage: msgAuth ? secrets.signMessage : undefined,
    verifyCrc: init.verifyCrc
  })
}

/** @returns the client's address: where it does not know its own IP, the one that we see */
async function greetV1(stream: ByteStream, selfAddr: EntityAddr, remote: EntityAddr): Promise<EntityAddr> {
  stream.place.phase = 'ACCEPTING'
  const hello = new Writer().bytes(BANNER)
  entityAddrCodec.encode(hello, selfAddr, 0n)
  entityAddrCodec.encode(hello, remote, 0n)
  stream.frames.begin('out', Untagged.Banner).segment(BANNER.length).segment(ADDR_BYTES).segment(ADDR_BYTES)
  await stream.writeRaw(hello.finish())
  await checkBannerV1(stream)
  const addr = decodeAddr(stream, await stream.take(ADDR_BYTES))
  stream.frames.begin('in', Untagged.Banner).segment(BANNER.length).segment(ADDR_BYTES)
  const blank = addr.host === '' || addr.host === '0.0.0.0' || addr.host === '::'
  return blank ? { ...addr, type: 'legacy', host: remote.host } : addr
}

/** What a connect has settled. */
interface AcceptedConnect {
  readonly features: Features
  readonly hostType: number
  /** 0 where clients authenticate by messages. */
  readonly globalId: bigint
  readonly secrets: AuthSecrets
}

/** Refuses as often as it has to. @returns what the connect that was good has settled */
async function acceptConnect(stream: ByteStream, init: AcceptHandshakeInit): Promise<AcceptedConnect> {
  const authorizers = new Authorizers(init)
  for (let connects = 1; ; connects++) {
    const connect = msgConnectCodec.decodeAt(await stream.take(msgConnectCodec.span))
    if (connect.authorizerLen >= MAX_AUTHORIZER_BYTES) {
      throw new FrameTooLargeError('Authorizer', connect.authorizerLen, MAX_AUTHORIZER_BYTES - 1, stream.place)
    }
    const authorizer = await stream.take(connect.authorizerLen)
    stream.frames.begin('in', Untagged.Connect).segment(msgConnectCodec.span).segment(connect.authorizerLen)
    const answer = refusalOf(connect, init) ?? authorizers.take(connect, authorizer)
    if (typeof answer !== 'number' && answer.tag === undefined) {
      await ready(stream, connect, init, answer.payload)
      return { features: connect.features, hostType: connect.hostType, ...answer }
    }
    const { tag, payload } = typeof answer === 'number' ? { tag: answer, payload: undefined } : answer
    await reply(stream, tag, (connect.features & init.features) | required(init), init, { authorizer: payload })
    const error = refusalError(stream, tag, connect, init)
    await afterRefusal(stream, error)
    if (connects === MAX_CONNECTS) throw error
  }
}

/** MSG_ADDR2 is for msgr2: msgr1 has addresses in their legacy form. */
const required = (init: AcceptHandshakeInit): Features => init.requiredFeatures & ~CephFeature.MSG_ADDR2

/** @returns the tag to refuse with */
function refusalOf(connect: MsgConnect, init: AcceptHandshakeInit): TagV1 | undefined {
  if (connect.protocolVersion !== protocolVersion(init.name.type)) return TagV1.BadProtoVer
  if ((required(init) & ~connect.features) !== 0n) return TagV1.Features
  // Lossy sessions are not kept, so there is none to go on with.
  if (connect.connectSeq > 0) return TagV1.ResetSession
  return undefined
}

function refusalError(stream: ByteStream, tag: TagV1, connect: MsgConnect, init: AcceptHandshakeInit): Error {
  const missing = required(init) & ~connect.features
  if (tag !== TagV1.Features) return new UnexpectedFrameError(tag, stream.place, 'was the answer', tagV1Name(tag))
  const text = `The peer lacks features that are required here: ${featureNames(missing).join(', ')}`
  return new FeatureMismatchError(text, missing, stream.place)
}

/** READY; or, for those who know it, SEQ and the sequence numbers of a session that starts from 0. */
async function ready(
  stream: ByteStream,
  connect: MsgConnect,
  init: AcceptHandshakeInit,
  authorizer: Uint8Array
): Promise<void> {
  if (!haveFeature(connect.features, CephFeature.RECONNECT_SEQ)) {
    await reply(stream, TagV1.Ready, init.features, init, { authorizer })
    return
  }
  await reply(stream, TagV1.Seq, init.features, init, { authorizer, tail: new Uint8Array(8) })
  stream.place.phase = 'ACCEPTING_HANDLED_CONNECT_MSG'
  new Reader(await stream.take(8)).u64()
  stream.frames.begin('in', TagV1.Seq).segment(8)
}

async function reply(
  stream: ByteStream,
  tag: TagV1,
  features: Features,
  init: AcceptHandshakeInit,
  { authorizer = EMPTY, tail = EMPTY }: { readonly authorizer?: Uint8Array | undefined; readonly tail?: Uint8Array }
): Promise<void> {
  const good = tag === TagV1.Ready || tag === TagV1.Seq
  const bytes = msgConnectReplyCodec.toBytes({
    tag,
    features,
    globalSeq: good ? Number(BigInt.asUintN(32, init.globalSeq)) : 0,
    connectSeq: good ? 1 : 0,
    protocolVersion: protocolVersion(init.name.type),
    authorizerLen: authorizer.length,
    flags: good ? LOSSY : 0
  })
  stream.frames
    .begin('out', tag)
    .segment(bytes.length)
    .segment(authorizer.length + tail.length)
  await stream.writeRaw(new Writer().bytes(bytes).bytes(authorizer).bytes(tail).finish())
}
