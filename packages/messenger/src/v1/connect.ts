/*
  ceph_msg_connect and its answer            src/msg/async/ProtocolV1.cc, send_connect_message and what follows

    client: ceph_msg_connect, authorizer_len bytes
    server: ceph_msg_connect_reply, authorizer_len bytes
              CHALLENGE_AUTHORIZER: the client asks again, with the answer in its authorizer
              READY, SEQ:           what comes along proves the server
              SEQ:                  u64 in_seq; the client answers with its own
    … or the client asks again as the reply tells

  A monitor's client authenticates by messages, later; with other daemons it shows an authorizer here.
*/
import { CephFeature, EntityType, Reader, Writer, featureNames } from '@cephwire/codec'
import { ConMode } from '../constants.js'
import { Untagged } from '../frame-ring.js'
import {
  AuthRefusedError,
  BannerError,
  FeatureMismatchError,
  FrameTooLargeError,
  UnexpectedFrameError
} from '../errors.js'
import { msgConnectCodec, msgConnectReplyCodec } from './connect-frames.js'
import { LOSSY, MAX_AUTHORIZER_BYTES, TagV1, protocolVersion, tagV1Name } from './constants.js'
import type { Features } from '@cephwire/codec'
import type { AuthSecrets, ClientAuthenticator } from '../authenticator.js'
import type { ByteStream } from '../byte-stream.js'
import type { HandshakeInit } from '../connect.js'

/** How often a server may ask to try again. */
const MAX_RETRIES = 5
/** EACCES */
const BAD_AUTHORIZER = -13
const EMPTY = new Uint8Array(0)

/** What connecting has settled. */
export interface ConnectedV1 {
  /** The peer's. */
  readonly features: Features
  /** Empty for a monitor. */
  readonly secrets: AuthSecrets
}

export async function connectV1(stream: ByteStream, init: HandshakeInit): Promise<ConnectedV1> {
  const peerType = init.peerType ?? EntityType.Mon
  const auth = peerType === EntityType.Mon ? undefined : init.authenticator
  let authorizer = auth?.start() ?? EMPTY
  let globalSeq = Number(BigInt.asUintN(32, init.globalSeq))
  for (let retries = 0; retries <= MAX_RETRIES; retries++) {
    const connect = {
      features: init.features,
      hostType: init.self.type,
      globalSeq,
      connectSeq: 0,
      protocolVersion: protocolVersion(peerType),
      authorizerProtocol: auth?.method ?? 0,
      authorizerLen: authorizer.length,
      flags: init.acceptLossless ? 0 : LOSSY
    }
    const frame = stream.frames.begin('out', Untagged.Connect).segment(msgConnectCodec.span)
    if (authorizer.length > 0) frame.segment(authorizer.length)
    await stream.writeRaw(new Writer().bytes(msgConnectCodec.toBytes(connect)).bytes(authorizer).finish())
    const { reply, payload } = await readReply(stream)
    switch (reply.tag) {
      case TagV1.Ready:
      case TagV1.Seq: {
        const secrets = auth?.done(payload, { globalId: 0n, conMode: ConMode.Crc }) ?? {}
        return { features: await acceptReply(stream, init, reply, secrets), secrets }
      }
      case TagV1.ChallengeAuthorizer:
        if (auth === undefined) throw unexpected(stream, reply.tag)
        authorizer = auth.more(payload)
        break
      case TagV1.RetryGlobal:
        globalSeq = (reply.globalSeq + 1) >>> 0
        break
      case TagV1.Features:
        throw missingFeatures(stream, reply.features & ~init.features)
      case TagV1.BadProtoVer:
        throw new BannerError(`The peer wants protocol version ${reply.protocolVersion}`, stream.place)
      case TagV1.BadAuthorizer:
        throw refused(stream, auth)
      default:
        throw unexpected(stream, reply.tag)
    }
  }
  throw new UnexpectedFrameError(TagV1.RetryGlobal, stream.place, `came more than ${MAX_RETRIES} times`, 'RETRY_GLOBAL')
}

type Reply = ReturnType<typeof msgConnectReplyCodec.decodeAt>

async function readReply(stream: ByteStream): Promise<{ readonly reply: Reply; readonly payload: Uint8Array }> {
  const reply = msgConnectReplyCodec.decodeAt(await stream.take(msgConnectReplyCodec.span))
  if (reply.authorizerLen >= MAX_AUTHORIZER_BYTES) {
    throw new FrameTooLargeError('Authorizer', reply.authorizerLen, MAX_AUTHORIZER_BYTES - 1, stream.place)
  }
  const payload = await stream.take(reply.authorizerLen)
  stream.frames.begin('in', reply.tag).segment(msgConnectReplyCodec.span).segment(reply.authorizerLen)
  return { reply, payload }
}

function refused(stream: ByteStream, auth: ClientAuthenticator | undefined): Error {
  const refusal = { method: auth?.method ?? 0, result: BAD_AUTHORIZER, allowedMethods: [], allowedModes: [] }
  return auth?.refused?.(refusal) ?? new AuthRefusedError(refusal, stream.place)
}

const unexpected = (stream: ByteStream, tag: number): UnexpectedFrameError =>
  new UnexpectedFrameError(tag, stream.place, 'answers a connect', tagV1Name(tag))

async function acceptReply(
  stream: ByteStream,
  init: HandshakeInit,
  { tag, features }: Reply,
  { signMessage }: AuthSecrets
): Promise<Features> {
  // Who does not have CEPHX_V2 signs otherwise, and does not challenge an authorizer.
  const forAuth = signMessage === undefined ? 0n : CephFeature.CEPHX_V2
  const missing = ((init.requiredFeatures & ~CephFeature.MSG_ADDR2) | forAuth) & ~features
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
