import { BLANK_ADDR, featureNames, formatEntityAddr, formatEntityAddrvec, sameEntityAddr } from '@cephwire/codec'
import { CONNECT_LOSSY, Tag } from '../constants.js'
import { clientIdentCodec, identMissingFeaturesCodec, serverIdentCodec } from '../control/ident.js'
import { FeatureMismatchError, MalformedFrameError, PeerMismatchError } from '../errors.js'
import { afterRefusal } from './after-refusal.js'
import type { EntityAddrvec, EntityName, Features } from '@cephwire/codec'
import type { ClientIdent } from '../control/ident.js'
import type { FrameStream } from '../frame-stream.js'
import type { Peer } from '../wire.js'

export interface IdentifyInit {
  readonly addrs: EntityAddrvec
  readonly name: EntityName
  readonly peerType: number
  readonly features: Features
  readonly requiredFeatures: Features
  readonly globalSeq: bigint
}

/** CLIENT_IDENTs of one connection: after IDENT_MISSING_FEATURES a client may try again. */
const MAX_IDENTS = 3

/** Takes a CLIENT_IDENT as a monitor does and answers with a SERVER_IDENT for a lossy session. */
export async function identify(stream: FrameStream, init: IdentifyInit): Promise<Peer> {
  stream.place.phase = 'SESSION_ACCEPTING'
  for (let idents = 1; ; idents++) {
    const { body } = await stream.read(Tag.ClientIdent)
    const ident = stream.parse(Tag.ClientIdent, clientIdentCodec, body)
    checkAddrs(stream, ident, init.addrs)
    const missing = init.requiredFeatures & ~ident.supportedFeatures
    if (missing === 0n) return welcome(stream, ident, init)
    await stream.write(Tag.IdentMissingFeatures, identMissingFeaturesCodec, missing)
    const refusal = missingFeatures(stream, missing)
    await afterRefusal(stream, refusal)
    if (idents === MAX_IDENTS) throw refusal
  }
}

function checkAddrs(stream: FrameStream, { addrs, targetAddr }: ClientIdent, own: EntityAddrvec): void {
  if (addrs[0] === undefined || sameEntityAddr(addrs[0], BLANK_ADDR)) {
    throw new MalformedFrameError('The peer does not say what its address is', stream.place)
  }
  if (!own.some(addr => sameEntityAddr(addr, targetAddr))) {
    throw new PeerMismatchError(
      `The peer wants ${formatEntityAddr(targetAddr)}, this is ${formatEntityAddrvec(own)}`,
      stream.place
    )
  }
}

function missingFeatures(stream: FrameStream, missing: Features): FeatureMismatchError {
  const text = `The peer lacks features that are required here: ${featureNames(missing).join(', ')}`
  return new FeatureMismatchError(text, missing, stream.place)
}

async function welcome(stream: FrameStream, ident: ClientIdent, init: IdentifyInit): Promise<Peer> {
  await stream.write(Tag.ServerIdent, serverIdentCodec, {
    addrs: init.addrs,
    gid: init.name.num,
    globalSeq: init.globalSeq,
    supportedFeatures: init.features,
    requiredFeatures: init.requiredFeatures,
    flags: CONNECT_LOSSY,
    cookie: 0n
  })
  // Only now: what a monitor reads before this is small.
  stream.authenticated()
  stream.place.phase = 'READY'
  return {
    name: { type: init.peerType, num: ident.gid },
    addrs: ident.addrs,
    features: ident.supportedFeatures
  }
}
