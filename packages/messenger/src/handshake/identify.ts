import { randomBytes } from 'node:crypto'
import { featureNames, formatEntityAddr, formatEntityAddrvec, sameEntityAddr } from '@cephwire/codec'
import { CONNECT_LOSSY, Tag } from '../constants.js'
import { clientIdentCodec, identMissingFeaturesCodec, serverIdentCodec } from '../control/ident.js'
import { FeatureMismatchError, MAX_NAMED, PeerMismatchError, UnexpectedFrameError } from '../errors.js'
import type { EntityAddr, Features } from '@cephwire/codec'
import type { FrameStream } from '../frame-stream.js'
import type { Peer } from '../wire.js'

/** What a client says of itself. */
export interface IdentifyInit {
  readonly selfAddr: EntityAddr
  /** The peer's own address, type and nonce included: it compares. */
  readonly target: EntityAddr
  readonly peerType: number
  readonly globalId: bigint
  readonly globalSeq: bigint
  readonly features: Features
  readonly requiredFeatures: Features
  /** Whether the peer may keep the session for a connection that never comes. */
  readonly acceptLossless: boolean
}

/** CLIENT_IDENT and its answer, for sessions that end with their connection: the lossy ones that all but an MDS have. */
export async function identify(stream: FrameStream, init: IdentifyInit): Promise<Peer> {
  stream.place.phase = 'SESSION_CONNECTING'
  await stream.write(
    Tag.ClientIdent,
    clientIdentCodec,
    {
      addrs: [init.selfAddr],
      targetAddr: init.target,
      gid: init.globalId,
      globalSeq: init.globalSeq,
      supportedFeatures: init.features,
      requiredFeatures: init.requiredFeatures,
      flags: init.acceptLossless ? 0n : CONNECT_LOSSY,
      cookie: init.acceptLossless ? randomCookie() : 0n
    },
    init.features
  )
  const { tag, body } = await stream.read(Tag.ServerIdent, Tag.IdentMissingFeatures)
  if (tag === Tag.IdentMissingFeatures) {
    throw missingFeatures(stream, stream.parse(tag, identMissingFeaturesCodec, body))
  }
  const ident = stream.parse(tag, serverIdentCodec, body)
  const missing = ident.requiredFeatures & ~init.features
  if (missing !== 0n) throw missingFeatures(stream, missing)
  const lacking = init.requiredFeatures & ~ident.supportedFeatures
  if (lacking !== 0n) throw missingFeatures(stream, lacking, 'The peer lacks features that are required here')
  if ((ident.flags & CONNECT_LOSSY) === 0n && !init.acceptLossless) {
    throw new UnexpectedFrameError(tag, stream.place, 'is for a lossless session, which was not asked for')
  }
  if (!ident.addrs.some(addr => sameEntityAddr(addr, init.target))) {
    throw new PeerMismatchError(
      `Dialled ${formatEntityAddr(init.target)}, reached ${formatEntityAddrvec(ident.addrs.slice(0, MAX_NAMED))}`,
      stream.place
    )
  }
  stream.place.phase = 'READY'
  return {
    name: { type: init.peerType, num: ident.gid },
    addrs: ident.addrs,
    features: ident.supportedFeatures
  }
}

/** Not 0, which is none. */
const randomCookie = (): bigint => randomBytes(8).readBigUInt64LE() | 1n

function missingFeatures(
  stream: FrameStream,
  missing: Features,
  text = 'The cluster requires features that are missing here'
): FeatureMismatchError {
  return new FeatureMismatchError(`${text}: ${featureNames(missing).join(', ')}`, missing, stream.place)
}
